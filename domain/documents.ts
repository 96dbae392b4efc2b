import type { Membership } from './actor.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, StickerCode, TeamId, TicketId } from './ids.ts';
import type { AssetDecision, AssetState, Round, Sources } from './register/thing.ts';
import type { Resource } from './resource.ts';
import type { ServiceCalendar } from './sla/calendar.ts';
import type { SlaPolicy } from './sla/policy.ts';
import type { Recorded } from './ticket/events.ts';
import { type Status, type Ticket, upcastTicket } from './ticket/ticket.ts';

export type { AssetState } from './register/thing.ts';

/** Away from a site until the end of a day of its calendar; null: until they say that they are back. */
export interface ColleaguePresence {
  readonly until: string | null;
  readonly deputy: PersonId | null;
}

export interface Colleague {
  readonly id: PersonId;
  readonly name: string;
  readonly memberships: readonly Membership[];
  readonly phone: string | null;
  /** Codes of the categories that they know well. Absent: nobody has said. */
  readonly skills?: readonly string[];
  /** Absent: there. */
  readonly away?: ColleaguePresence;
}

/** What everybody of a site is to know from an instant until another. Plain text. */
export interface Announcement {
  readonly id: string;
  readonly text: string;
  readonly tone: 'info' | 'trouble';
  readonly from: Instant;
  readonly until: Instant;
}

/** The reader is on call. */
export interface DutyTurn {
  /** For all sites, not for this one alone. */
  readonly everywhere: boolean;
  readonly from: Instant;
  readonly until: Instant;
}

export interface SiteDocument {
  readonly kind: 'site';
  readonly id: SiteId;
  readonly version: number;
  readonly name: string;
  readonly uai: string;
  readonly city: string;
  readonly phone: string | null;
  /** Whom its people call for help: the service desk. Absent: not told by an earlier server. */
  readonly desk?: string | null;
  readonly timeZone: string;
  /** When it is served, from last year to next year. Absent in a document that a build before it left on this device: no delay is shown then. */
  readonly calendar?: ServiceCalendar;
  /** What the organisation promises, everywhere the same; absent as `calendar` is. */
  readonly policy?: SlaPolicy;
  /** Support people of the site; empty for those who may not see them. */
  readonly colleagues: readonly Colleague[];
  readonly teams: readonly { readonly id: TeamId; readonly name: string; readonly kind: 'provider' | 'proximity' }[];
  /** What rights are asked on here, for those who may ask. Absent: nobody has said, or an earlier server. */
  readonly resources?: readonly Resource[];
  /** Said for a while; some may not have begun, others be over. Absent: none, or an earlier server. */
  readonly announcements?: readonly Announcement[];
  /** The reader's own turns on call here, as those. */
  readonly onCall?: readonly DutyTurn[];
}

export interface RoomDocument {
  readonly kind: 'room';
  readonly id: RoomId;
  readonly version: number;
  readonly site: SiteId;
  readonly building: string | null;
  readonly floor: string | null;
  readonly name: string;
  /** What fails here is one step more urgent. */
  readonly vip: boolean;
  readonly codes: readonly StickerCode[];
  /** The latest tour, for support people, for a week after its end. Absent or null: none, or an earlier server. */
  readonly round?: Round | null;
}

export interface AssetDocument {
  readonly kind: 'asset';
  readonly id: AssetId;
  readonly version: number;
  readonly site: SiteId;
  readonly room: RoomId | null;
  readonly type: string;
  readonly maker: string | null;
  readonly model: string | null;
  /** null for those who may not see it. */
  readonly serial: string | null;
  readonly inventory: string | null;
  readonly state: AssetState;
  readonly critical: boolean;
  /** Does it conform to the organisation's charter? null: nobody has said. */
  readonly charter: boolean | null;
  readonly purchasedOn: string | null;
  readonly warrantyUntil: string | null;
  /** On the network. These are absent where there is nothing to tell, or not to this reader. */
  readonly name?: string;
  readonly vip?: boolean;
  readonly seenAt?: Instant;
  readonly decision?: AssetDecision;
  /** Its ids in other tools, for the labels that those printed. */
  readonly sources?: Sources;
  readonly codes: readonly StickerCode[];
}

/** A ticket with its timeline, whole as far as this reader may see it. `names` are the people it mentions. */
export interface TicketDocument {
  readonly kind: 'ticket';
  readonly id: TicketId;
  readonly version: number;
  readonly head: Ticket;
  readonly timeline: readonly Recorded[];
  readonly names: Readonly<Record<string, string>>;
  /** Of a ticket handed to one's team on a site that one does not hold. */
  readonly place?: Place;
}

/** Where a ticket is, for who has nothing else of its site. */
export interface Place {
  readonly site: SiteDocument;
  readonly room: RoomDocument | null;
  readonly asset: AssetDocument | null;
}

/** What a requester learns of somebody else's ticket on an asset of the site: that it is reported, and how far it is. */
export interface ReportedDocument {
  readonly kind: 'reported';
  readonly id: TicketId;
  readonly version: number;
  readonly site: SiteId;
  readonly asset: AssetId | null;
  readonly room: RoomId | null;
  readonly status: Status;
  /** The reader has the same trouble and follows it; then also once it is resolved. Absent: no. */
  readonly joined?: boolean;
  /** It says that the whole site is without network. Absent: no. */
  readonly siteDown?: boolean;
  /** Of an incident: by what an outage of the site is known (domain/incident.ts). Absent: a request, or an earlier server. */
  readonly fault?: { readonly category: string; readonly since: Instant; readonly critical: boolean };
}

/** A ticket kept by an earlier build, as this one reads it; the same object when it is of today. Any other document as it is. */
export function upcastDocument<D extends Document>(document: D): D {
  if (document.kind !== 'ticket') return document;
  const head = upcastTicket(document.head);
  return head === document.head ? document : { ...document, head };
}

export type Document = SiteDocument | RoomDocument | AssetDocument | TicketDocument | ReportedDocument;
/** A document that this reader may no longer see: the device keeps no byte of it. */
export interface Gone {
  readonly kind: 'gone';
  /** 'ticket' also drops a `reported` of the same id. */
  readonly of: 'site' | 'room' | 'asset' | 'ticket';
  readonly id: string;
}
export type Change = Document | Gone;
