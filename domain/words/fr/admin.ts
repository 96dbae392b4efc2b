import { count } from './grammar.ts';

export const admin = {
  labels: {
    title: 'Autocollants',
    hint: 'À imprimer à taille réelle (100 %), sans marge ajoutée.',
    sheet: ({ n, all }: { n: number; all: number }) => `Planche ${n} sur ${all}`,
    onSticker: 'Panne ? Scannez.',
    print: 'Imprimer la planche',
    room: 'Salle',
    allRooms: 'Toutes les salles',
    format: 'Format de planche',
    first: 'Première étiquette libre',
    count: ({ n }: { n: number }) => count(n, 'autocollant', 'autocollants'),
    none: 'Aucun équipement à étiqueter ici.',
    testAddress: 'Adresse de test : ces autocollants ne marcheront que sur cette machine.',
    badAddress: 'L’adresse publique doit commencer par https. Réglez-la avant d’imprimer.',
  },
  only: 'Réservé aux administrateurs.',
};
