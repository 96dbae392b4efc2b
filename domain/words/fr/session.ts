import { count } from './grammar.ts';

/** The door's sentences that only the sign-in and the welcome pages need. */
export const session = {
  reads: ({ who }: { who: string }) => `Pas de réseau. ${who} peut lire ici sans se reconnecter.`,
  read: 'Ouvrir Relais',
  busy: 'Beaucoup de connexions en même temps. Réessayez dans un instant.',
  kept: ({ who, n }: { who: string; n: number }) =>
    `${count(n, 'action', 'actions')} de ${who} sur ce téléphone : gardées, et envoyées par cette personne seule.`,
  givenName: 'Prénom',
  familyName: 'Nom',
  needName: 'Écrivez votre prénom et votre nom.',
  needOrganisation: 'Écrivez le nom de votre organisation.',
  loginTaken: 'Cette adresse a déjà un compte.',
  passwordLong: '200 caractères au plus.',
};
