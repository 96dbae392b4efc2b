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
export type DropReason = (typeof DROP_REASONS)[number];

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
}

const OPEN: ReadonlySet<Status> = new Set(['new', 'taken', 'in_progress', 'waiting', 'escalated']);

export function isOpen(ticket: Pick<Ticket, 'status'>): boolean {
  return OPEN.has(ticket.status);
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
