import type { AssetId, Instant, PersonId, PhotoHash, RoomId, SiteId, StickerCode, TeamId, TicketId } from '#domain/ids.ts';

export const NATURES = ['incident', 'service_request', 'assistance'] as const;
export type Nature = (typeof NATURES)[number];
export const CHANNELS = ['scan', 'portal', 'phone', 'email', 'oral', 'logbook', 'monitoring', 'chat', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];
export const STATUSES = ['new', 'taken', 'in_progress', 'waiting', 'escalated', 'resolved', 'closed', 'dropped'] as const;
export type Status = (typeof STATUSES)[number];
export const WAIT_REASONS = ['requester', 'appointment', 'parts', 'third_party', 'approval'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];
export const IMPACTS = ['person', 'group', 'site', 'many_sites'] as const;
export type Impact = (typeof IMPACTS)[number];
export const URGENCIES = ['low', 'normal', 'high', 'blocking'] as const;
export type Urgency = (typeof URGENCIES)[number];
export type Priority = 1 | 2 | 3 | 4;
export type Level = 1 | 2 | 3;
export const RESOLUTION_TYPES = ['workaround', 'permanent', 'delivered', 'assisted'] as const;
export type ResolutionType = (typeof RESOLUTION_TYPES)[number];
export const RESOLUTION_MODES = ['remote', 'on_site'] as const;
export type ResolutionMode = (typeof RESOLUTION_MODES)[number];
export const DIRECTIONS = ['up', 'on_site', 'out', 'hierarchical'] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** domain.md section 3, by direction. */
export const ESCALATION_REASONS = {
  up: ['skills', 'rights', 'time'],
  on_site: ['remote_impossible', 'hardware'],
  out: ['warranty', 'contract'],
  hierarchical: ['critical', 'complaint'],
} as const satisfies Record<Direction, readonly string[]>;
export type EscalationReason = (typeof ESCALATION_REASONS)[Direction][number];
export const DROP_REASONS = ['out_of_scope', 'not_reproduced', 'no_longer_needed', 'no_answer', 'duplicate'] as const;
/** `not_approved` is never chosen: the approver's refusal says it. */
export type DropReason = (typeof DROP_REASONS)[number] | 'not_approved';

/** What has to be on record before some verbs (domain.md section 6). */
export const CHECKS = ['identity', 'consent', 'form'] as const;
export type Check = (typeof CHECKS)[number];
/** How the user said yes to a remote session. */
export const CONSENTS = ['phone', 'in_person', 'written'] as const;
export type Consent = (typeof CONSENTS)[number];
/** A call by telephone, as whoever notes it had it: received, made, or made and not answered. */
export const CALL_WAYS = ['in', 'out', 'unanswered'] as const;
export type CallWay = (typeof CALL_WAYS)[number];
export const ACCESS_RIGHTS = ['read', 'write', 'manage'] as const;
export type AccessRight = (typeof ACCESS_RIGHTS)[number];
/** A ticket can be reopened for so long after it was closed, calendar days (domain.md section 2). */
export const REOPEN_DAYS = 15;
export const TASKS_MAX = 40;

/** Photos of one ticket: everybody's phone holds their list. */
export const PHOTOS_MAX = 30;

/** Who the ticket waits for when nobody owns it: the people of its level, hands on site, or one team. */
export type HandedTo = { readonly to: 'level' } | { readonly to: 'on_site' } | { readonly to: 'team'; readonly team: TeamId };

export interface Photo {
  readonly hash: PhotoHash;
  readonly by: PersonId;
  readonly at: Instant;
  /** false: the bytes are still on somebody's phone (invariant 45). */
  readonly stored: boolean;
  /** It arrived, and is a signed form as a PDF. Absent: a photo, or not here yet. */
  readonly paper?: true;
}

/** A step of the work: a category's procedure brings its own, people add others. */
export interface Task {
  /** Of a procedure: the code of its step. Of a person: a UUIDv7. */
  readonly id: string;
  /** A step of a procedure has its text in the words. */
  readonly step: string | null;
  readonly text: string;
  /** It has to be done before the ticket can be resolved. */
  readonly mandatory: boolean;
  /** To be done on the next day of service after this instant; null: whenever. */
  readonly after: Instant | null;
  readonly done: { readonly by: PersonId; readonly at: Instant } | null;
}

/** What is on record of one check. The agent's number that was compared is nowhere. */
export interface CheckMade {
  readonly check: Check;
  readonly by: PersonId;
  readonly at: Instant;
  /** Why it was asked for (identity), or how the user agreed (consent). */
  readonly how: string;
  /** The signed form, as a photo of this ticket. */
  readonly photo: PhotoHash | null;
}

/** Rights on a shared resource, to be opened or closed (the director signs). Days of the local calendar, "2026-11-22". */
export interface AccessForm {
  readonly sense: 'open' | 'close';
  readonly resource: string;
  readonly rights: AccessRight;
  readonly from: string;
  readonly until: string | null;
}

/** `by: null`: on paper, the signed form is among the checks. */
export type Approval = { readonly state: 'pending' } | { readonly state: 'approved' | 'refused'; readonly by: PersonId | null; readonly at: Instant };

export interface Visit {
  readonly id: string;
  readonly at: Instant;
  readonly minutes: number;
  readonly remote: boolean;
  readonly by: PersonId;
  readonly state: 'proposed' | 'accepted' | 'declined' | 'arrived' | 'left';
  /** The scan that proves the arrival. */
  readonly arrived: { readonly at: Instant; readonly asset: AssetId | null } | null;
  readonly left: Instant | null;
}

/** Where the ticket stands, folded from its events by `evolve`. Times of acts are field times (domain.md section 4). */
export interface Ticket {
  readonly id: TicketId;
  /** `2026-00123`, given by the server with the first commit; null until then. */
  readonly number: string | null;
  readonly site: SiteId;
  readonly asset: AssetId | null;
  readonly room: RoomId | null;
  /** A scanned code that nobody could resolve at this site. */
  readonly code: StickerCode | null;
  readonly nature: Nature;
  readonly channel: Channel;
  readonly category: string;
  readonly symptom: string | null;
  readonly text: string;
  readonly confidential: boolean;
  readonly level: Level;
  readonly categoryLevel: Level;
  readonly status: Status;
  readonly handedTo: HandedTo;
  readonly waitReason: WaitReason | null;
  readonly waitUntil: Instant | null;
  readonly requester: PersonId;
  readonly beneficiary: PersonId;
  readonly recorder: PersonId;
  /** Whoever opened it was support on its site: its clocks start at the act, not at receipt (domain.md section 4). */
  readonly openedBySupport: boolean;
  readonly assignee: PersonId | null;
  readonly assignedAt: Instant | null;
  readonly helpers: readonly PersonId[];
  readonly observers: readonly PersonId[];
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly priority: Priority;
  /** Can it be controlled remotely? */
  readonly reachable: boolean;
  readonly openedAt: Instant;
  /** First take: the end of the time to own, never restarted. */
  readonly ownedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly resolution: { readonly text: string; readonly type: ResolutionType; readonly mode: ResolutionMode; readonly by: PersonId } | null;
  readonly drop: { readonly reason: DropReason; readonly text: string } | null;
  readonly photos: readonly Photo[];
  /** For whom, where the beneficiary has no account that the recorder could name; empty otherwise. */
  readonly beneficiaryName: string;
  /** Where and when to call back, as it was said. */
  readonly callback: string;
  /** Counted nowhere. */
  readonly isTest: boolean;
  /** First take or qualification by support: its validation. */
  readonly qualifiedAt: Instant | null;
  /** Why the priority is another than impact, urgency and the raise give; null: it is what they give. */
  readonly override: { readonly priority: Priority; readonly reason: string; readonly by: PersonId } | null;
  /** What raised the priority by one. */
  readonly raised: 'critical' | 'vip' | null;
  readonly tasks: readonly Task[];
  readonly checks: readonly CheckMade[];
  readonly approval: Approval | null;
  readonly access: AccessForm | null;
  /** The last one that was planned. */
  readonly visit: Visit | null;
  readonly duplicateOf: TicketId | null;
  readonly problem: TicketId | null;
  /** Those who have the same trouble and joined instead of opening another; they follow its state, not its words. */
  readonly affected: readonly PersonId[];
  readonly rating: { readonly stars: number; readonly text: string } | null;
  readonly closedAt: Instant | null;
  readonly reopened: number;
  /** The house calls for somebody to take it since then; `exhausted`: everybody was called in vain. null: nobody is called. */
  readonly calling: { readonly since: Instant; readonly exhausted: Instant | null } | null;
}

/** What a head of an earlier build lacks, and a new ticket begins with. */
export const SINCE: Pick<
  Ticket,
  | 'beneficiaryName'
  | 'callback'
  | 'isTest'
  | 'qualifiedAt'
  | 'override'
  | 'raised'
  | 'tasks'
  | 'checks'
  | 'approval'
  | 'access'
  | 'visit'
  | 'duplicateOf'
  | 'problem'
  | 'affected'
  | 'rating'
  | 'closedAt'
  | 'reopened'
  | 'calling'
> = {
  beneficiaryName: '',
  callback: '',
  isTest: false,
  qualifiedAt: null,
  override: null,
  raised: null,
  tasks: [],
  checks: [],
  approval: null,
  access: null,
  visit: null,
  duplicateOf: null,
  problem: null,
  affected: [],
  rating: null,
  closedAt: null,
  reopened: 0,
  calling: null,
};

/**
 * Lifts a stored head of any shape ever shipped to the newest one; the same object when it is that already (invariant 36).
 * An old head does not say who its recorder was: one who recorded for somebody else was support, of others nobody knows, and receipt counts.
 */
export function upcastTicket(head: Ticket): Ticket {
  if ('calling' in head) return head;
  const older = head as Partial<Ticket> & Ticket;
  return { ...SINCE, ...older, openedBySupport: (older.openedBySupport as boolean | undefined) ?? older.recorder !== older.requester };
}

const OPEN: ReadonlySet<Status> = new Set(['new', 'taken', 'in_progress', 'waiting', 'escalated']);

export function isOpen(ticket: Pick<Ticket, 'status'>): boolean {
  return OPEN.has(ticket.status);
}

/** Open, and nobody has it. */
export function needsSomebody(ticket: Pick<Ticket, 'status' | 'assignee'>): boolean {
  return isOpen(ticket) && ticket.assignee === null;
}

/** Everybody was called, and nobody has taken it: red wherever support reads it. */
export function isUnanswered({ calling }: Pick<Ticket, 'calling'>): boolean {
  return calling != null && calling.exhausted !== null;
}

/** Does it say that its whole site is without network? One such ticket is enough for a site. */
export function saysSiteDown(ticket: Ticket): boolean {
  return ticket.symptom === 'site_down' && !ticket.isTest && isOpen(ticket);
}

/** Something that worked no longer does, and it cannot wait: whoever is there is told that it is known. */
export function isCritical(ticket: Pick<Ticket, 'priority' | 'nature'>): boolean {
  return ticket.priority === 1 && ticket.nature === 'incident';
}

/** Everybody on the ticket, each once. */
export function peopleOf(ticket: Ticket): PersonId[] {
  const all = [ticket.requester, ticket.beneficiary, ticket.recorder, ticket.assignee, ...ticket.helpers, ...ticket.observers];
  return [...new Set(all.filter((p): p is PersonId => p !== null))];
}

/** The level an escalation "up" leads to: back to its own level from hands on site, else one more; null at the top. */
export function levelAbove(ticket: Ticket): Level | null {
  if (ticket.handedTo.to === 'on_site' && ticket.level > 1) return ticket.level;
  return ticket.level === 3 ? null : ((ticket.level + 1) as Level);
}
