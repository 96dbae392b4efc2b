import 'server-only';
import type { Instant, SiteId } from '#domain/ids.ts';
import { evolveRound } from '#domain/register/decide.ts';
import { evolveAsset, type RegisterEvent, type RegisterRecord } from '#domain/register/events.ts';
import { searchTextOf } from '#domain/register/search-text.ts';
import { ASSET_STATES, type Asset, type Room, type Round, type Site } from '#domain/register/thing.ts';
import { isExpected } from '#domain/register/tour.ts';
import { insertRows } from './insert.ts';
import { EVERYWHERE } from './presence.ts';
import { assetsWhere, roomsWhere, sitesWhere } from './register-read.ts';
import { renamed } from './search-index.ts';
import { among, type Sql } from './sql.ts';
import { newId } from './ticket-rows.ts';

type Rows<T> = Map<string, T>;

const EXPECTED = among(ASSET_STATES.filter(isExpected));

interface Writing {
  readonly version: number;
  /** The server's clock, ms. */
  readonly received: Instant;
  readonly importId?: string;
}

/**
 * The only writer of sites, rooms, assets and stickers beside the start: what happened becomes rows, each changed thing is stamped with the
 * version so that its devices hear of it, what left a site is told to whoever held it there, and one RegisterEvent stands for each change.
 * The caller raised the version before, once in this transaction, and calls this once. Records of one version: 500 at most (server/changes.ts).
 * @returns whether a room or a site is called otherwise now: tickets are then found by it after `makeIndex` (server/search-index.ts)
 */
export async function writeRegister(tx: Sql, records: readonly RegisterRecord[], { version, received, importId }: Writing): Promise<boolean> {
  if (records.length === 0) return false;
  // What holds others is there before them, and goes after them.
  const sites = await writeSites(tx, records, version);
  const rooms = await writeRooms(tx, records, version);
  const assets = await writeAssets(tx, records, version);
  await writeStickers(tx, records, received);
  await writeRounds(tx, records);
  await writePresences(tx, records, version);
  for (const { remove } of [assets, rooms, sites]) await remove();
  await insertRows(
    tx,
    'RegisterEvent',
    records.map(({ of, id, site, event, by, at, from }, ordinal) => ({
      id: newId(received),
      version,
      ordinal,
      of,
      subjectId: id,
      siteId: site,
      actorId: by,
      occurredAt: new Date(at),
      receivedAt: new Date(received),
      origin: from?.origin ?? null,
      seq: from?.seq ?? null,
      importId: importId ?? null,
      type: event.type,
      data: event as object,
    })),
  );
  return rooms.isRenamed || sites.isRenamed;
}

/** A kind of things is written; what is left to do of it once all others are. */
interface Written {
  readonly isRenamed: boolean;
  readonly remove: () => Promise<void>;
}

const NOTHING: Written = { isRenamed: false, remove: async () => {} };

/** A sticker of what is no longer there can be put on something else, unless it was revoked. */
function freeStickers(tx: Sql, column: 'assetId' | 'roomId', id: string): Promise<number> {
  return tx.run(
    `UPDATE "Sticker" SET "${column}" = NULL, state = CASE WHEN state = 'revoked' THEN 'revoked' ELSE 'blank' END WHERE "${column}" = ?`,
    [id],
  );
}

const idsOf = (records: readonly RegisterRecord[], of: RegisterRecord['of']) => [
  ...new Set(records.filter((r) => r.of === of).map((r) => r.id as string)),
];

async function writeAssets(tx: Sql, records: readonly RegisterRecord[], version: number): Promise<Written> {
  const ids = idsOf(records, 'asset');
  if (ids.length === 0) return NOTHING;
  const these = among(ids);
  const before: Rows<Asset> = new Map((await assetsWhere(tx, `id IN ${these.marks}`, these.values)).map((a) => [a.id, a]));
  const after: Map<string, Asset | null> = new Map(before);
  for (const { of, id, event } of records) if (of === 'asset') after.set(id, evolveAsset(after.get(id) ?? null, event));
  const there = [...after.values()].filter((a) => a !== null);
  await insertRows(
    tx,
    'Asset',
    there.map((a) => assetColumns(a, version)),
    { key: ['id'] },
  );
  const left = [...before.values()].flatMap((was): { id: string; site: SiteId; to: SiteId | null }[] => {
    const is = after.get(was.id);
    return is !== null && is !== undefined && is.site === was.site ? [] : [{ id: was.id, site: was.site, to: is?.site ?? null }];
  });
  await writeLeft(tx, 'asset', left, version);
  const remove = async () => {
    for (const [id, is] of after) {
      if (is !== null) continue;
      await freeStickers(tx, 'assetId', id);
      await tx.run('DELETE FROM "Asset" WHERE id = ?', [id]);
    }
  };
  return { isRenamed: false, remove };
}

function assetColumns(asset: Asset, version: number) {
  const { site, room, sources, facts, seenAt, decision, ...plain } = asset;
  return {
    ...plain,
    siteId: site,
    roomId: room,
    sources: sources as object,
    facts: facts as object,
    seenAt: seenAt === null ? null : new Date(seenAt),
    decision: decision as object,
    search: searchTextOf(asset),
    version,
  };
}

/** A thing is no longer where these devices hold it: they are told that it is gone, but for those who hold it where it is now. */
async function writeLeft(
  tx: Sql,
  kind: 'asset' | 'room',
  left: readonly { readonly id: string; readonly site: SiteId; readonly to: SiteId | null }[],
  version: number,
): Promise<void> {
  for (const { id, site, to } of left) {
    const holders = await tx.all<{ personId: string }>(
      `SELECT DISTINCT "personId" FROM "Membership" WHERE "siteId" = ? OR ("siteId" IS NULL AND CAST(? AS TEXT) IS NULL)
        UNION SELECT "personId" FROM "PinnedSite" WHERE "siteId" = ?`,
      [site, to, site],
    );
    const stays = new Set(
      to === null
        ? []
        : (await tx.all<{ personId: string }>('SELECT DISTINCT "personId" FROM "Membership" WHERE "siteId" = ?', [to])).map((p) => p.personId),
    );
    const blind = holders.filter((h) => !stays.has(h.personId));
    await insertRows(
      tx,
      'Exit',
      blind.map(({ personId }) => ({ personId, kind, docId: id, version })),
      { key: ['personId', 'kind', 'docId'] },
    );
  }
}

async function writeStickers(tx: Sql, records: readonly RegisterRecord[], received: Instant): Promise<void> {
  for (const { event, site } of records) {
    if (event.type === 'StickerBound') {
      const on = { assetId: event.on.kind === 'asset' ? event.on.id : null, roomId: event.on.kind === 'room' ? event.on.id : null };
      const row = { code: event.code, siteId: site, ...on, state: 'bound', boundAt: new Date(received), revokedAt: null };
      await insertRows(tx, 'Sticker', [row], { key: ['code'] });
    }
    // Put on the wrong thing: it is whole, and can be put on another.
    if (event.type === 'StickerRevoked' && event.reason === 'wrong')
      await tx.run(`UPDATE "Sticker" SET state = 'blank', "assetId" = NULL, "roomId" = NULL WHERE code = ?`, [event.code]);
    else if (event.type === 'StickerRevoked')
      await tx.run(`UPDATE "Sticker" SET state = 'revoked', "revokedAt" = ? WHERE code = ?`, [new Date(received), event.code]);
  }
}

const ROOM_EVENTS: ReadonlySet<RegisterEvent['type']> = new Set(['RoomAdded', 'RoomChanged', 'RoomRemoved']);

async function writeRooms(tx: Sql, records: readonly RegisterRecord[], version: number): Promise<Written> {
  const ids = idsOf(records, 'room');
  if (ids.length === 0) return NOTHING;
  const these = among(ids);
  const before: Rows<Room> = new Map((await roomsWhere(tx, `id IN ${these.marks}`, these.values)).map((r) => [r.id, r]));
  const after: Map<string, Room | null> = new Map(before);
  for (const { of, id, event } of records) {
    if (of !== 'room' || !ROOM_EVENTS.has(event.type)) continue;
    const was = after.get(id) ?? null;
    if (event.type === 'RoomAdded') after.set(id, event.room);
    else if (event.type === 'RoomRemoved') after.set(id, null);
    else if (event.type === 'RoomChanged' && was !== null) after.set(id, { ...was, ...event.to });
  }
  const there = [...after.values()].filter((r) => r !== null);
  const otherwise = there.filter((r) => {
    const was = before.get(r.id);
    return was !== undefined && (was.name !== r.name || was.building !== r.building);
  });
  await renamed(tx, { rooms: otherwise.map((r) => r.id) });
  await insertRows(
    tx,
    'Room',
    there.map(({ site, sources, ...room }) => ({ ...room, siteId: site, sources: sources as object, version })),
    { key: ['id'] },
  );
  const removed = [...before.values()].filter((r) => after.get(r.id) === null);
  await writeLeft(
    tx,
    'room',
    removed.map(({ id, site }) => ({ id, site, to: null })),
    version,
  );
  const remove = async () => {
    for (const { id } of removed) {
      await freeStickers(tx, 'roomId', id);
      await tx.run('DELETE FROM "Room" WHERE id = ?', [id]);
    }
  };
  return { isRenamed: otherwise.length > 0, remove };
}

async function writeSites(tx: Sql, records: readonly RegisterRecord[], version: number): Promise<Written> {
  const ids = idsOf(records, 'site');
  if (ids.length === 0) return NOTHING;
  const removed: string[] = [];
  const these = among(ids);
  const before: Rows<Site> = new Map((await sitesWhere(tx, `id IN ${these.marks}`, these.values)).map((s) => [s.id, s]));
  const after: Rows<Site> = new Map(before);
  for (const { of, id, event } of records) {
    const was = after.get(id);
    if (of !== 'site') continue;
    if (event.type === 'SiteAdded') after.set(id, event.site);
    else if (event.type === 'SiteChanged' && was !== undefined) after.set(id, { ...was, ...event.to });
    else if (event.type === 'SiteRemoved') {
      after.delete(id);
      removed.push(id);
    }
  }
  const otherwise = [...after.values()].filter((s) => {
    const was = before.get(s.id);
    return was !== undefined && (was.name !== s.name || was.city !== s.city || was.uai !== s.uai);
  });
  await renamed(tx, { sites: otherwise.map((s) => s.id) });
  await insertRows(
    tx,
    'Site',
    [...after.values()].map(({ sources, ...site }) => ({ ...site, sources: sources as object, version })),
    { key: ['id'] },
  );
  const remove = async () => {
    // Its caller saw that no device holds it.
    for (const id of removed) await tx.run('DELETE FROM "Site" WHERE id = ?', [id]);
  };
  return { isRenamed: otherwise.length > 0, remove };
}

/** Who is away from where; everybody's documents of those sites say so. */
async function writePresences(tx: Sql, records: readonly RegisterRecord[], version: number): Promise<void> {
  for (const { id, event } of records) {
    if (event.type !== 'PresenceSaid') continue;
    const { person, everywhere, away } = event;
    const key = { personId: person, siteId: everywhere ? EVERYWHERE : id };
    await tx.run('DELETE FROM "Presence" WHERE "personId" = ? AND "siteId" = ?', [key.personId, key.siteId]);
    if (away !== null) await insertRows(tx, 'Presence', [{ ...key, until: away.until, deputyId: away.deputy }]);
    // Of the one site its row is stamped as every thing's that an event is of.
    if (everywhere) await tx.run('UPDATE "Site" SET version = ?', [version]);
  }
}

async function writeRounds(tx: Sql, records: readonly RegisterRecord[]): Promise<void> {
  for (const { id, site, event, by, at } of records) {
    switch (event.type) {
      case 'RoundBegun': {
        const round = evolveRound(null, event, by as Round['by'], at) as Round;
        const row = { id: round.id, siteId: site, roomId: id, personId: round.by, startedAt: new Date(at), endedAt: null };
        await insertRows(tx, 'Round', [row], { key: ['id'], set: [] });
        break;
      }
      case 'ThingCounted': {
        const { key, asset, how, label, note, photo, from, at: when, by: who } = event.count;
        const row = { roundId: event.round, key, assetId: asset, how, label, note, photo, fromRoomId: from, at: new Date(when), personId: who };
        await insertRows(tx, 'Counted', [row], { key: ['roundId', 'key'], set: [] });
        break;
      }
      case 'CountUndone':
        await tx.run('DELETE FROM "Counted" WHERE "roundId" = ? AND key = ?', [event.round, event.key]);
        break;
      case 'RoundEnded': {
        // What was to be there now: what it came to is told by it when things have moved on.
        const expected = await tx.all<{ id: string }>(`SELECT id FROM "Asset" WHERE "roomId" = ? AND state IN ${EXPECTED.marks} ORDER BY id`, [
          id,
          ...EXPECTED.values,
        ]);
        await tx.run('UPDATE "Round" SET "endedAt" = ?, report = ? WHERE id = ? AND "endedAt" IS NULL', [
          new Date(at),
          { expected: expected.map((a) => a.id) },
          event.round,
        ]);
        break;
      }
      default:
    }
  }
}
