import 'server-only';
import { searchTextOf } from '#domain/register/search-text.ts';
import type { Prisma } from './db/sqlite/client.ts';
import type { Db } from './db.ts';
import { insertRows } from './insert.ts';
import { makeIndex, renamed } from './search-index.ts';
import { among, type Sql, storeOf } from './sql.ts';
import { raise } from './version.ts';

type Unversioned<T> = Omit<T, 'version'>;

/** Rows of the register with the ids that they are known by, all of the same columns. */
export interface RegisterRows {
  readonly sites?: readonly Unversioned<Prisma.SiteCreateManyInput>[];
  readonly rooms?: readonly Unversioned<Prisma.RoomCreateManyInput>[];
  readonly assets?: readonly Unversioned<Prisma.AssetCreateManyInput>[];
  readonly stickers?: readonly Prisma.StickerCreateManyInput[];
}

/** Rows of one version: no more than an answer holds (server/changes.ts, PAGE). */
export const IMPORT_BATCH = 500;

/** What an import has done so far, in rows. */
export interface Progress {
  readonly written: number;
  readonly total: number;
}

/**
 * Writes many rows of the register, in batches that each commit with a version of their own and then go to the end of the writers' queue, so
 * that no phone's command waits for more than one of them (invariant 57). Stickers go with the batch of what they are on, so that its document
 * is whole. Tickets are found by new names of rooms and sites when it ends. A row that is there already is written over: an import that was interrupted is said again, and ends the same.
 * @param told after each batch
 */
export async function importRegister(db: Db, rows: RegisterRows, told: (progress: Progress) => void = () => {}): Promise<void> {
  const { sites = [], rooms = [], assets = [], stickers = [] } = rows;
  const total = sites.length + rooms.length + assets.length;
  const on = new Map<string, Prisma.StickerCreateManyInput[]>();
  for (const sticker of stickers) {
    const of = sticker.assetId ?? sticker.roomId ?? '';
    on.set(of, [...(on.get(of) ?? []), sticker]);
  }
  let written = 0;
  const batches = async <R extends { readonly id: string }>(
    all: readonly R[],
    write: (tx: Sql, rows: readonly R[], version: number) => Promise<void>,
  ) => {
    for (let from = 0; from < all.length; from += IMPORT_BATCH) {
      const batch = all.slice(from, from + IMPORT_BATCH);
      await storeOf(db).write(async (tx) => {
        const { version } = await raise(tx);
        await write(tx, batch, version);
        const codes = batch.flatMap((r) => on.get(r.id) ?? []);
        await insertRows(tx, 'Sticker', codes, { key: ['code'] });
      });
      written += batch.length;
      told({ written, total });
      // Whoever came meanwhile is heard before the next batch.
      await new Promise((done) => setImmediate(done));
    }
  };
  const over = { key: ['id'] };
  const stamped = <R>(batch: readonly R[], version: number) => batch.map((r) => ({ ...r, version }));
  let isRenamed = false;
  /** Those of a batch that were called otherwise, before they are written over. */
  const otherwise = async <R extends { readonly id: string }>(tx: Sql, table: string, names: readonly (keyof R & string)[], batch: readonly R[]) => {
    const these = among(batch.map((r) => r.id));
    const was = await tx.all<R>(`SELECT id, ${names.map((n) => `"${n}"`).join(', ')} FROM "${table}" WHERE id IN ${these.marks}`, these.values);
    const is = new Map(batch.map((r) => [r.id, r]));
    const found = was.filter((r) => names.some((n) => (is.get(r.id)?.[n] ?? null) !== (r[n] ?? null))).map((r) => r.id);
    isRenamed ||= found.length > 0;
    return found;
  };
  await batches(sites, async (tx, batch, version) => {
    await renamed(tx, { sites: await otherwise(tx, 'Site', ['name', 'city', 'uai'], batch) });
    await insertRows(tx, 'Site', stamped(batch, version), over);
  });
  await batches(rooms, async (tx, batch, version) => {
    await renamed(tx, { rooms: await otherwise(tx, 'Room', ['name', 'building'], batch) });
    await insertRows(tx, 'Room', stamped(batch, version), over);
  });
  // What one looks for it by goes with it.
  const known = (batch: typeof assets) => batch.map((asset) => ({ ...asset, search: searchTextOf(asset) }));
  await batches(assets, (tx, batch, version) => insertRows(tx, 'Asset', stamped(known(batch), version), over));
  if (isRenamed) await makeIndex(db);
}

/** Rows in one statement. */
const FILLED = 256;
type Nameless = { readonly id: string } & Parameters<typeof searchTextOf>[0];

/**
 * What one looks for an asset by, where an earlier version of this server wrote its row; for each start. No device is told of it.
 * @returns how many were filled
 */
export async function fillSearch(db: Db): Promise<number> {
  let filled = 0;
  for (let last = ''; ; ) {
    const rows = await storeOf(db).read.all<Nameless>(
      `SELECT id, serial, inventory, name, maker, model, "orderNumber" FROM "Asset" WHERE id > ? AND search IS NULL
        AND COALESCE(serial, inventory, name, maker, model, "orderNumber") IS NOT NULL ORDER BY id LIMIT ${FILLED}`,
      [last],
    );
    const end = rows.at(-1);
    if (end === undefined) return filled;
    last = end.id;
    const marks = rows.map(() => '(?, ?)').join(', ');
    const values = rows.flatMap((row) => [row.id, searchTextOf(row)]);
    filled += await storeOf(db).write((tx) =>
      tx.run(`UPDATE "Asset" SET search = v.column2 FROM (VALUES ${marks}) v WHERE "Asset".id = v.column1`, values),
    );
  }
}
