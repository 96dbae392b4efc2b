import 'server-only';
import type { AssetId, Instant, PersonId, RoomId, SiteId } from '#domain/ids.ts';
import type { Report, Undone } from '#domain/imports/report.ts';
import type { RegisterChange, RegisterEvent } from '#domain/register/events.ts';
import type { Asset, Site } from '#domain/register/thing.ts';
import { assetsWhere, roomsWhere, sitesWhere } from '#server/register-read.ts';
import { writeRegister } from '#server/register-rows.ts';
import { makeIndex } from '#server/search-index.ts';
import { Stopped } from '#server/sheets/bounds.ts';
import { among, jsonOf, type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';
import type { ImportRow } from './row.ts';
import { isSame, isStill, recordOf, type Turn } from './run.ts';
import { isWithin, type Scope } from './scope.ts';

const BATCH = 200;
/** Names of what stays, that a person is told. */
const TOLD = 20;

/** By what the events of an undoing are known, so that one that was interrupted goes on. */
export const undoOf = (id: string) => `undo ${id}`;

/** In whose name it is taken back: who asked for it, else its author. */
export function undoneBy({ report, createdBy }: Pick<ImportRow, 'report' | 'createdBy'>): PersonId {
  return (report as Partial<Report> | null)?.undoneBy ?? createdBy;
}

interface Subject {
  readonly id: string;
  readonly of: 'asset' | 'room' | 'site';
  readonly site: SiteId;
  readonly events: readonly RegisterEvent[];
}

interface Done {
  readonly changes: readonly RegisterChange[];
  readonly kept: readonly string[];
}

/**
 * Takes an import back as a whole: what it added goes, what it changed is as before. Whatever somebody touched since stays as it is, and is
 * told: a ticket, a sticker, a tour or a correction is worth more than a tidy register. What is at a site that is not theirs who ask stays too,
 * and its name is not told.
 */
export async function undoImport({ db, scope, isOver, clock }: Turn, row: ImportRow): Promise<void> {
  const store = storeOf(db);
  const sum = { kept: 0, labels: [] as string[] };
  let renamed = false;
  // What stands in a room goes before it, and the rooms of a site before the site.
  for (const kind of ['asset', 'room', 'site'] as const) {
    for (let after = ''; ; ) {
      const subjects = await subjectsOf(store.read, row.id, kind, after);
      const last = subjects.at(-1);
      if (last === undefined) break;
      after = last.id;
      const now = clock();
      const done = await store.write(async (tx) => {
        const { version } = await raise(tx);
        if (!(await isStill(tx, row.id, 'undoing'))) return null;
        const found =
          kind === 'asset'
            ? await assets(tx, subjects, row.id, scope)
            : kind === 'room'
              ? await rooms(tx, subjects, scope)
              : await sites(tx, subjects, row.id, scope);
        const records = found.changes.map((c) => recordOf(c, undoneBy(row), now));
        const isRenamed = await writeRegister(tx, records, { version, received: now, importId: undoOf(row.id) });
        return { ...found, isRenamed };
      });
      if (done === null || isOver()) throw new Stopped();
      renamed ||= done.isRenamed;
      sum.kept += done.kept.length;
      sum.labels.push(...done.kept.filter((l) => l !== '').slice(0, TOLD - sum.labels.length));
      await new Promise((next) => setImmediate(next));
    }
  }
  await finish(db, row, sum, clock());
  if (renamed) await makeIndex(db, isOver);
}

async function finish(
  db: Turn['db'],
  row: ImportRow,
  sum: { readonly kept: number; readonly labels: readonly string[] },
  now: Instant,
): Promise<void> {
  // By its own events: an undoing that was interrupted has done a part of them before.
  const done = await storeOf(db).read.all<{ type: string; n: number | string }>(
    'SELECT type, COUNT(DISTINCT "subjectId") AS n FROM "RegisterEvent" WHERE "importId" = ? GROUP BY type',
    [undoOf(row.id)],
  );
  const count = (end: string) => done.filter((d) => d.type.endsWith(end)).reduce((all, d) => all + Number(d.n), 0);
  const undone: Undone = { removed: count('Removed'), restored: count('Changed'), kept: sum.kept, keptLabels: sum.labels };
  const report = { ...(row.report as Report), undone };
  await storeOf(db).write((tx) =>
    tx.run(`UPDATE "Import" SET state = 'undone', report = ?, "endedAt" = ? WHERE id = ? AND state = 'undoing'`, [
      report as object,
      new Date(now),
      row.id,
    ]),
  );
}

/** The next things that the import touched, each with what it did to them, in order. */
async function subjectsOf(read: Sql, importId: string, of: Subject['of'], after: string): Promise<Subject[]> {
  const ids = await read.all<{ id: string }>(
    `SELECT DISTINCT "subjectId" AS id FROM "RegisterEvent" WHERE "importId" = ? AND "of" = ? AND "subjectId" > ? ORDER BY id LIMIT ${BATCH}`,
    [importId, of, after],
  );
  if (ids.length === 0) return [];
  const these = among(ids.map((r) => r.id));
  const rows = await read.all<{ subjectId: string; siteId: SiteId; data: unknown }>(
    `SELECT "subjectId", "siteId", data FROM "RegisterEvent" WHERE "importId" = ? AND "subjectId" IN ${these.marks} ORDER BY version, ordinal`,
    [importId, ...these.values],
  );
  return ids.map(({ id }) => {
    const own = rows.filter((r) => r.subjectId === id);
    return { id, of, site: (own[0]?.siteId ?? '') as SiteId, events: own.map((r) => jsonOf<RegisterEvent>(r.data)) };
  });
}

/** What the import made of a thing, field by field: as it was before it, and as it left it. */
function effect<T>(events: readonly RegisterEvent[], type: 'AssetChanged' | 'SiteChanged'): { readonly from: Partial<T>; readonly to: Partial<T> } {
  let [from, to]: [Partial<T>, Partial<T>] = [{}, {}];
  for (const event of events) {
    if (event.type !== type) continue;
    from = { ...(event.from as Partial<T>), ...from };
    to = { ...to, ...(event.to as Partial<T>) };
  }
  return { from, to };
}

async function assets(tx: Sql, subjects: readonly Subject[], importId: string, scope: Scope): Promise<Done> {
  const these = among(subjects.map((s) => s.id));
  const here = new Map((await assetsWhere(tx, `id IN ${these.marks}`, these.values)).map((a) => [a.id as string, a]));
  const touched = await touchedSince(tx, subjects, importId);
  const changes: RegisterChange[] = [];
  const kept: string[] = [];
  const moved = new Set<RoomId>();
  for (const { id, events } of subjects) {
    const asset = here.get(id);
    // Somebody, or the undoing before it was interrupted, took it away.
    if (asset === undefined) continue;
    if (!isWithin(scope, asset.site)) {
      kept.push('');
      continue;
    }
    const label = asset.name ?? asset.inventory ?? asset.serial ?? '';
    if (events.some((e) => e.type === 'AssetAdded')) {
      if (touched.has(id)) kept.push(label);
      else changes.push({ of: 'asset', id: id as AssetId, site: asset.site, event: { type: 'AssetRemoved' } });
      continue;
    }
    const back = placedBack(asset, effect<Asset>(events, 'AssetChanged'));
    if (back.to.site !== undefined && !isWithin(scope, back.to.site)) {
      kept.push(label);
      continue;
    }
    if (back.isOverwritten) kept.push(label);
    if (back.from.room !== undefined && back.to.room) moved.add(back.to.room);
    if (Object.keys(back.to).length > 0)
      changes.push({
        of: 'asset',
        id: id as AssetId,
        site: back.to.site ?? asset.site,
        event: { type: 'AssetChanged', from: back.from, to: back.to },
      });
  }
  // A room that was taken away meanwhile is not stood in again.
  const rooms = among([...moved]);
  const there = new Set(moved.size === 0 ? [] : (await roomsWhere(tx, `id IN ${rooms.marks}`, rooms.values)).map((r) => r.id));
  return {
    kept,
    changes: changes.map((c) => {
      const { event } = c;
      if (event.type !== 'AssetChanged' || !event.to.room || there.has(event.to.room)) return c;
      return { ...c, event: { ...event, to: { ...event.to, room: null } } };
    }),
  };
}

interface Back<T> {
  readonly from: Partial<T>;
  readonly to: Partial<T>;
  /** Something of it was changed since, and stays as it is. */
  readonly isOverwritten: boolean;
}

/** A site and a room of it go back together: where people gave it another of either since, its place is theirs. */
function placedBack(is: Asset, made: Pick<Back<Asset>, 'from' | 'to'>): Back<Asset> {
  const back = backTo(is, made);
  const stays =
    back.to.site === undefined
      ? made.to.site !== undefined && is.site !== made.from.site && 'room' in back.to
      : !('room' in back.to) && is.room !== null;
  if (!stays) return back;
  const { site: _, room: __, ...from } = back.from;
  const { site: ___, room: ____, ...to } = back.to;
  return { from, to, isOverwritten: true };
}

/** The fields that are still as the import left them, and what they were before it. */
function backTo<T extends object>(is: T, { from, to }: { readonly from: Partial<T>; readonly to: Partial<T> }): Back<T> {
  const fields = (Object.keys(to) as (keyof T)[]).filter((f) => !isSame(from[f], is[f]));
  const own = fields.filter((f) => isSame(to[f], is[f]));
  const pick = (of: Partial<T>) => Object.fromEntries(own.map((f) => [f, of[f] ?? null])) as Partial<T>;
  return { from: pick(is), to: pick(from), isOverwritten: own.length < fields.length };
}

/** Which of the assets that it added somebody has used since: another event, a ticket, a sticker, a document, a tour. */
async function touchedSince(tx: Sql, subjects: readonly Subject[], importId: string): Promise<Set<string>> {
  const { marks, values } = among(subjects.map((s) => s.id));
  const rows = await tx.all<{ id: string }>(
    `SELECT "subjectId" AS id FROM "RegisterEvent" WHERE "subjectId" IN ${marks} AND ("importId" IS NULL OR "importId" NOT IN (?, ?))
      UNION SELECT "assetId" AS id FROM "Ticket" WHERE "assetId" IN ${marks}
      UNION SELECT "assetId" AS id FROM "Sticker" WHERE "assetId" IN ${marks}
      UNION SELECT "assetId" AS id FROM "AssetFile" WHERE "assetId" IN ${marks}
      UNION SELECT "assetId" AS id FROM "Counted" WHERE "assetId" IN ${marks}`,
    [...values, importId, undoOf(importId), ...values, ...values, ...values, ...values],
  );
  return new Set(rows.map((r) => r.id));
}

/** Rooms that it added go, unless something is there. */
async function rooms(tx: Sql, subjects: readonly Subject[], scope: Scope): Promise<Done> {
  const { marks, values } = among(subjects.map((s) => s.id));
  const here = await roomsWhere(tx, `id IN ${marks}`, values);
  const sitesOf = among([...new Set(here.map((r) => r.site))]);
  const used = await tx.all<{ id: string }>(
    `SELECT "roomId" AS id FROM "Asset" WHERE "roomId" IN ${marks} UNION SELECT "roomId" AS id FROM "Sticker" WHERE "roomId" IN ${marks}
      UNION SELECT "roomId" AS id FROM "Round" WHERE "roomId" IN ${marks}
      UNION SELECT head ->> 'room' AS id FROM "Ticket" WHERE "siteId" IN ${sitesOf.marks} AND head ->> 'room' IN ${marks}`,
    [...values, ...values, ...values, ...sitesOf.values, ...values],
  );
  const isUsed = new Set(used.map((r) => r.id));
  return {
    changes: here
      .filter((r) => isWithin(scope, r.site) && !isUsed.has(r.id))
      .map((r) => ({ of: 'room', id: r.id, site: r.site, event: { type: 'RoomRemoved' } })),
    kept: here.filter((r) => !isWithin(scope, r.site) || isUsed.has(r.id)).map((r) => (isWithin(scope, r.site) ? r.name : '')),
  };
}

/** Sites that it changed are as before. Those that it added go, unless anything or anybody is there. */
async function sites(tx: Sql, subjects: readonly Subject[], importId: string, scope: Scope): Promise<Done> {
  const { marks, values } = among(subjects.map((s) => s.id));
  const here = new Map((await sitesWhere(tx, `id IN ${marks}`, values)).map((s) => [s.id as string, s]));
  const tables = [
    'Asset',
    'Room',
    'Sticker',
    'StickerBatch',
    'Membership',
    'PinnedSite',
    'Ticket',
    'Presence',
    'OnCall',
    'Announcement',
    'Import',
    'Round',
  ];
  const used = await tx.all<{ id: string }>(
    `${tables.map((table) => `SELECT "siteId" AS id FROM "${table}" WHERE "siteId" IN ${marks}`).join(' UNION ')}
      UNION SELECT "subjectId" AS id FROM "RegisterEvent" WHERE "subjectId" IN ${marks} AND ("importId" IS NULL OR "importId" NOT IN (?, ?))`,
    [...tables.flatMap(() => values), ...values, importId, undoOf(importId)],
  );
  const isUsed = new Set(used.map((r) => r.id));
  const changes: RegisterChange[] = [];
  const kept: string[] = [];
  for (const { id, events } of subjects) {
    const site = here.get(id);
    if (site === undefined) continue;
    if (!isWithin(scope, id)) {
      kept.push('');
      continue;
    }
    const of = { of: 'site', id: id as SiteId, site: id as SiteId } as const;
    if (events.some((e) => e.type === 'SiteAdded')) {
      if (isUsed.has(id)) kept.push(site.name);
      else changes.push({ ...of, event: { type: 'SiteRemoved' } });
      continue;
    }
    const back = backTo(site, effect<Site>(events, 'SiteChanged'));
    if (back.isOverwritten) kept.push(site.name);
    if (Object.keys(back.to).length > 0) changes.push({ ...of, event: { type: 'SiteChanged', from: back.from, to: back.to } });
  }
  return { changes, kept };
}
