import { count } from './grammar.ts';

/** The office: who opened what is confidential; a person's data as a file, and their erasure. */
export const personal = {
  readings: {
    title: 'Lectures confidentielles',
    lead: 'Qui a ouvert quel ticket confidentiel, sauf son demandeur. Gardé six mois.',
    site: 'Établissement',
    allSites: 'Tous les établissements',
    none: 'Aucune lecture notée.',
    ticket: ({ number }: { number: string | null }) => (number === null ? 'Ticket sans numéro' : `Ticket ${number}`),
    older: 'Plus anciennes',
    newest: 'Les dernières',
  },
  data: {
    title: 'Données de la personne',
    lead: 'Ce que Relais garde d’elle, à lui remettre si elle le demande.',
    read: 'Fichier à lire',
    machine: 'Fichier JSON',
  },
  erase: {
    title: 'Effacer la personne',
    lead: 'Son nom, ses coordonnées, ses appareils disparaissent, et son nom dans les textes de ses tickets, sur les téléphones aussi. Les tickets et les chiffres restent. Cela ne se défait pas.',
    self: 'Personne ne s’efface soi-même : demandez à un autre administrateur.',
    photos: 'Effacer aussi les photos qu’elle a prises',
    confirm: ({ login }: { login: string }) => `Pour confirmer, écrivez son identifiant : ${login}`,
    submit: 'Effacer pour toujours',
    done: ({ n }: { n: number }) => `Effacée. ${count(n, 'ticket relu', 'tickets relus')}.`,
    back: 'Toutes les personnes',
    mismatch: 'Ce n’est pas son identifiant.',
  },
};
