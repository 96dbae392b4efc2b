import 'server-only';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, unlink } from 'node:fs/promises';
import { type Actor, isSupport } from '#domain/actor.ts';
import type { AssetId, Instant, SiteId } from '#domain/ids.ts';
import { mayAmend } from '#domain/register/decide.ts';
import type { RegisterEvent } from '#domain/register/events.ts';
import type { Db } from './db.ts';
import { insertRows } from './insert.ts';
import { fileOf, writeDurably } from './photos.ts';
import { writeRegister } from './register-rows.ts';
import { type Sql, storeOf } from './sql.ts';
import { newId } from './ticket-rows.ts';
import { raise } from './version.ts';

/** An invoice that was scanned in colours is some megabytes. */
export const FILE_MAX_BYTES = 10_000_000;
/** Documents on one asset. */
const MOST = 30;

export type FileFault = 'unknown' | 'file-kind' | 'full';

const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + Math.max(0, from), Math.min(bytes.length, to) - Math.max(0, from)).toString('latin1');

/** By its bytes, whatever it is called; null: nothing that is kept here. It is never opened here and leaves as a file, so its first bytes are enough. */
export function mimeOf(bytes: Uint8Array): string | null {
  const head = latin(bytes, 0, 16);
  if (head.startsWith('%PDF-') && latin(bytes, bytes.length - 2048, bytes.length).includes('%%EOF')) return 'application/pdf';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' ? 'image/webp' : null;
}

const ENDINGS: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** A name that any disk takes and that tells what it is: "Facture 2026.pdf". */
export function fileName(given: string, mime: string): string {
  const ending = ENDINGS[mime] ?? 'bin';
  const plain = given
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .trim();
  return `${plain.slice(0, 100).replace(/^[. ]+|[. ]+$/g, '') || 'document'}.${ending}`;
}

async function siteOf(sql: Sql, actor: Actor, asset: string, isToWrite: boolean): Promise<SiteId | null> {
  const [row] = await sql.all<{ siteId: SiteId }>('SELECT "siteId" FROM "Asset" WHERE id = ?', [asset]);
  if (row === undefined) return null;
  return (isToWrite ? mayAmend(actor, 'note', row.siteId) : isSupport(actor, row.siteId)) ? row.siteId : null;
}

async function happened(
  tx: Sql,
  version: number,
  asset: { id: string; site: SiteId },
  event: RegisterEvent,
  actor: Actor,
  now: Instant,
): Promise<void> {
  const record = { of: 'asset', id: asset.id as AssetId, site: asset.site, event, by: actor.person, at: now, from: null } as const;
  await writeRegister(tx, [record], { version, received: now });
}

/**
 * Keeps a document of an asset. The bytes are whole and on disk before the row says so; the same document twice is one.
 * @param given what the sender's disk calls it
 * @returns null when it is kept, else why not
 */
export async function keepFile(db: Db, actor: Actor, asset: string, given: string, bytes: Uint8Array, now: Instant): Promise<FileFault | null> {
  if ((await siteOf(storeOf(db).read, actor, asset, true)) === null) return 'unknown';
  const mime = mimeOf(bytes);
  if (mime === null) return 'file-kind';
  const hash = createHash('sha256').update(bytes).digest('hex');
  // Nothing is written to the disk for what is full; asked again below, where nobody comes in between.
  const { read } = storeOf(db);
  const before = await read.all<{ hash: string }>('SELECT hash FROM "AssetFile" WHERE "assetId" = ?', [asset]);
  if (before.length >= MOST && !before.some((row) => row.hash === hash)) return 'full';
  if (!existsSync(fileOf(hash))) await writeDurably(fileOf(hash), bytes);
  const fault = await storeOf(db).write(async (tx): Promise<FileFault | null> => {
    const { version } = await raise(tx);
    const site = await siteOf(tx, actor, asset, true);
    if (site === null) return 'unknown';
    const there = await tx.all<{ hash: string }>('SELECT hash FROM "AssetFile" WHERE "assetId" = ?', [asset]);
    if (there.some((row) => row.hash === hash)) return null;
    if (there.length >= MOST) return 'full';
    const name = fileName(given, mime);
    const id = newId(now);
    await happened(tx, version, { id: asset, site }, { type: 'FileAttached', file: id, name }, actor, now);
    const row = { id, assetId: asset, name, mime, size: bytes.byteLength, hash, createdBy: actor.person, createdAt: new Date(now) };
    await insertRows(tx, 'AssetFile', [row]);
    return null;
  });
  if (fault !== null && !(await isNamed(read, hash))) await unlink(fileOf(hash)).catch(() => {});
  return fault;
}

/** Does anything else name these bytes: a document, a photo that is here, or one that is to come? */
async function isNamed(sql: Sql, hash: string): Promise<boolean> {
  const [row] = await sql.all<{ n: number | string }>(
    `SELECT (SELECT COUNT(*) FROM "AssetFile" WHERE hash = ?) + (SELECT COUNT(*) FROM "Photo" WHERE hash = ?) + (SELECT COUNT(*) FROM "TicketPhoto" WHERE hash = ?) AS n`,
    [hash, hash, hash],
  );
  return Number(row?.n ?? 1) > 0;
}

/** @returns null when it is not there or not for this actor's eyes: the same answer */
export async function readFileOn(
  db: Db,
  actor: Actor,
  asset: string,
  file: string,
): Promise<{ name: string; mime: string; bytes: Uint8Array } | null> {
  if ((await siteOf(storeOf(db).read, actor, asset, false)) === null) return null;
  const row = await db.assetFile.findFirst({ where: { id: file, assetId: asset }, select: { name: true, mime: true, hash: true } });
  if (row === null || !existsSync(fileOf(row.hash))) return null;
  return { name: row.name, mime: row.mime, bytes: await readFile(fileOf(row.hash)) };
}

/** Takes a document away; its bytes too, where nothing else names them. @returns whether it was there and theirs to take away */
export async function removeFile(db: Db, actor: Actor, asset: string, file: string, now: Instant): Promise<boolean> {
  const gone = await storeOf(db).write(async (tx) => {
    const { version } = await raise(tx);
    const site = await siteOf(tx, actor, asset, true);
    const [row] = await tx.all<{ name: string; hash: string }>('SELECT name, hash FROM "AssetFile" WHERE id = ? AND "assetId" = ?', [file, asset]);
    if (site === null || row === undefined) return null;
    await happened(tx, version, { id: asset, site }, { type: 'FileRemoved', file, name: row.name }, actor, now);
    await tx.run('DELETE FROM "AssetFile" WHERE id = ?', [file]);
    return { hash: row.hash, isNamed: await isNamed(tx, row.hash) };
  });
  if (gone !== null && !gone.isNamed) await unlink(fileOf(gone.hash)).catch(() => {});
  return gone !== null;
}
