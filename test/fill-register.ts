/** Rows of the register for a test or a bench, put there without the events that the product would keep of them. */
import { searchTextOf } from '#domain/register/search-text.ts';
import type { Prisma } from '#server/db/sqlite/client.ts';
import type { Db } from '#server/db.ts';
import { insertRows } from '#server/insert.ts';
import { type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';

type Unversioned<T> = Omit<T, 'version'>;

/** Rows with the ids that they are known by, all of the same columns. */
export interface RegisterRows {
  readonly sites?: readonly Unversioned<Prisma.SiteCreateManyInput>[];
  readonly rooms?: readonly Unversioned<Prisma.RoomCreateManyInput>[];
  readonly assets?: readonly Unversioned<Prisma.AssetCreateManyInput>[];
  readonly stickers?: readonly Prisma.StickerCreateManyInput[];
}

/** Rows of one version: no more than an answer holds (server/changes.ts, PAGE). */
const BATCH = 500;

export async function fillRegister(db: Db, { sites = [], rooms = [], assets = [], stickers = [] }: RegisterRows): Promise<void> {
  const put = async <R>(rows: readonly R[], write: (tx: Sql, batch: readonly R[], version: number) => Promise<void>) => {
    for (let from = 0; from < rows.length; from += BATCH)
      await storeOf(db).write(async (tx) => write(tx, rows.slice(from, from + BATCH), (await raise(tx)).version));
  };
  const stamped = <R>(batch: readonly R[], version: number) => batch.map((row) => ({ ...row, version }));
  await put(sites, (tx, batch, version) => insertRows(tx, 'Site', stamped(batch, version)));
  await put(rooms, (tx, batch, version) => insertRows(tx, 'Room', stamped(batch, version)));
  const found = assets.map((asset) => ({ ...asset, search: searchTextOf(asset) }));
  await put(found, (tx, batch, version) => insertRows(tx, 'Asset', stamped(batch, version)));
  await put(stickers, (tx, batch) => insertRows(tx, 'Sticker', batch));
}
