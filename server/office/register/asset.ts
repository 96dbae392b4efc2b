import 'server-only';
import * as z from 'zod/mini';
import { isSupport } from '#domain/actor.ts';
import { type AssetId, isUuid, type RoomId, type SiteId, type StickerCode, uuidv7 } from '#domain/ids.ts';
import { FIELDS, type RegisterCommand } from '#domain/register/commands.ts';
import { mayAmend } from '#domain/register/decide.ts';
import type { AssetHistory } from '#domain/register/history.ts';
import { plainNumber } from '#domain/register/lay.ts';
import { type ReplacementReason, recurringSince, replacementReasons } from '#domain/register/replacement.ts';
import { AMENDABLE, type Amendable, type Asset } from '#domain/register/thing.ts';
import { localDay } from '#domain/words/time.ts';
import { removeFile } from '#server/asset-files.ts';
import { no, type Told } from '#server/office/desk.ts';
import { fieldOf } from '#server/office/fields.ts';
import { assetsWhere, bearersOf } from '#server/register-read.ts';
import { storeOf } from '#server/sql.ts';
import { type RoomChoice, roomsOf } from './choices.ts';
import { historyOf, openedSince } from './history.ts';
import { isIn, type Keeper } from './keeper.ts';
import { say } from './say.ts';

const id = z.string().check(z.maxLength(36), z.refine(isUuid));

export interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
  readonly at: number;
  readonly by: string | null;
}

/** An asset with all that the desk knows of it. */
export interface AssetPage {
  readonly asset: Asset;
  readonly site: { readonly id: string; readonly name: string };
  readonly timeZone: string;
  readonly rooms: readonly RoomChoice[];
  readonly codes: readonly StickerCode[];
  readonly history: AssetHistory;
  readonly files: readonly FileRow[];
  /** Opened on it in the last 90 days. */
  readonly tickets: number;
  readonly reasons: readonly ReplacementReason[];
  /** The fields that this person may write. */
  readonly writes: readonly (keyof Amendable)[];
  /** Documents, and whatever else is the desk's. */
  readonly keeps: boolean;
  readonly isAdmin: boolean;
  readonly runs: boolean;
}

/** Fault: not-allowed, also for what is not there. */
export async function readAsset(keeper: Keeper, input: unknown): Promise<Told<AssetPage>> {
  const asked = id.safeParse(input);
  if (!asked.success) return no('not-allowed');
  const { db, session, now, keeps, isAdmin, runs } = keeper;
  const { actor } = session;
  const { read } = storeOf(db);
  const [asset] = await assetsWhere(read, 'id = ?', [asked.data]);
  const history = await historyOf(db, actor, asked.data);
  if (asset === undefined || history === null) return no('not-allowed');
  const site = await db.site.findUniqueOrThrow({ where: { id: asset.site }, select: { id: true, name: true, timeZone: true } });
  const stickers = await db.sticker.findMany({ where: { assetId: asset.id, state: 'bound' }, orderBy: { code: 'asc' }, select: { code: true } });
  const tickets = await openedSince(read, asset.id, recurringSince(now));
  return {
    ok: true,
    value: {
      asset,
      site: { id: site.id, name: site.name },
      timeZone: site.timeZone,
      rooms: await roomsOf(keeper, asset.site),
      codes: stickers.map(({ code }) => code as StickerCode),
      history,
      files: await filesOf(keeper, asset.id),
      tickets,
      reasons: replacementReasons(asset, tickets, localDay(now, site.timeZone)),
      writes: AMENDABLE.filter((field) => mayAmend(actor, field, asset.site)),
      keeps: isIn(keeps, asset.site),
      isAdmin,
      runs,
    },
  };
}

async function filesOf({ db }: Keeper, assetId: string): Promise<FileRow[]> {
  const rows = await db.assetFile.findMany({ where: { assetId }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });
  const people = await db.person.findMany({
    where: { id: { in: rows.map(({ createdBy }) => createdBy) } },
    select: { id: true, givenName: true, familyName: true },
  });
  const names = new Map(people.map((p) => [p.id, `${p.givenName} ${p.familyName}`]));
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, mime: row.mime, size: row.size },
    ...{ at: row.createdAt.getTime(), by: names.get(row.createdBy) ?? null },
  }));
}

const Some = z.partial(FIELDS);
/** `from`: what the reader saw of what they change. */
const Amend = z.object({
  asset: id,
  from: z.extend(Some, { room: z.optional(z.nullable(id)) }),
  to: z.extend(Some, { room: z.optional(z.nullable(id)) }),
});

/** Changes what stands on the page of an asset. Faults: invalid, day-order, not-allowed, changed-meanwhile, number-taken. */
export async function amendAsset(keeper: Keeper, input: unknown): Promise<Told<null>> {
  const parsed = Amend.safeParse(input);
  if (!parsed.success) return no('invalid', String(parsed.error.issues[0]?.path[1] ?? ''));
  const { room: before, ...from } = parsed.data.from;
  const { room, ...to } = parsed.data.to;
  const asset = parsed.data.asset as AssetId;
  const [known] = await assetsWhere(storeOf(keeper.db).read, 'id = ?', [asset]);
  if (known === undefined || !isSupport(keeper.session.actor, known.site)) return no('not-allowed');
  const bought = to.purchasedOn === undefined ? known.purchasedOn : to.purchasedOn;
  const until = to.warrantyUntil === undefined ? known.warrantyUntil : to.warrantyUntil;
  const isAbout = to.purchasedOn !== undefined || to.warrantyUntil !== undefined;
  if (isAbout && bought !== null && until !== null && until < bought) return no('day-order', 'warrantyUntil');
  const { site } = known;
  const commands: RegisterCommand[] = [
    ...(Object.keys(to).length === 0 ? [] : [{ type: 'amend_asset', v: 1, site, asset, from, to } as const]),
    ...(room === undefined
      ? []
      : [{ type: 'move_asset', v: 1, site, asset, from: (before ?? null) as RoomId | null, room: room as RoomId | null } as const]),
  ];
  const told = await say(keeper, commands);
  return !told.ok && told.fault === 'number-taken' ? await taken(keeper, site, { ...to, id: asset }) : told;
}

type Numbers = { readonly id?: AssetId; readonly serial?: string | null | undefined; readonly inventory?: string | null | undefined };

/** Which number is taken, and by what: whoever writes on a site may read what stands there. */
async function taken(keeper: Keeper, site: SiteId, { id: own, serial = null, inventory = null }: Numbers) {
  const bearers = (await bearersOf(storeOf(keeper.db).read, site, serial, inventory)).filter((a) => a.id !== own);
  const isSame = (a: string | null, b: string | null) => a !== null && b !== null && plainNumber(a) === plainNumber(b);
  const bySerial = bearers.find((a) => isSame(a.serial, serial));
  const other = bySerial ?? bearers[0];
  const fault = no('number-taken', bySerial === undefined && inventory !== null ? 'inventory' : 'serial');
  return other === undefined ? fault : { ...fault, other: other.id };
}

const Add = z.object({
  site: id,
  room: z.nullable(id),
  /** Is it before whoever adds it? At a desk it is not. */
  seen: z.boolean(),
  ...z.pick(FIELDS, { type: true, maker: true, model: true, serial: true, inventory: true, name: true }).shape,
});

/** Adds an asset. Faults: invalid, not-allowed, number-taken. */
export async function addAsset(keeper: Keeper, input: unknown): Promise<Told<{ id: string }>> {
  const parsed = Add.safeParse(input);
  if (!parsed.success) return no('invalid', fieldOf(parsed.error));
  const { site, room, type, seen, ...rest } = parsed.data;
  if (!isIn(keeper.keeps, site)) return no('not-allowed', 'site');
  const asset = uuidv7(keeper.now, crypto.getRandomValues(new Uint8Array(10))) as AssetId;
  const command: RegisterCommand = {
    ...{ type: 'add_asset', v: 1, site: site as SiteId, asset, room: room as RoomId | null, kind: type, code: null, seen },
    ...rest,
  };
  const told = await say(keeper, [command]);
  if (told.ok) return { ok: true, value: { id: asset } };
  return told.fault === 'number-taken' ? await taken(keeper, site as SiteId, rest) : told;
}

const Named = z.object({ asset: id, file: id });

/** Takes a document of an asset away. Fault: not-allowed, also for what is not there. */
export async function dropFile({ db, session, now }: Keeper, input: unknown): Promise<Told<null>> {
  const parsed = Named.safeParse(input);
  if (!parsed.success) return no('not-allowed');
  const { asset, file } = parsed.data;
  return (await removeFile(db, session.actor, asset, file, now)) ? { ok: true, value: null } : no('not-allowed');
}
