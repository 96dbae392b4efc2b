import type { Topic } from '#domain/alerts.ts';

/** "Mes alertes": what is chosen, the list of devices, and what a test found. */
export const devices = {
  here: 'Alertes de cet appareil',
  mail: 'Par mail',
  topic: {
    calls: 'Tickets à prendre',
    mine: 'Mes tickets',
    visits: 'Rendez-vous',
    approvals: 'Accords',
    reported: 'Ce que j’ai signalé',
  } satisfies Record<Topic, string>,
  hint: {
    calls: 'On vous passe le relais, on vous demande de l’aide, un ticket critique s’ouvre.',
    mine: 'On vous confie un ticket, on y répond, un collègue le prend.',
    visits: 'On vous propose une date, on répond à la vôtre.',
    approvals: 'Une demande attend votre accord, ou la direction répond.',
    reported: 'On s’en occupe, c’est réparé.',
  } satisfies Record<Topic, string>,
  noMail: 'Aucune adresse mail ne vous est connue. Donnez-la à l’administrateur de Relais.',
  mailRefused: 'Votre adresse mail ne répond pas. Faites-la corriger par l’administrateur de Relais.',
  onCall: 'Vous êtes d’astreinte : un appareil au moins doit entendre les tickets à prendre.',
  onCallThen: 'Gardez-les ici, ou activez-les d’abord sur un autre appareil.',
  notKept: 'Votre choix n’est pas gardé.',
  notKeptThen: 'Il faut du réseau. Réessayez.',
  contact: ({ when }: { when: string }) => `Vu ${when}`,
  silent: ({ when }: { when: string }) => `Plus de nouvelles depuis ${when}`,
  silentThen: 'Ouvrez-y Relais, ou retirez-le.',
  removeNamed: ({ label }: { label: string }) => `Retirer ${label}`,
  notRemoved: 'L’appareil n’est pas retiré. Réessayez avec du réseau.',
  steps: 'Essai',
  step: {
    permission: 'Alertes autorisées',
    worker: 'Relais veille en arrière-plan',
    service: 'Inscrit au service d’alertes',
    accepted: 'Accepté par le service d’alertes',
    shown: 'Montré sur cet appareil',
  },
  blocked: 'C’est ici que ça bloque',
  found: {
    offline: { title: 'Pas de réseau.', next: 'L’essai a besoin du réseau. Réessayez ensuite.' },
    'ios-not-installed': {
      title: 'Relais n’est pas sur l’écran d’accueil.',
      next: 'Dans Safari, touchez Partager, puis « Sur l’écran d’accueil ». Ouvrez Relais de là, et recommencez.',
    },
    unsupported: {
      title: 'Ce navigateur ne sait pas recevoir d’alertes.',
      next: 'Ouvrez Relais dans Chrome, Edge, Firefox ou Safari, sans fenêtre privée.',
    },
    denied: {
      title: 'Les alertes sont bloquées pour Relais.',
      next: 'Ouvrez les réglages du site, près de l’adresse, et autorisez les notifications. Sur iPhone : Réglages, Notifications, Relais.',
    },
    default: { title: 'Les alertes ne sont pas encore autorisées.', next: 'Touchez « Recevoir les alertes », puis « Autoriser ».' },
    'no-worker': {
      title: 'Relais ne veille pas en arrière-plan.',
      next: 'Fermez la fenêtre privée s’il y en a une, rechargez Relais avec du réseau, et recommencez.',
    },
    'push-service': {
      title: 'Le service d’alertes du navigateur ne répond pas.',
      next: 'Le réseau de l’établissement le bloque peut-être. Réessayez en données mobiles.',
    },
    server: { title: 'Le serveur de Relais ne répond pas.', next: 'Réessayez dans une minute.' },
    gone: {
      title: 'Aucun de vos appareils n’a pu être joint.',
      next: 'Le navigateur a annulé l’inscription. Relais la refait : recommencez l’essai.',
    },
    refused: {
      title: 'Le service d’alertes a refusé l’essai.',
      next: 'Fermez Relais, rouvrez-le et recommencez. S’il refuse encore, prévenez l’administrateur.',
    },
    waiting: { title: 'Le service d’alertes est saturé ou injoignable.', next: 'L’essai repart tout seul. Les vraies alertes aussi.' },
  },
  lost: 'Acceptée, mais pas montrée après 20 s.',
  lostThen: {
    android:
      'Coupez l’économie d’énergie : Réglages, Applications, votre navigateur, Batterie, « Sans restriction ». Vérifiez aussi « Ne pas déranger ».',
    ios: 'Réglages, Notifications, Relais : autorisez les notifications. Coupez le mode Concentration et le mode économie d’énergie.',
    desktop: 'Vérifiez que le système montre les notifications du navigateur, et que « Ne pas déranger » est coupé.',
  },
  refusedStatus: ({ status }: { status: number }) => `réponse ${status}`,
};
