import type { Actor, Role } from '#domain/actor.ts';
import type { AssetId, Instant, RoomId, SiteId, TicketId } from '#domain/ids.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { type Ageing, isWarrantyOver, RECURRING, type ReplacementReason, recurringSince, replacementReasons, yearsBetween } from './replacement.ts';

/** A ticket, as far as repetition goes. */
export interface Failure {
  readonly ticket: TicketId;
  readonly number: string | null;
  readonly site: SiteId;
  readonly asset: AssetId | null;
  readonly room: RoomId | null;
  readonly category: string;
  readonly symptom: string | null;
  readonly at: Instant;
}

/** A piece of equipment, as far as repetition and its price go. Cents. */
export interface Thing extends Ageing {
  readonly id: AssetId;
  readonly site: SiteId;
  readonly room: RoomId | null;
  readonly maker: string | null;
  readonly model: string | null;
  readonly cost: number | null;
}

/** The same category on several things of one model. */
export interface Cluster {
  readonly type: string;
  readonly maker: string | null;
  readonly model: string;
  readonly category: string;
  readonly failures: readonly Failure[];
  /** Things of this model that failed so, of all that are in use. */
  readonly things: number;
  readonly installed: number;
}

export interface RoomRecurrence {
  readonly room: RoomId;
  readonly site: SiteId;
  readonly failures: readonly Failure[];
  /** Different things that failed there; what was said of the room itself counts as one. */
  readonly things: number;
}

/** Faults by the age of what failed. */
export interface AgeBand {
  /** Whole years: from this one… */
  readonly from: number | null;
  /** …to this one, included; null: and older. `from: null`: nobody knows when it was bought. */
  readonly to: number | null;
  readonly things: number;
  readonly failures: number;
}

/** `series`: the same fault comes back on others of its model. */
export type Reason = ReplacementReason | { readonly kind: 'series'; readonly things: number; readonly installed: number };

/** One line of the list of what to replace. */
export interface Proposal {
  readonly thing: Thing;
  readonly reasons: readonly Reason[];
  /** It is under warranty: its maker repairs or replaces it. */
  readonly isClaim: boolean;
  readonly failures: readonly Failure[];
  /** What another one costs; null: nobody knows. */
  readonly cost: number | null;
  /** It is not its own price but that of its like. */
  readonly isEstimate: boolean;
}

/** Who reads what breaks again and again, and decides nothing by it: those who see all tickets of their sites. */
const READERS: readonly Role[] = ['technician', 'engineer', 'supervisor', 'admin'];

/** `all` sites, or those; empty: none. */
export function recurrenceScope(actor: Actor): 'all' | readonly SiteId[] {
  const held = actor.memberships.filter((m) => READERS.includes(m.role));
  if (held.some((m) => m.site === null)) return 'all';
  return [...new Set(held.flatMap((m) => (m.site === null ? [] : [m.site])))];
}

/** A fault, as far as repetition goes: not a wish, not a try, not what was reported for nothing. */
function isFault({ nature, status, isTest }: Ticket): boolean {
  return nature !== 'service_request' && status !== 'dropped' && !isTest;
}

/** What counts of a ticket; null: nothing, or it is too long ago. A fault counts by when it was reported. */
export function failureOf(ticket: Ticket, now: Instant): Failure | null {
  if (!isFault(ticket) || ticket.openedAt < recurringSince(now)) return null;
  const { id, number, site, asset, room, category, symptom, openedAt } = ticket;
  return { ticket: id, number, site, asset, room, category, symptom, at: openedAt };
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

const latestFirst = (failures: readonly Failure[]) => [...failures].sort((a, b) => b.at - a.at || (a.ticket < b.ticket ? 1 : -1));
const byNumber = <T extends { readonly failures: readonly Failure[] }>(a: T, b: T) => b.failures.length - a.failures.length;

/** A model by its type, its maker and its name, however they are typed. */
export function modelKey({ type, maker, model }: Pick<Thing, 'type' | 'maker' | 'model'>): string | null {
  if (model === null || model.trim() === '') return null;
  return [type, maker ?? '', model].map((part) => part.trim().toUpperCase().replace(/\s+/g, ' ')).join('|');
}

/**
 * The same category on things of one model: three faults or more, on two things or more.
 * @param installed how many of each model (`modelKey`) are in use
 */
export function clusters(failures: readonly Failure[], things: ReadonlyMap<AssetId, Thing>, installed: ReadonlyMap<string, number>): Cluster[] {
  const thingOf = ({ asset }: Failure) => (asset === null ? undefined : things.get(asset));
  const groups = grouped(failures, (f) => {
    const thing = thingOf(f);
    const key = thing === undefined ? null : modelKey(thing);
    return key === null ? null : `${key}|${f.category}`;
  });
  return [...groups.values()]
    .flatMap((group): Cluster[] => {
      const hit = new Set(group.map((f) => f.asset));
      const first = group[0];
      const thing = first && thingOf(first);
      if (group.length < RECURRING || hit.size < 2 || first === undefined || thing?.model == null) return [];
      const key = modelKey(thing) ?? '';
      const [type, maker, model] = [thing.type, thing.maker, thing.model];
      const here = { type, maker, model, category: first.category, failures: latestFirst(group) };
      return [{ ...here, things: hit.size, installed: Math.max(hit.size, installed.get(key) ?? 0) }];
    })
    .sort((a, b) => byNumber(a, b) || a.model.localeCompare(b.model));
}

/** Rooms where three faults or more were reported. */
export function byRoom(failures: readonly Failure[]): RoomRecurrence[] {
  return [...grouped(failures, (f) => f.room).values()]
    .flatMap((group): RoomRecurrence[] => {
      const [first] = group;
      if (first?.room == null || group.length < RECURRING) return [];
      return [{ room: first.room, site: first.site, failures: latestFirst(group), things: new Set(group.map((f) => f.asset)).size }];
    })
    .sort(byNumber);
}

const BANDS: readonly (readonly [number, number | null])[] = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [8, null],
];

/**
 * How much fails at which age.
 * @param inUse how many are in use by whole years since they were bought; null: bought nobody knows when
 */
export function byAge(
  failures: readonly Failure[],
  things: ReadonlyMap<AssetId, Thing>,
  inUse: ReadonlyMap<number | null, number>,
  today: string,
): AgeBand[] {
  const failed = new Map<number | null, number>();
  for (const { asset } of failures) {
    const thing = asset === null ? undefined : things.get(asset);
    if (thing === undefined) continue;
    const years = thing.purchasedOn === null ? null : yearsBetween(thing.purchasedOn, today);
    failed.set(years, (failed.get(years) ?? 0) + 1);
  }
  const sum = (counts: ReadonlyMap<number | null, number>, from: number | null, to: number | null) =>
    [...counts].reduce((all, [years, n]) => {
      const isIn = from === null || years === null ? from === years : years >= from && (to === null || years <= to);
      return all + (isIn ? n : 0);
    }, 0);
  return [...BANDS, [null, null] as const]
    .map(([from, to]) => ({ from, to, things: sum(inUse, from, to), failures: sum(failed, from, to) }))
    .filter((band) => band.things > 0 || band.failures > 0);
}

/**
 * The list of what to replace, what fails most first: what breaks again and again, and what broke once more though it has served its time or
 * is of a bad series. What is old and works is on no list. A price that nobody knows is that of its like: the middle one of its model, else
 * of its type.
 * @param prices known prices in cents, by `modelKey` and by type
 * @param today "2026-11-24"
 */
export function proposals(
  failures: readonly Failure[],
  things: ReadonlyMap<AssetId, Thing>,
  found: readonly Cluster[],
  prices: ReadonlyMap<string, readonly number[]>,
  today: string,
): Proposal[] {
  return [...grouped(failures, (f) => f.asset)]
    .flatMap(([id, own]): Proposal[] => {
      const thing = things.get(id as AssetId);
      if (thing === undefined) return [];
      const reasons = reasonsOf(thing, own, found, today);
      if (reasons.length === 0) return [];
      const cost = thing.cost ?? middle(prices.get(modelKey(thing) ?? '')) ?? middle(prices.get(thing.type));
      const told = { isClaim: !isWarrantyOver(thing, today), failures: latestFirst(own) };
      return [{ thing, reasons, ...told, cost, isEstimate: thing.cost === null && cost !== null }];
    })
    .sort((a, b) => byNumber(a, b) || (a.thing.id < b.thing.id ? -1 : 1));
}

function reasonsOf(thing: Thing, own: readonly Failure[], found: readonly Cluster[], today: string): Reason[] {
  const reasons: Reason[] = replacementReasons(thing, own.length, today);
  const key = modelKey(thing);
  const series = found.find((c) => modelKey(c) === key && own.some((f) => f.category === c.category));
  // One fault of a bad series is the series' business; the second one is its own.
  if (series === undefined || own.length < 2 || thing.state === 'retired' || thing.state === 'lost') return reasons;
  return [...reasons, { kind: 'series', things: series.things, installed: series.installed }];
}

function middle(values: readonly number[] | undefined): number | null {
  if (values === undefined || values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
