import 'server-only';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { type Actor, isSupport } from '#domain/actor.ts';
import { checkFor } from '#domain/catalogue.ts';
import type { Instant, PersonId, PhotoHash, SiteId, TicketId } from '#domain/ids.ts';
import { maySee } from '#domain/permission.ts';
import { PAPER_MAX_BYTES, PAPER_MIME, paperOf } from '#domain/photo/paper.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import type { Db } from './db.ts';
import { env } from './env.ts';
import { executeSystem } from './execute.ts';
import { SIDE_MAX, shapeOf } from './photo-shape.ts';
import { jsonOf, storeOf } from './sql.ts';

/** The phone sends at most 500 kB; a little more is taken so that an old phone is not refused. Bytes. */
export const PHOTO_MAX_BYTES = 1_000_000;
/** The largest picture taken decodes in a twentieth of this. */
const DECODE_SECONDS = 4;
const MIME = { jpeg: 'image/jpeg', webp: 'image/webp', png: 'image/png' } as const;

export type PhotoFault = 'unknown' | 'hash' | 'not-a-picture' | 'too-large';

/** Where bytes with this hash are kept; documents of equipment stand beside the photos, and go into the same backup. */
export function fileOf(hash: string): string {
  return join(env().dataDir, 'photos', hash.slice(0, 2), hash);
}

/** Tickets that name this photo and that this actor may see. */
async function ticketsOf(db: Db, actor: Actor, hash: PhotoHash): Promise<Ticket[]> {
  const rows = await db.ticketPhoto.findMany({ where: { hash }, select: { ticketId: true } });
  if (rows.length === 0) return [];
  const tickets = await db.ticket.findMany({ where: { id: { in: rows.map((r) => r.ticketId) } }, select: { head: true } });
  return tickets.map((t) => t.head as unknown as Ticket).filter((t) => maySee(actor, t));
}

/** Did this person photograph something on a tour? */
async function countedBy(db: Db, { person }: Actor, hash: PhotoHash): Promise<boolean> {
  return (await db.counted.findFirst({ where: { photo: hash, personId: person }, select: { key: true } })) !== null;
}

/** Does it show what somebody found on a tour of a site that this actor works for, and did that one bring the bytes? */
async function isOnTour(db: Db, actor: Actor, hash: PhotoHash, uploadedBy: string): Promise<boolean> {
  const counts = await db.counted.findMany({ where: { photo: hash, personId: uploadedBy }, select: { roundId: true } });
  if (counts.length === 0) return false;
  const rounds = await db.round.findMany({ where: { id: { in: counts.map((c) => c.roundId) } }, select: { siteId: true } });
  return rounds.some(({ siteId }) => isSupport(actor, siteId as SiteId));
}

/**
 * Keeps a photo that a ticket names, or a tour. Idempotent by hash (invariant 43): the bytes must have it, must be a picture by decoding all of it,
 * and must be named by a ticket that the sender may see. The file is whole and on disk before the row says so; the row before the ticket does.
 * @returns null when it is kept (now or before), else why not. `unknown`: no ticket of theirs names it (yet), nor a tour.
 */
export async function keepPhoto(db: Db, actor: Actor, hash: PhotoHash, bytes: Uint8Array, now: Instant): Promise<PhotoFault | null> {
  const tickets = await ticketsOf(db, actor, hash);
  if (tickets.length === 0 && !(await countedBy(db, actor, hash))) return 'unknown';
  if (createHash('sha256').update(bytes).digest('hex') !== hash) return 'hash';
  const known = await db.photo.findUnique({ where: { hash }, select: { mime: true } });
  let paper = known?.mime === PAPER_MIME;
  // A row without its file: the database was put back, the photos were not.
  if (known === null || !existsSync(fileOf(hash))) {
    const asksForm = tickets.some((t) => checkFor(t.category, t.symptom) === 'form');
    const picture = (asksForm ? paperIn(bytes) : null) ?? (await inspect(bytes));
    if (typeof picture === 'string') return picture;
    paper = picture.mime === PAPER_MIME;
    await writeDurably(fileOf(hash), bytes);
    const row = { ...picture, size: bytes.byteLength, uploadedBy: actor.person, storedAt: new Date(now) };
    await db.photo.upsert({ where: { hash }, create: { hash, ...row }, update: {}, select: { hash: true } });
  }
  for (const ticket of tickets) await executeSystem(db, { type: 'photo_stored', ticket: ticket.id as TicketId, hash, paper }, now);
  return null;
}

/**
 * Pictures that are here and that the database does not know: it is an older copy of itself, and the phones have let go of them, so nobody
 * would bring them again. Only those that one person alone has named: a hash in a ticket opens nobody else's picture. For each start.
 * @returns how many were found again
 */
export async function adoptPhotos(db: Db, now: Instant): Promise<number> {
  const rows = await storeOf(db).read.all<{ hash: PhotoHash; head: unknown }>(
    `SELECT n.hash, t.head FROM "TicketPhoto" n JOIN "Ticket" t ON t.id = n."ticketId" WHERE n.hash NOT IN (SELECT hash FROM "Photo")`,
  );
  const named = new Map<PhotoHash, { by: Set<PersonId>; tickets: TicketId[] }>();
  for (const { hash, head } of rows) {
    if (!existsSync(fileOf(hash))) continue;
    const { id, photos } = jsonOf<Ticket>(head);
    const known = named.get(hash) ?? { by: new Set(), tickets: [] };
    for (const photo of photos) if (photo.hash === hash) known.by.add(photo.by);
    known.tickets.push(id);
    named.set(hash, known);
  }
  let found = 0;
  for (const [hash, { by, tickets }] of named) {
    const [uploadedBy, another] = [...by];
    if (uploadedBy === undefined || another !== undefined) continue;
    const bytes = await readFile(fileOf(hash));
    const picture = createHash('sha256').update(bytes).digest('hex') === hash ? (paperIn(bytes) ?? (await inspect(bytes))) : null;
    if (picture === null || typeof picture === 'string') continue;
    await db.photo.create({ data: { hash, ...picture, size: bytes.byteLength, uploadedBy, storedAt: new Date(now) }, select: { hash: true } });
    const paper = picture.mime === PAPER_MIME;
    for (const ticket of tickets) await executeSystem(db, { type: 'photo_stored', ticket, hash, paper }, now);
    found += 1;
  }
  return found;
}

/** A signed form as a PDF of pages and nothing else; it is never opened here. null: it is none, and may be a picture. */
function paperIn(bytes: Uint8Array): { mime: string; width: number; height: number } | PhotoFault | null {
  const verdict = paperOf(bytes);
  if (verdict === 'no') return null;
  if (bytes.byteLength > PAPER_MAX_BYTES) return 'too-large';
  return verdict === 'active' ? 'not-a-picture' : { mime: PAPER_MIME, width: 0, height: 0 };
}

/** Its skeleton first, which costs nothing whatever it claims; then every pixel, since a header can lie. */
async function inspect(bytes: Uint8Array): Promise<{ mime: string; width: number; height: number } | PhotoFault> {
  if (bytes.byteLength > PHOTO_MAX_BYTES) return 'too-large';
  const shape = shapeOf(bytes);
  if (shape === null) return 'not-a-picture';
  const { format, width, height } = shape;
  if (width > SIDE_MAX || height > SIDE_MAX) return 'too-large';
  try {
    const image = sharp(bytes, { limitInputPixels: SIDE_MAX * SIDE_MAX, failOn: 'warning' }).timeout({ seconds: DECODE_SECONDS });
    const { info } = await image.raw().toBuffer({ resolveWithObject: true });
    return info.width === width && info.height === height ? { mime: MIME[format], width, height } : 'not-a-picture';
  } catch {
    return 'not-a-picture';
  }
}

/** Whole and on the disk, or not at all. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await file.close();
    await unlink(part).catch(() => {});
    throw error;
  }
  await file.close();
  await rename(part, path);
  // The name is on the disk only when its folder is.
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

/**
 * Only through a ticket where the photo has arrived: who names a hash in a ticket of theirs does not thereby see the picture.
 * @returns null when it is not there or not for this actor's eyes: the same answer; `tickets`: through which it is seen
 */
export async function readPhoto(
  db: Db,
  actor: Actor,
  hash: PhotoHash,
): Promise<{ mime: string; bytes: Uint8Array; tickets: readonly TicketId[] } | null> {
  const tickets = await ticketsOf(db, actor, hash);
  const row = await db.photo.findUnique({ where: { hash }, select: { mime: true, uploadedBy: true } });
  const shown = tickets.filter((t) => t.photos.some((p) => p.hash === hash && p.stored));
  if (shown.length === 0 && (row === null || !(await isOnTour(db, actor, hash, row.uploadedBy)))) return null;
  if (row === null || !existsSync(fileOf(hash))) return null;
  return { mime: row.mime, bytes: await readFile(fileOf(hash)), tickets: shown.map((t) => t.id) };
}
