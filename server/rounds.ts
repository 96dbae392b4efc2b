import 'server-only';
import { type Actor, SUPPORT } from '#domain/actor.ts';
import type { AssetId, Instant, PersonId, SiteId } from '#domain/ids.ts';
import type { Count } from '#domain/register/thing.ts';
import { isExpected, missingOf } from '#domain/register/tour.ts';
import { csvCell } from '#domain/rights.ts';
import { type Language, words } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import { clock, localDay } from '#domain/words/time.ts';
import type { Db } from './db.ts';
import { namesOf } from './judge.ts';
import { assetsWhere } from './register-read.ts';
import { among, instantOf, jsonOf, type Sql, storeOf } from './sql.ts';

/** Tours on one page. */
const PAGE = 50;

/** A tour as the list tells it. */
export interface RoundRow {
  readonly id: string;
  readonly siteName: string;
  readonly building: string | null;
  /** null: the room is gone by now. */
  readonly roomName: string | null;
  /** Everybody who counted, whoever began it first. */
  readonly who: readonly string[];
  readonly startedAt: Instant;
  /** null: it goes on, or was left. */
  readonly endedAt: Instant | null;
  readonly found: number;
  readonly missing: number;
  readonly moved: number;
  readonly left: number;
  readonly unknown: number;
  readonly timeZone: string;
}

/** One thing of a tour. */
export interface RoundLine {
  readonly how: Count['how'] | 'missing';
  readonly thing: {
    readonly id: AssetId;
    readonly type: string;
    readonly maker: string | null;
    readonly model: string | null;
    readonly inventory: string | null;
    readonly serial: string | null;
    readonly name: string | null;
  } | null;
  /** What the label of something unknown said. */
  readonly label: string | null;
  readonly note: string;
  readonly photo: string | null;
  /** Of what was moved: where it was. Of a visitor: where it belongs. */
  readonly from: string | null;
  readonly who: string | null;
  readonly at: Instant | null;
}

export interface RoundWhole extends RoundRow {
  readonly lines: readonly RoundLine[];
}

/** Whose work a tour is: it is read where it may be walked. `all` sites, or those; empty: none. */
export function roundScope(actor: Pick<Actor, 'memberships'>): 'all' | readonly SiteId[] {
  const held = actor.memberships.filter((m) => SUPPORT.has(m.role));
  if (held.some((m) => m.site === null)) return 'all';
  return [...new Set(held.flatMap((m) => (m.site === null ? [] : [m.site])))];
}

interface Row {
  readonly id: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly roomId: string;
  readonly building: string | null;
  readonly roomName: string | null;
  readonly personId: PersonId;
  readonly startedAt: string | Date;
  readonly endedAt: string | Date | null;
  readonly report: unknown;
}
type CountRow = Pick<Count, 'key' | 'how'> & {
  readonly roundId: string;
  readonly assetId: AssetId | null;
  readonly fromRoomId: string | null;
  readonly label: string | null;
  readonly note: string | null;
  readonly photo: string | null;
  readonly at: string | Date;
  readonly personId: PersonId;
};

const COLUMNS = `r.id, r."siteId", s.name AS "siteName", s."timeZone", r."roomId", m.building, m.name AS "roomName", r."personId", r."startedAt", r."endedAt",
  r.report FROM "Round" r JOIN "Site" s ON s.id = r."siteId" LEFT JOIN "Room" m ON m.id = r."roomId"`;

/** @param before the beginning of the last one that was shown, ms; null: the latest */
export async function roundsOn(
  db: Db,
  sites: 'all' | readonly string[],
  before: Instant | null,
): Promise<{ rows: RoundRow[]; older: Instant | null }> {
  const { read } = storeOf(db);
  const these = sites === 'all' ? { text: '1 = 1', values: [] } : { text: `r."siteId" IN ${among(sites).marks}`, values: among(sites).values };
  const when = before === null ? { text: '1 = 1', values: [] } : { text: 'r."startedAt" < ?', values: [new Date(before)] };
  const rows = await read.all<Row>(
    `SELECT ${COLUMNS} WHERE ${these.text} AND ${when.text} ORDER BY r."startedAt" DESC, r.id DESC LIMIT ${PAGE + 1}`,
    [...these.values, ...when.values],
  );
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  const wholes = await wholesOf(db, page);
  return { rows: wholes.map(({ lines: _, ...row }) => row), older: rows.length > PAGE && last !== undefined ? instantOf(last.startedAt) : null };
}

/** @returns null: there is none on these sites */
export async function roundWhole(db: Db, sites: 'all' | readonly string[], id: string): Promise<RoundWhole | null> {
  const [row] = await storeOf(db).read.all<Row>(`SELECT ${COLUMNS} WHERE r.id = ?`, [id]);
  if (row === undefined || (sites !== 'all' && !sites.includes(row.siteId))) return null;
  const [whole] = await wholesOf(db, [row]);
  return whole ?? null;
}

async function wholesOf(db: Db, rows: readonly Row[]): Promise<RoundWhole[]> {
  const { read } = storeOf(db);
  const ids = among(rows.map((r) => r.id));
  const counts = await read.all<CountRow>(
    `SELECT "roundId", key, "assetId", how, label, note, photo, "fromRoomId", at, "personId" FROM "Counted" WHERE "roundId" IN ${ids.marks} ORDER BY at, key`,
    ids.values,
  );
  const expected = new Map<string, AssetId[]>();
  for (const row of rows) expected.set(row.id, await expectedOf(read, row));
  const missing = new Map(
    rows.map((r) => [
      r.id,
      missingOf(
        expected.get(r.id) ?? [],
        counts.filter((c) => c.roundId === r.id && c.how !== 'remark').map((c) => ({ asset: c.assetId })),
      ),
    ]),
  );
  const things = new Map(
    (
      await inParts([...counts.flatMap((c) => c.assetId ?? []), ...[...missing.values()].flat()], (part) =>
        assetsWhere(read, `id IN ${part.marks}`, part.values),
      )
    ).map((a) => [a.id as string, a]),
  );
  const rooms = await roomNames(read, [...counts.map((c) => c.fromRoomId), ...[...things.values()].map((a) => a.room)]);
  const names = await namesOf(read, new Set([...rows.map((r) => r.personId), ...counts.map((c) => c.personId)]));
  const thingOf = (id: string | null, site: string): RoundLine['thing'] => {
    const a = id === null ? undefined : things.get(id);
    if (a === undefined) return null;
    const { type, maker, model, inventory, serial } = a;
    return { id: a.id, type, maker, model, inventory, serial, name: a.site === site ? a.name : null };
  };
  // A room of another school is not told of: neither where a thing came from, nor where it has gone since.
  const roomOf = (id: string | null, site: string) => {
    const room = rooms.get(id ?? '');
    return room === undefined || room.site !== site ? null : room.name;
  };
  const nameOf = (id: PersonId) => names.get(id) ?? '';
  return rows.map((row): RoundWhole => {
    const own = counts.filter((c) => c.roundId === row.id);
    const away = missing.get(row.id) ?? [];
    const of = (how: Count['how']) => own.filter((c) => c.how === how).length;
    const home = (c: CountRow) => (c.how === 'left' ? (things.get(c.assetId ?? '')?.room ?? null) : c.fromRoomId);
    return {
      ...{ id: row.id, siteName: row.siteName, building: row.building, roomName: row.roomName, timeZone: row.timeZone },
      who: [...new Set([row.personId, ...own.map((c) => c.personId)])].map(nameOf),
      ...{ startedAt: instantOf(row.startedAt), endedAt: row.endedAt === null ? null : instantOf(row.endedAt) },
      ...{ found: of('found'), missing: away.length, moved: of('moved'), left: of('left'), unknown: of('unknown') },
      lines: [
        ...away.map(
          (id): RoundLine => ({
            how: 'missing',
            thing: thingOf(id, row.siteId),
            label: null,
            note: '',
            photo: null,
            from: null,
            who: null,
            at: null,
          }),
        ),
        ...own.map(
          (c): RoundLine => ({
            ...{ how: c.how, thing: thingOf(c.assetId, row.siteId), label: c.label, note: c.note ?? '', photo: c.photo },
            ...{ from: roomOf(home(c), row.siteId), who: nameOf(c.personId), at: instantOf(c.at) },
          }),
        ),
      ],
    };
  });
}

/** What was to be there: as it was kept at the end; of one that goes on, as it is now. */
async function expectedOf(read: Sql, { report, roomId }: Row): Promise<AssetId[]> {
  if (report !== null) return jsonOf<{ expected?: AssetId[] }>(report).expected ?? [];
  return (await assetsWhere(read, '"roomId" = ?', [roomId])).filter((a) => isExpected(a.state)).map((a) => a.id);
}

const TOGETHER = 500;

async function inParts<R>(ids: readonly string[], ask: (part: ReturnType<typeof among>) => Promise<R[]>): Promise<R[]> {
  const all = [...new Set(ids)];
  const found: R[] = [];
  for (let from = 0; from < all.length; from += TOGETHER) found.push(...(await ask(among(all.slice(from, from + TOGETHER)))));
  return found;
}

async function roomNames(read: Sql, ids: readonly (string | null)[]): Promise<Map<string, { readonly name: string; readonly site: string }>> {
  const rows = await inParts(
    ids.filter((id) => id !== null),
    (part) =>
      read.all<{ id: string; siteId: string; building: string | null; name: string }>(
        `SELECT id, "siteId", building, name FROM "Room" WHERE id IN ${part.marks}`,
        part.values,
      ),
  );
  return new Map(rows.map(({ id, siteId, building, name }) => [id, { name: [building, name].filter(Boolean).join(' / '), site: siteId }]));
}

/** One tour as a file that a spreadsheet opens: a line for each thing, what changed first said in words. */
export function roundAsCsv(round: RoundWhole, language: Language): string {
  const { rounds: say } = officeWords(language);
  const labels: Readonly<Record<string, string>> = words(language).catalogue.assetType;
  const c = say.column;
  const rows = round.lines.map((l) => [
    ...[round.siteName, round.building, round.roomName ?? say.removedRoom, say.how[l.how]],
    ...(l.thing === null
      ? [l.label, null, null]
      : [[labels[l.thing.type] ?? l.thing.type, l.thing.maker, l.thing.model].filter(Boolean).join(' '), l.thing.inventory, l.thing.serial]),
    ...[l.from, l.note, l.who],
    ...(l.at === null ? [null, null] : [localDay(l.at, round.timeZone), clock(l.at, round.timeZone, 'en')]),
  ]);
  const table = [[c.site, c.building, c.room, c.result, c.thing, c.inventory, c.serial, c.from, c.note, c.who, c.day, c.time], ...rows];
  return `\ufeff${table.map((row) => row.map((cell) => csvCell(cell ?? '')).join(';')).join('\r\n')}\r\n`;
}
