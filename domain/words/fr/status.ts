import type { Role } from '#domain/actor.ts';
import type { AssetState } from '#domain/documents.ts';
import type {
  Channel,
  DropReason,
  EscalationReason,
  Impact,
  Level,
  Nature,
  Priority,
  ResolutionMode,
  ResolutionType,
  Status,
  Urgency,
  WaitReason,
} from '#domain/ticket/ticket.ts';

const waitReason = {
  requester: 'une réponse',
  appointment: 'un rendez-vous',
  parts: 'une pièce',
  third_party: 'le prestataire',
  approval: 'un accord',
} satisfies Record<WaitReason, string>;

export const status = {
  /** Everybody was called, and nobody has it. */
  unanswered: 'Sans réponse',
  label: {
    new: 'Nouveau',
    taken: 'Pris en charge',
    in_progress: 'En cours de résolution',
    waiting: 'En attente',
    escalated: 'Escaladé',
    resolved: 'Résolu',
    closed: 'Fermé',
    dropped: 'Sans suite',
  } satisfies Record<Status, string>,
  /** For rows: one or two words. */
  short: {
    new: 'Nouveau',
    taken: 'Pris en charge',
    in_progress: 'En cours',
    waiting: 'En attente',
    escalated: 'Escaladé',
    resolved: 'Résolu',
    closed: 'Fermé',
    dropped: 'Sans suite',
  } satisfies Record<Status, string>,
  waiting: ({ reason, until }: { reason: WaitReason; until: string | null }) =>
    until ? `En attente : ${waitReason[reason]}, ${until}` : `En attente : ${waitReason[reason]}`,
  escalatedTo: {
    reopened: 'Rouvert, à reprendre',
    level: ({ level }: { level: Level }) => `Escaladé au niveau ${level}`,
    on_site: 'Escaladé : quelqu’un sur place',
    team: ({ team }: { team: string }) => `Confié : ${team}`,
    you: 'Escaladé vers vous',
  },
  /** "En cours de résolution, par Mina Diallo" */
  by: ({ label, who }: { label: string; who: string }) => `${label}, par ${who}`,
  /** What the requester reads in place of the label (ux.md section 9). */
  forRequester: {
    new: 'Reçu, pas encore pris',
    taken: ({ first }: { first: string | null }) => (first ? `${first} s’en occupe` : 'Quelqu’un s’en occupe'),
    waiting: ({ reason }: { reason: WaitReason }) => `On attend ${waitReason[reason]}`,
    escalated: {
      reopened: 'Rouvert, pas encore repris',
      level: ({ level }: { level: Level }) => `Transmis au niveau ${level}`,
      on_site: 'Quelqu’un passe sur place',
      team: 'Transmis au prestataire',
    },
    resolved: 'Réparé, à confirmer',
    closed: 'Terminé',
    dropped: 'Sans suite',
  },
  /** What a reader learns of somebody else’s ticket: no name. */
  reported: {
    new: 'Déjà signalé, pas encore pris',
    held: 'Déjà signalé, quelqu’un s’en occupe',
    done: 'Réparé récemment',
  },
  waitReason,
  dropReason: {
    out_of_scope: 'Hors de notre ressort',
    not_reproduced: 'Panne non retrouvée',
    no_longer_needed: 'Plus besoin',
    no_answer: 'Sans réponse',
    duplicate: 'Doublon',
    not_approved: 'Demande refusée par la direction',
  } satisfies Record<DropReason, string>,
  escalationReason: {
    skills: 'Il faut d’autres compétences',
    rights: 'Il faut d’autres droits',
    time: 'Le délai va être dépassé',
    remote_impossible: 'Impossible à distance',
    hardware: 'Panne du matériel',
    warranty: 'Sous garantie',
    contract: 'Sous contrat',
    critical: 'Situation critique',
    complaint: 'Réclamation',
  } satisfies Record<EscalationReason, string>,
  resolutionType: {
    workaround: 'Contournement',
    permanent: 'Réparé pour de bon',
    delivered: 'Livré',
    assisted: 'Aide donnée',
  } satisfies Record<ResolutionType, string>,
  resolutionMode: { remote: 'À distance', on_site: 'Sur place' } satisfies Record<ResolutionMode, string>,
  nature: { incident: 'Panne', service_request: 'Demande', assistance: 'Aide ou question' } satisfies Record<Nature, string>,
  channel: {
    scan: 'depuis l’autocollant',
    portal: 'depuis l’application',
    phone: 'par téléphone',
    email: 'par mail',
    oral: 'de vive voix',
    logbook: 'dans le cahier',
    monitoring: 'par la supervision',
    chat: 'par messagerie',
    sms: 'par SMS',
  } satisfies Record<Channel, string>,
  impact: {
    person: 'Une personne',
    group: 'Une classe',
    site: 'Tout l’établissement',
    many_sites: 'Plusieurs sites',
  } satisfies Record<Impact, string>,
  urgency: {
    low: 'Oui',
    normal: 'Oui, moins bien',
    high: 'Difficilement',
    blocking: 'Non',
  } satisfies Record<Urgency, string>,
  /** The urgency in a sentence about the priority. */
  urgencyFact: {
    low: 'le cours continue',
    normal: 'cours gêné',
    high: 'cours difficile',
    blocking: 'cours arrêté',
  } satisfies Record<Urgency, string>,
  priority: {
    code: ({ priority }: { priority: Priority }) => `P${priority}`,
    label: ({ priority }: { priority: Priority }) => `Priorité ${priority}`,
  },
  level: ({ level }: { level: Level }) => `niveau ${level}`,
  levelShort: ({ level }: { level: Level }) => `N${level}`,
  role: {
    requester: 'Demandeur',
    correspondent: 'Correspondant informatique, niveau 1',
    technician: 'Technicien, niveau 2',
    engineer: 'Informaticien, niveau 3',
    provider: 'Prestataire',
    approver: 'Direction',
    supervisor: 'Superviseur',
    partner: 'Partenaire',
    admin: 'Administrateur',
  } satisfies Record<Role, string>,
  assetState: {
    in_service: 'En service',
    in_stock: 'En stock',
    in_repair: 'En réparation',
    retired: 'Réformé',
    lost: 'Perdu',
  } satisfies Record<AssetState, string>,
  clock: {
    left: ({ span }: { span: string }) => `Reste ${span} de service`,
    own: ({ before }: { before: string }) => `à prendre avant ${before}`,
    resolve: ({ before }: { before: string }) => `à résoudre avant ${before}`,
    before: ({ before }: { before: string }) => `avant ${before}`,
    late: ({ span }: { span: string }) => `En retard de ${span}`,
    stopped: ({ reason }: { reason: WaitReason }) => `Délai arrêté : attend ${waitReason[reason]}`,
    stoppedShort: 'arrêté',
    toConfirm: 'à confirmer',
  },
};
