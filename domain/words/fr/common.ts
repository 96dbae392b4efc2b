import { count } from './grammar.ts';

export const common = {
  app: 'Relais',
  tagline: 'Le dépannage informatique de votre établissement, même sans réseau.',
  /** The document's title: screen, then product. */
  title: ({ screen }: { screen: string }) => `${screen} · Relais`,
  back: 'Retour',
  close: 'Fermer',
  cancel: 'Annuler',
  undo: 'Annuler',
  save: 'Enregistrer',
  send: 'Envoyer',
  confirm: 'Confirmer',
  retry: 'Réessayer',
  change: 'Changer',
  add: 'Ajouter',
  remove: 'Retirer',
  copy: 'Copier',
  copied: 'Copié',
  print: 'Imprimer',
  seeAll: 'Tout voir',
  more: 'Autres',
  moreOf: ({ n }: { n: number }) => `+${n}`,
  optional: 'facultatif',
  yes: 'Oui',
  no: 'Non',
  you: 'Vous',
  nobody: 'personne',
  system: 'Relais',
  unknownPerson: 'Quelqu’un',
  loading: 'Chargement…',
  skip: 'Aller au contenu',
  search: 'Chercher',
  call: ({ who }: { who: string }) => `Appeler ${who}`,
  toHandle: ({ n }: { n: number }) => `${n} à traiter`,
  /** Read after a figure: things that wait for the reader. */
  waiting: 'à vous d’agir',
  /** A room in a sentence: "Bât. B, salle 203", "CDI". */
  place: ({ building, room }: { building: string | null; room: string }) => {
    const named = /^\d/.test(room) ? `salle ${room}` : room;
    return building ? `${building}, ${named}` : named.charAt(0).toUpperCase() + named.slice(1);
  },
  noRoom: 'Sans salle',
  /** A thing and what ails it: "Vidéoprojecteur : pas d’image". */
  subject: ({ thing, fault }: { thing: string; fault: string }) => `${thing} : ${fault}`,
  number: ({ number }: { number: string }) => `N° ${number}`,
  provisional: ({ code }: { code: string }) => `Code provisoire ${code}`,
  photos: ({ n }: { n: number }) => count(n, 'photo', 'photos'),
  actions: ({ n }: { n: number }) => count(n, 'action', 'actions'),
  nav: { label: 'Principale', home: 'Accueil', tickets: 'Tickets', scan: 'Scanner', rooms: 'Salles', me: 'Moi' },
  languages: { fr: 'Français', en: 'English' },
};
