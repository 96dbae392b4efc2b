import { count } from './grammar.ts';

export const rooms = {
  title: 'Salles',
  search: 'Salle, équipement, numéro…',
  building: ({ name }: { name: string }) => name,
  noBuilding: 'Sans bâtiment',
  floor: ({ name }: { name: string }) => `Étage ${name}`,
  assets: ({ n }: { n: number }) => count(n, 'équipement', 'équipements'),
  openTickets: ({ n }: { n: number }) => count(n, 'ticket ouvert', 'tickets ouverts'),
  quiet: 'Aucun ticket ouvert',
  empty: 'Aucune salle connue sur ce téléphone pour ce site.',
  roomEmpty: 'Aucun équipement connu dans cette salle.',
  nothingFor: ({ text }: { text: string }) => `Aucune salle pour « ${text} ».`,
  report: 'Signaler dans cette salle',
};
