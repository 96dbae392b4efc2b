/** What a person is told of what is kept: who opened what is confidential, and their own data. */
export const privacy = {
  readings: {
    noted: 'Ticket confidentiel : votre lecture est notée.',
    ask: 'Qui l’a ouvert ?',
    title: 'Qui a ouvert ce ticket',
    lead: 'Chaque ouverture par quelqu’un d’autre que son demandeur est notée, et gardée six mois.',
    none: 'Personne, sauf son demandeur.',
    offline: 'Cette liste se lit avec du réseau.',
  },
  own: {
    title: 'Mes données',
    lead: 'Tout ce que Relais garde de vous, en un fichier : votre compte, vos appareils, vos tickets, ce que vous avez écrit.',
    read: 'Télécharger pour lire',
    machine: 'Télécharger pour un autre logiciel (JSON)',
    kept: 'Ce qui est gardé, pourquoi, combien de temps',
  },
};
