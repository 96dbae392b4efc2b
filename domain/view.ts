import type { Actor } from './actor.ts';
import {
  type AssetDocument,
  type Document,
  type ReportedDocument,
  type RoomDocument,
  type SiteDocument,
  type TicketDocument,
  upcastDocument,
} from './documents.ts';
import type { Instant, PersonId } from './ids.ts';
import type { Refusal } from './refusal.ts';
import { type Command, otherOf } from './ticket/commands.ts';
import { saysSiteDown, type Ticket } from './ticket/ticket.ts';
import type { Context } from './ticket/verdict.ts';
import type { Me } from './wire.ts';

/** The documents of a device, by kind. */
export interface Replica {
  readonly sites: ReadonlyMap<string, SiteDocument>;
  readonly rooms: ReadonlyMap<string, RoomDocument>;
  readonly assets: ReadonlyMap<string, AssetDocument>;
  readonly tickets: ReadonlyMap<string, TicketDocument>;
  readonly reported: ReadonlyMap<string, ReportedDocument>;
}

/** A command waiting in the outbox, as the view needs it. */
export interface Pending {
  readonly seq: number;
  /** Device clock corrected by the last known offset. */
  readonly at: Instant;
  readonly command: unknown;
  /** Its identity (`saidOf`), as the timeline tells it back to its author. */
  readonly said?: string;
}

/** A ticket as the screen shows it: the server's, with what waits on this phone laid over it. */
export interface TicketView extends TicketDocument {
  /** seqs of the commands on this phone that touch it, oldest first. */
  readonly pending: readonly number[];
  /** Those that would be refused by what is known by now (invariant 25); still sent. */
  readonly doubtful: readonly { readonly seq: number; readonly refusal: Refusal }[];
}

export interface View extends Omit<Replica, 'tickets'> {
  readonly tickets: ReadonlyMap<string, TicketView>;
  /** What waits on this phone about a room or an asset, by its id. Absent: nothing does. */
  readonly laid?: ReadonlyMap<string, Laid>;
}

/** As a ticket's `pending` and `doubtful`. */
export type Laid = Pick<TicketView, 'pending' | 'doubtful'>;

export function emptyReplica(): Replica {
  return { sites: new Map(), rooms: new Map(), assets: new Map(), tickets: new Map(), reported: new Map() };
}

/** Sorts documents into a replica; later ones of the same id win. */
export function replicaOf(documents: Iterable<Document>): Replica {
  const r = { sites: new Map(), rooms: new Map(), assets: new Map(), tickets: new Map(), reported: new Map() };
  for (const d of documents) {
    if (d.kind === 'site') r.sites.set(d.id, d);
    else if (d.kind === 'room') r.rooms.set(d.id, d);
    else if (d.kind === 'asset') r.assets.set(d.id, d);
    else if (d.kind === 'ticket') r.tickets.set(d.id, upcastDocument(d));
    else r.reported.set(d.id, d);
  }
  return r;
}

export function actorOf(me: Me): Actor {
  return { person: me.person, memberships: me.memberships, teams: me.teams, vip: me.vip ?? false };
}

function isColleague({ sites }: Pick<Replica, 'sites'>, person: PersonId, site: string): boolean {
  return sites.get(site)?.colleagues.some((c) => c.id === person) ?? false;
}

/** The rules' questions, answered from what this device holds. */
export function contextOf(
  replica: Omit<Replica, 'tickets'>,
  tickets: ReadonlyMap<string, TicketDocument>,
  me: Me,
  command: Command,
  at: Instant,
): Context {
  const about = command.type === 'open' || command.type === 'qualify' ? command : null;
  const asset = about?.asset ? (replica.assets.get(about.asset) ?? null) : null;
  const room = about?.room ? (replica.rooms.get(about.room) ?? null) : null;
  const known = tickets.get(command.ticket);
  const site = command.type === 'open' ? command.site : known?.head.site;
  const other = otherOf(command) ?? known?.head.duplicateOf ?? null;
  return {
    actor: actorOf(me),
    at,
    asset,
    room,
    isSupport: (person, site) => isColleague(replica, person, site),
    belongs: (person, site) => isColleague(replica, person, site),
    teamKind: (team, site) => replica.sites.get(site)?.teams.find((t) => t.id === team)?.kind ?? null,
    other: other === null ? null : (tickets.get(other)?.head ?? null),
    reported: replica.reported.get(command.ticket) ?? null,
    siteDown: command.type === 'open' && command.symptom === 'site_down' ? siteDownOf(tickets, command.site) : null,
    matrix: about === null ? undefined : (replica.sites.get(site ?? '') ?? known?.place?.site)?.policy?.matrix,
  };
}

/** The open ticket that says that this site is without network, the oldest of them. */
export function siteDownOf(tickets: ReadonlyMap<string, TicketDocument>, site: string): Ticket | null {
  const found = [...tickets.values()].flatMap(({ head }) => (head.site === site && saysSiteDown(head) ? [head] : []));
  return found.reduce<Ticket | null>((first, head) => (first === null || head.openedAt < first.openedAt ? head : first), null);
}

const plainViews = new WeakMap<TicketDocument, TicketView>();

/** The replica as it is shown where nothing waits; a map of the reader's own. */
export function plainTickets(replica: Pick<Replica, 'tickets'>): Map<string, TicketView> {
  const tickets = new Map<string, TicketView>();
  for (const [id, d] of replica.tickets) tickets.set(id, plain(d));
  return tickets;
}

/** The same object for the same document, so that a screen that did not change does not render again. */
function plain(d: TicketDocument): TicketView {
  const known = plainViews.get(d);
  if (known !== undefined) return known;
  const view: TicketView = { ...d, pending: [], doubtful: [] };
  plainViews.set(d, view);
  return view;
}

/** A person's name as this device knows it; null when it does not. */
export function nameOf(view: Pick<View, 'sites'>, ticket: Pick<TicketDocument, 'names'> | null, person: PersonId): string | null {
  const named = ticket?.names[person];
  if (named !== undefined) return named;
  for (const site of view.sites.values()) {
    const colleague = site.colleagues.find((c) => c.id === person);
    if (colleague !== undefined) return colleague.name;
  }
  return null;
}

/** The places that came with tickets of one's team, among the others: a screen looks them up alike. What the device holds itself wins. */
export function withPlaces(view: View): View {
  const places = [...view.tickets.values()].flatMap((t) => t.place ?? []);
  if (places.length === 0) return view;
  const among = <D extends { readonly id: string }>(held: ReadonlyMap<string, D>, came: readonly (D | null)[]) =>
    new Map([...came.flatMap((d): [string, D][] => (d === null ? [] : [[d.id, d]])), ...held]);
  return {
    ...view,
    sites: among(
      view.sites,
      places.map((p) => p.site),
    ),
    rooms: among(
      view.rooms,
      places.map((p) => p.room),
    ),
    assets: among(
      view.assets,
      places.map((p) => p.asset),
    ),
  };
}

/** Open tickets and reports on an asset. */
export function ticketsOn(view: View, asset: string): TicketView[] {
  return [...view.tickets.values()].filter((t) => t.head.asset === asset);
}
