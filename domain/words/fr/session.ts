import { count } from './grammar.ts';

/** The door's sentences that only the sign-in and the welcome pages need. */
export const session = {
  statements: { data: 'Données personnelles', access: 'Accessibilité : non auditée'.replace(' :', ' :') },
  reads: ({ who }: { who: string }) => `Pas de réseau. ${who} peut lire ici sans se reconnecter.`,
  read: 'Ouvrir Relais',
  busy: 'Beaucoup de connexions en même temps. Réessayez dans un instant.',
  kept: ({ who, n }: { who: string; n: number }) =>
    `${count(n, 'action', 'actions')} de ${who} sur ce téléphone : gardées, et envoyées par cette personne seule.`,
  keptFormer: ({ who, n }: { who: string; n: number }) =>
    `${count(n, 'action', 'actions')} de ${who} sur ce téléphone : gardées, à refaire avec l’autre compte.`,
  directory: 'L’annuaire de votre organisation ne répond pas. Votre mot de passe n’est pas en cause : réessayez dans quelques minutes.',
  expired: 'Votre mot de passe est à changer dans l’annuaire de votre organisation',
  expiredThen: 'Changez-le sur un ordinateur de votre organisation, puis revenez avec le nouveau.',
  wrongThere: 'Après plusieurs erreurs, l’annuaire de votre organisation peut bloquer un compte quelques minutes.',
  merged: 'Ce compte est réuni avec votre autre compte',
  mergedThen:
    'Connectez-vous avec l’autre. Ce qui n’était pas parti de ce téléphone y reste, et ne partira sous aucun autre nom : « À envoyer » vous en montrera la liste, à refaire.',
  login: 'Identifiant ou adresse mail',
  needLogin: 'Écrivez votre identifiant.',
  wrong: 'Identifiant ou mot de passe inconnu. Vérifiez les deux.',
  givenName: 'Prénom',
  familyName: 'Nom',
  needName: 'Écrivez votre prénom et votre nom.',
  needOrganisation: 'Écrivez le nom de votre organisation.',
  loginTaken: 'Cet identifiant est déjà pris.',
  passwordLong: '200 caractères au plus.',
  link: {
    title: 'Choisir un mot de passe',
    hello: ({ name }: { name: string }) => `Bonjour ${name}`,
    lead: 'Choisissez votre mot de passe pour ouvrir Relais.',
    ends: 'Vos autres appareils seront déconnectés. Ce qui n’y est pas envoyé y reste, pour vous.',
    submit: 'Garder ce mot de passe',
    dead: 'Ce lien a déjà servi, ou son temps est passé. Demandez-en un autre.',
    toTheDoor: 'Se connecter',
  },
  forgot: {
    ask: 'Mot de passe oublié ?',
    send: 'Recevoir un lien par mail',
    lead: 'Écrivez votre identifiant : si une adresse mail lui est connue, un lien y part, valable 30 minutes.',
    done: 'C’est demandé. Si ce compte existe et a une adresse, le lien arrive dans quelques minutes.',
    not: 'Rien n’est parti. Réessayez plus tard, ou demandez à l’administrateur de Relais.',
  },
  portal: {
    or: 'Ou bien',
    back: 'Connexion en cours…',
    refused: 'Ce compte n’est pas connu de Relais. Demandez à l’administrateur de vous y inscrire.',
    failed: 'La connexion n’a pas abouti. Réessayez, ou entrez votre mot de passe de Relais.',
  },
  key: {
    must: 'Votre rôle demande une clé d’accès',
    mustThen: 'L’empreinte, le visage ou le code de cet appareil, demandé après le mot de passe. Créez-la pour entrer.',
    label: 'Nom de la clé',
    labelHint: 'Ce téléphone, la clé du trousseau…',
    ours: 'Mon appareil',
    make: 'Créer ma clé d’accès',
    notMade: 'Aucune clé d’accès n’a été créée. Entrez de nouveau votre mot de passe pour réessayer.',
    cannot: 'Ce navigateur ne sait pas créer de clé d’accès. Prenez un autre appareil, ou un navigateur à jour.',
    enter: 'Se connecter avec une clé d’accès',
    none: 'Aucune clé d’accès n’a répondu. Réessayez ; si elle est perdue, demandez un lien à l’administrateur de Relais.',
  },
};
