/** The whole network of a site. */
export const down = {
  title: 'Tout le réseau est HS',
  what: 'Plus rien ne répond dans tout l’établissement ?',
  whatThen: 'Un seul ticket critique part pour tout le site. Pour une salle ou un poste, ouvrez un ticket ordinaire.',
  tell: 'Prévenir : réseau HS',
  kept: 'Gardé ici. Appelez aussi.',
  said: 'C’est déjà signalé',
  saidThen: 'Un ticket suffit pour tout l’établissement.',
  phone: 'Prévenez aussi par téléphone',
  phoneThen: 'Le Wi-Fi du site est coupé : Relais enverra le ticket dès qu’un réseau revient, même mobile.',
  call: ({ number }: { number: string }) => `Appeler le ${number}`,
  closed: ({ when }: { when: string }) => `L’assistance ouvre ${when}.`,
  send: 'Par SMS',
  copy: 'Copier le texte',
  sms: ({ site, uai, time, who }: { site: string; uai: string; time: string; who: string }) =>
    `Réseau HS : ${site} (${uai}), tout l’établissement, depuis ${time}. Signalé par ${who}.`,
};
