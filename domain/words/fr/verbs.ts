import type { CommandType } from '#domain/ticket/commands.ts';
import type { Direction } from '#domain/ticket/ticket.ts';

/** `label`: on the button; `hint`: under it in a sheet; `done`: the receipt of the tap; `title`: in the outbox, over what it acts on. */
interface Verb {
  label: string;
  hint: string;
  done: string;
  title: string;
}

export const verbs = {
  command: {
    open: { label: 'Ouvrir un ticket', hint: 'Dire ce qui ne va pas', done: 'Ticket gardé sur ce téléphone', title: 'Nouveau ticket' },
    take: { label: 'Prendre', hint: 'Il passe entre vos mains', done: 'C’est à vous', title: 'Prendre en charge' },
    release: { label: 'Rendre le ticket', hint: 'Il redevient à prendre', done: 'Ticket rendu', title: 'Rendre' },
    relieve: { label: 'Relever', hint: 'Vous le reprenez, la personne reste en renfort', done: 'Vous avez repris le ticket', title: 'Relever' },
    escalate: { label: 'Passer le relais', hint: 'Vos notes et photos suivent', done: 'Relais passé', title: 'Passer le relais' },
    ask_help: { label: 'Demander de l’aide', hint: 'Quelqu’un vous rejoint', done: 'Demande gardée', title: 'Demande d’aide' },
    join: { label: 'Rejoindre en renfort', hint: 'Le ticket reste à la même personne', done: 'Vous êtes en renfort', title: 'Rejoindre' },
    note: { label: 'Écrire une note', hint: 'Pour la suite du ticket', done: 'Note gardée sur ce téléphone', title: 'Note' },
    attach: { label: 'Ajouter une photo', hint: 'Elle part avec le ticket', done: 'Photo gardée sur ce téléphone', title: 'Photo' },
    start: { label: 'Commencer', hint: 'Le travail commence', done: 'C’est commencé', title: 'Commencer' },
    wait: { label: 'Mettre en attente', hint: 'Pièce, rendez-vous, réponse', done: 'Mis en attente', title: 'Mettre en attente' },
    resume: { label: 'Reprendre', hint: 'L’attente est finie', done: 'C’est repris', title: 'Reprendre' },
    resolve: { label: 'Résoudre', hint: 'Dire la solution', done: 'Solution gardée sur ce téléphone', title: 'Résoudre' },
    drop: { label: 'Sans suite', hint: 'Un motif est demandé', done: 'Classé sans suite', title: 'Sans suite' },
  } satisfies Record<CommandType, Verb>,
  /** The hand-over card and the lock screen say it in the first person or in full. */
  iTake: 'Je prends',
  takeThis: 'Prendre ce ticket',
  takeOver: 'Prendre en charge',
  noteShort: 'Note',
  photoShort: 'Photo',
  escalate: {
    up: ({ level }: { level: number }) => `Passer au niveau ${level}`,
    on_site: 'Envoyer quelqu’un sur place',
    out: 'Confier au prestataire',
    hierarchical: 'Prévenir le superviseur',
  },
  escalateHint: {
    up: 'Vos notes et photos suivent',
    on_site: 'Les correspondants du site sont alertés',
    out: 'Sous garantie ou sous contrat',
    hierarchical: 'Le ticket reste à la même personne',
  } satisfies Record<Direction, string>,
  relieveWho: ({ who }: { who: string }) => `Relever ${who}`,
  joinWho: ({ who }: { who: string }) => `Rejoindre ${who} en renfort`,
  leaveTo: ({ who }: { who: string }) => `Laisser à ${who}`,
  sheet: { title: 'Faire autrement', pass: 'Passer le relais', keep: 'Garder le ticket', end: 'Terminer' },
  ask: {
    reason: 'Pourquoi ?',
    level: 'À quel niveau ?',
    team: 'À quelle équipe ?',
    helper: 'À qui ?',
    text: 'Précisions',
    textHint: 'Ce que vous avez déjà essayé.',
    releaseReason: 'Pourquoi le rendre ?',
    relieveReason: 'Pourquoi le reprendre ?',
    waitReason: 'On attend quoi ?',
    waitUntil: 'Jusqu’à quand ?',
    waitUntilHint: 'Le ticket revient ce jour-là.',
    note: 'Votre note',
    visibility: 'Qui la lit ?',
    public: 'Tout le monde',
    publicHint: 'Le demandeur aussi',
    internal: 'L’équipe seulement',
    internalHint: 'Le demandeur ne la voit pas',
    solution: 'Qu’avez-vous fait ?',
    solutionHint: 'La prochaine personne lira ceci.',
    resolution: 'C’est réglé comment ?',
    mode: 'Où ?',
    dropReason: 'Quel motif ?',
    noPassword: 'Jamais de mot de passe ici.',
    password: 'On dirait un mot de passe. Enlevez-le : il serait lu par d’autres.',
  },
  need: {
    reason: 'Dites pourquoi en un mot.',
    choice: 'Choisissez une réponse.',
    text: 'Écrivez quelque chose.',
    solution: 'Dites ce que vous avez fait.',
    helper: 'Choisissez quelqu’un.',
    team: 'Choisissez une équipe.',
    tooLong: ({ max }: { max: number }) => `Trop long : ${max} caractères au plus.`,
  },
  noHelper: 'Aucun collègue connu sur ce téléphone pour ce site.',
  noTeam: 'Aucun prestataire connu pour ce site.',
};
