import { count } from './grammar.ts';

/** Never a confirmation before the server has it: always these words (domain.md section 9). */
export const sync = {
  mark: {
    phone: 'Sur ce téléphone',
    sent: 'Envoyé…',
    saved: ({ number }: { number: string }) => `Enregistré n° ${number}`,
    savedPlain: 'Enregistré',
    refused: ({ reason }: { reason: string }) => `Refusé : ${reason}`,
    refusedPlain: 'Refusé',
    draft: 'Brouillon gardé',
    doubtful: 'Sera sans doute refusé',
  },
  chip: {
    upToDate: ({ time }: { time: string }) => `À jour, ${time}`,
    never: 'Jamais synchronisé',
    offline: 'Hors ligne',
    toSend: ({ n }: { n: number }) => `${n} à envoyer`,
    sending: 'Envoi…',
    refused: ({ n }: { n: number }) => count(n, 'refus à voir', 'refus à voir'),
    label: 'Voir ce qui est à envoyer',
  },
  strip: {
    offline: ({ since }: { since: string | null }) => (since ? `Hors ligne depuis ${since}.` : 'Hors ligne.'),
    kept: ({ n }: { n: number }) => (n === 0 ? 'Tout est déjà parti.' : count(n, 'action gardée ici.', 'actions gardées ici.')),
    weak: 'Réseau faible.',
    weakThen: 'L’envoi reprend là où il s’est arrêté. Rien n’est perdu.',
    back: 'De retour.',
    backThen: ({ n }: { n: number }) => `Envoi de ${count(n, 'action', 'actions')}…`,
    done: ({ time }: { time: string }) => `Tout est enregistré, ${time}`,
    waiting: ({ n }: { n: number }) => count(n, 'action à envoyer.', 'actions à envoyer.'),
    waitingThen: 'Gardées sur ce téléphone.',
    refused: ({ n }: { n: number }) => count(n, 'action refusée.', 'actions refusées.'),
    refusedThen: 'À vous de choisir la suite.',
    portal: 'Wi-Fi connecté mais fermé.',
    portalThen: 'Ouvrez sa page de connexion.',
    serverDown: 'Le serveur ne répond pas.',
    serverDownThen: ({ n, span }: { n: number; span: string | null }) =>
      `${n === 0 ? 'Rien n’est perdu.' : n === 1 ? 'Votre action reste sur ce téléphone.' : `Vos ${n} actions restent sur ce téléphone.`}${
        span ? ` Nouvel essai dans ${span}.` : ''
      }`,
    session: 'Votre session est finie.',
    sessionThen: 'Reconnectez-vous pour envoyer ; rien n’est perdu.',
    tooOld: 'Cette version est trop ancienne.',
    tooOldThen: 'Installez la nouvelle pour envoyer ; rien n’est perdu.',
  },
  /** Said once by a screen reader, at most one each 2 s. */
  say: {
    offline: 'Hors ligne. Vos actions sont gardées sur ce téléphone.',
    online: 'De retour en ligne.',
    saved: ({ n }: { n: number }) => count(n, 'action enregistrée.', 'actions enregistrées.'),
    refused: ({ n }: { n: number }) => count(n, 'action refusée.', 'actions refusées.'),
  },
  stale: ({ when }: { when: string }) => `Vu ${when}. Peut avoir changé.`,
  expired: 'Aucun contact depuis 30 jours : vos tickets ne sont plus montrés. Reprenez le réseau pour les revoir.',
  lost: 'Le navigateur a effacé ce que ce téléphone gardait. Ce qui n’était pas parti est peut-être perdu.',
  lostRead: 'J’ai compris',
  firstLoad: 'Chargement de votre établissement…',
  firstOffline: 'Connectez-vous une fois au réseau pour charger votre établissement (environ 400 équipements).',
  bytes: ({ done, all }: { done: string; all: string }) => `${done} sur ${all}`,
  update: {
    ready: 'Nouvelle version prête.',
    install: 'L’installer',
    later: 'Plus tard',
    look: 'Chercher la nouvelle version',
    reload: 'Recharger',
    gaveWay: 'Une autre fenêtre de Relais a commencé la mise à jour. Ce que vous avez écrit est gardé : rechargez pour continuer.',
  },
  otherPerson: ({ who, n }: { who: string; n: number }) =>
    `${count(n, 'action', 'actions')} de ${who} sur ce téléphone. Seule cette personne peut les envoyer.`,
  storage: {
    full: 'Ce téléphone n’a plus de place : la photo n’est pas gardée, le texte si.',
    blocked: 'Ce navigateur ne garde rien. Quittez la navigation privée, ou installez Relais.',
    free: 'Libérer de la place',
    notKept: 'Ce téléphone n’a rien pu garder. Votre texte est encore à l’écran : libérez de la place, puis réessayez.',
    nearlyFull: 'Ce téléphone est presque plein. Les photos pourraient ne plus être gardées.',
    nearlyFullThen: 'Libérer de la place efface les photos déjà vues. Ce qui n’est pas parti reste.',
  },
};
