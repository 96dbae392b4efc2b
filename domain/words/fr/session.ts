import { count } from './grammar.ts';

/** The door's sentences that only the sign-in and the welcome pages need. */
export const session = {
  reads: ({ who }: { who: string }) => `Pas de réseau. ${who} peut lire ici sans se reconnecter.`,
  read: 'Ouvrir Relais',
  busy: 'Beaucoup de connexions en même temps. Réessayez dans un instant.',
  kept: ({ who, n }: { who: string; n: number }) =>
    `${count(n, 'action', 'actions')} de ${who} sur ce téléphone : gardées, et envoyées par cette personne seule.`,
  login: 'Identifiant ou adresse mail',
  needLogin: 'Écrivez votre identifiant.',
  wrong: 'Identifiant ou mot de passe inconnu. Vérifiez les deux.',
  givenName: 'Prénom',
  familyName: 'Nom',
  needName: 'Écrivez votre prénom et votre nom.',
  needOrganisation: 'Écrivez le nom de votre organisation.',
  loginTaken: 'Cet identifiant est déjà pris.',
  passwordLong: '200 caractères au plus.',
};
