import 'server-only';
import { type AssetId, type Instant, type RoomId, type SiteId, uuidv7 } from '#domain/ids.ts';
import {
  type AgeBand,
  byAge,
  byRoom,
  type Cluster,
  clusters,
  type Failure,
  failureOf,
  modelKey,
  type Proposal,
  proposals,
  type RoomRecurrence,
  type Thing,
} from '#domain/register/recurrence.ts';
import { recurringSince, yearsBetween } from '#domain/register/replacement.ts';
import type { AssetDecision } from '#domain/register/thing.ts';
import { csvCell } from '#domain/rights.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import type { Language } from '#domain/words/index.ts';
import { words } from '#domain/words/index.ts';
import { type OfficeWords, officeWords } from '#domain/words/office.ts';
import { localDay } from '#domain/words/time.ts';
import type { Db } from './db.ts';
import { namesOf } from './judge.ts';
import { among, jsonOf, type Sql, storeOf } from './sql.ts';

/** Tickets that are read for one answer, the newest first: three months of the largest organisation, several times. */
const READ = 50_000;
/** Lines of the list; who has more narrows it to a site. */
const LISTED = 500;
/** A ticket's id tells when its phone made it; phones' clocks may be so far behind. */
const SLACK = 30 * 86_400_000;
/** Kinds of things in use, and prices, that are read. */
const KINDS = 20_000;
const TOGETHER = 500;

interface Where {
  readonly siteName: string;
  readonly building: string | null;
  /** null: in no room that is known. */
  readonly roomName: string | null;
}

/** What is called by its type, its maker and its model; the label's numbers tell which. */
export type ReplacementLine = Omit<Proposal, 'thing'> &
  Where & {
    readonly thing: Thing & { readonly serial: string | null; readonly inventory: string | null; readonly name: string | null };
    /** `on`: the day, "2026-11-24". */
    readonly decision: (Pick<AssetDecision, 'choice' | 'year' | 'text'> & { readonly who: string; readonly on: string }) | null;
  };

export interface Recurrence {
  readonly lines: readonly ReplacementLine[];
  /** There are more than the list shows. */
  readonly isCut: boolean;
  /** Of all lines, those that are not shown too; what nobody knows the price of is not in it. Cents. */
  readonly total: number;
  readonly clusters: readonly Cluster[];
  readonly rooms: readonly (RoomRecurrence & Where)[];
  readonly ages: readonly AgeBand[];
  readonly today: string;
}

type Sites = 'all' | readonly string[];

/** A condition on the column of the site, and its values. */
function onSites(column: string, sites: Sites): { readonly text: string; readonly values: readonly unknown[] } {
  if (sites === 'all') return { text: '1 = 1', values: [] };
  const { marks, values } = among(sites);
  return { text: `${column} IN ${marks}`, values };
}

/** What breaks again and again on these sites, and what to replace. */
export async function recurrenceOn(db: Db, sites: Sites, now: Instant): Promise<Recurrence> {
  const { read } = storeOf(db);
  const { timeZone } = await db.organisation.findUniqueOrThrow({ where: { id: 'org' }, select: { timeZone: true } });
  const today = localDay(now, timeZone);
  const failures = await failuresOn(read, sites, now);
  const [assets, { installed, prices, inUse }] = await Promise.all([assetsOf(read, failures, sites), registerOn(read, sites, today)]);
  const things: ReadonlyMap<AssetId, Thing> = assets;
  const found = clusters(failures, things, installed);
  const all = proposals(failures, things, found, prices, today);
  const rooms = byRoom(failures);
  const shown = all.slice(0, LISTED);
  const [places, names] = await Promise.all([
    placesOf(read, [...shown.map(({ thing }) => thing), ...rooms]),
    namesOf(read, new Set(shown.flatMap(({ thing }) => assets.get(thing.id)?.decision?.by ?? []))),
  ]);
  const decided = ({ choice, year, text, by, at }: AssetDecision) => {
    return { choice, year, text, who: names.get(by) ?? '', on: localDay(at, timeZone) };
  };
  const lines = shown.map(({ thing, ...proposal }): ReplacementLine => {
    const { decision, ...whole } = assets.get(thing.id) as KnownThing;
    return { ...proposal, ...places(thing), thing: whole, decision: decision === null ? null : decided(decision) };
  });
  return {
    ...{ lines, isCut: all.length > LISTED, total: all.reduce((sum, { cost }) => sum + (cost ?? 0), 0) },
    ...{ clusters: found.slice(0, LISTED), rooms: rooms.slice(0, LISTED).map((r) => ({ ...r, ...places(r) })) },
    ...{ ages: byAge(failures, things, inUse, today), today },
  };
}

async function failuresOn(read: Sql, sites: Sites, now: Instant): Promise<Failure[]> {
  const where = onSites('"siteId"', sites);
  const since = uuidv7(recurringSince(now) - SLACK, new Uint8Array(10));
  const rows = await read.all<{ head: unknown }>(`SELECT head FROM "Ticket" WHERE id >= ? AND ${where.text} ORDER BY id DESC LIMIT ${READ}`, [
    since,
    ...where.values,
  ]);
  return rows.flatMap(({ head }) => failureOf(upcastTicket(jsonOf<Ticket>(head)), now) ?? []);
}

type KnownThing = ReplacementLine['thing'] & { readonly decision: AssetDecision | null };

/** The things that failed, where they are on these sites still: what became of one at another school is that school's. */
async function assetsOf(read: Sql, failures: readonly Failure[], where: Sites): Promise<Map<AssetId, KnownThing>> {
  const ids = [...new Set(failures.flatMap(({ asset }) => asset ?? []))];
  const things = new Map<AssetId, KnownThing>();
  const here = onSites('"siteId"', where);
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const { marks, values } = among(ids.slice(from, from + TOGETHER));
    const rows = await read.all<Omit<KnownThing, 'site' | 'room'> & { siteId: SiteId; roomId: RoomId | null }>(
      `SELECT id, "siteId", "roomId", type, maker, model, serial, inventory, name, state, "purchasedOn", "warrantyUntil", cost, decision
        FROM "Asset" WHERE id IN ${marks} AND ${here.text}`,
      [...values, ...here.values],
    );
    for (const { siteId, roomId, decision, ...row } of rows) {
      things.set(row.id, { ...row, site: siteId, room: roomId, decision: decision === null ? null : jsonOf<AssetDecision>(decision) });
    }
  }
  return things;
}

/** What is in use: how many of each model, at which prices, of which age. */
async function registerOn(read: Sql, sites: Sites, today: string) {
  const where = onSites('"siteId"', sites);
  const using = `"Asset" WHERE state NOT IN ('retired', 'lost') AND ${where.text}`;
  type Kind = Pick<Thing, 'type' | 'maker' | 'model' | 'cost'>;
  const [kinds, bought] = await Promise.all([
    read.all<Kind & { n: number | string }>(
      `SELECT type, maker, model, cost, COUNT(*) AS n FROM ${using} GROUP BY type, maker, model, cost LIMIT ${KINDS}`,
      where.values,
    ),
    read.all<{ purchasedOn: string | null; n: number | string }>(
      `SELECT "purchasedOn", COUNT(*) AS n FROM ${using} GROUP BY "purchasedOn" LIMIT ${KINDS}`,
      where.values,
    ),
  ]);
  const installed = new Map<string, number>();
  const prices = new Map<string, number[]>();
  for (const { n, ...kind } of kinds) {
    const key = modelKey(kind);
    if (key !== null) installed.set(key, (installed.get(key) ?? 0) + Number(n));
    if (kind.cost === null) continue;
    for (const name of [key, kind.type]) if (name !== null) prices.set(name, [...(prices.get(name) ?? []), kind.cost]);
  }
  const inUse = new Map<number | null, number>();
  for (const { purchasedOn, n } of bought) {
    const years = purchasedOn === null ? null : Math.max(0, yearsBetween(purchasedOn, today));
    inUse.set(years, (inUse.get(years) ?? 0) + Number(n));
  }
  return { installed, prices, inUse };
}

/** @returns where a thing of these is, in words */
async function placesOf(read: Sql, things: readonly { readonly site: SiteId; readonly room: RoomId | null }[]) {
  const sites = new Map<string, string>();
  const rooms = new Map<string, { building: string | null; name: string }>();
  const siteIds = among([...new Set(things.map(({ site }) => site))]);
  for (const { id, name } of await read.all<{ id: string; name: string }>(`SELECT id, name FROM "Site" WHERE id IN ${siteIds.marks}`, siteIds.values))
    sites.set(id, name);
  const ids = [...new Set(things.flatMap(({ room }) => room ?? []))];
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const { marks, values } = among(ids.slice(from, from + TOGETHER));
    const rows = await read.all<{ id: string; building: string | null; name: string }>(
      `SELECT id, building, name FROM "Room" WHERE id IN ${marks}`,
      values,
    );
    for (const { id, ...room } of rows) rooms.set(id, room);
  }
  return ({ site, room }: { readonly site: SiteId; readonly room: RoomId | null }): Where => {
    const known = room === null ? undefined : rooms.get(room);
    return { siteName: sites.get(site) ?? '', building: known?.building ?? null, roomName: known?.name ?? null };
  };
}

/** The list as a file that a spreadsheet opens: semicolons and a mark of its letters, as French ones expect. Prices without a sign, decimal comma. */
export function replacementAsCsv({ lines }: Pick<Recurrence, 'lines'>, language: Language): string {
  const { replacement: say } = officeWords(language);
  const w = words(language);
  const labels: Readonly<Record<string, string>> = w.catalogue.assetType;
  const c = say.column;
  const head = [c.site, c.building, c.room, c.thing, c.inventory, c.serial, c.why, c.tickets, c.numbers, c.bought, c.warranty, c.cost, c.estimate];
  const rows = lines.map(({ thing, decision, ...line }) => [
    ...[line.siteName, line.building, line.roomName, [labels[thing.type] ?? thing.type, thing.maker, thing.model].filter(Boolean).join(' ')],
    ...[thing.inventory, thing.serial, whyOf(say, line), String(line.failures.length), line.failures.map((f) => f.number ?? '').join(' ')],
    ...[thing.purchasedOn, thing.warrantyUntil, line.cost === null ? '' : priceOf(line.cost, language), line.isEstimate ? w.common.yes : ''],
    ...(decision === null ? ['', '', '', ''] : [say.choice[decision.choice], decision.year?.toString(), decision.text, decision.who]),
  ]);
  const table = [[...head, c.decision, c.year, c.reason, c.by], ...rows];
  return `\ufeff${table.map((row) => row.map((cell) => csvCell(cell ?? '')).join(';')).join('\r\n')}\r\n`;
}

function priceOf(cents: number, language: Language): string {
  const text = (cents / 100).toFixed(2);
  return language === 'fr' ? text.replace('.', ',') : text;
}

/** Every reason in one sentence each. */
export function whyOf(say: OfficeWords['replacement'], { reasons, isClaim }: Pick<Proposal, 'reasons' | 'isClaim'>): string {
  const told = reasons.map((r) => {
    if (r.kind === 'recurring') return say.why.recurring({ n: r.tickets });
    return r.kind === 'old' ? say.why.old({ n: r.years }) : say.why.series({ n: r.things, all: r.installed });
  });
  return [...told, ...(isClaim ? [say.claim] : [])].join(' ');
}
