import 'server-only';
import type { PhotoHash } from '#domain/ids.ts';
import { db } from './db.ts';
import { isPassing } from './failure.ts';
import { BUSY, type Said } from './http.ts';
import { keepPhoto, readPhoto } from './photos.ts';
import { noteReadings } from './readings.ts';
import { whoAsks } from './session/session.ts';
import { allow, type Limit } from './throttle.ts';

const HASH = /^[0-9a-f]{64}$/;
/** Each is decoded whole, which costs some hundredths of a second of a core. */
const BROUGHT: Limit = { limit: 120, windowMs: 60_000 };
/** A long ticket shows ten at once. */
const LOOKED_AT: Limit = { limit: 900, windowMs: 60_000 };
const STATUS = { unknown: 404, hash: 422, 'not-a-picture': 415, 'too-large': 413 } as const;
const SIGNED_OUT: Said = { status: 401, body: { error: 'signed-out' } };
const TOO_MUCH: Said = { status: 429, body: { error: 'too-much' }, headers: { 'retry-after': '30' } };

/** @param read gives the bytes, or null when there are too many; called only for somebody signed in */
export async function putPhoto(hash: string, read: () => Promise<Uint8Array | null>): Promise<Said> {
  try {
    const session = await whoAsks();
    if (session === null) return SIGNED_OUT;
    if (!HASH.test(hash)) return { status: 404, body: { error: 'unknown' } };
    if (!allow(`photo:${session.actor.person}`, BROUGHT, Date.now()).allowed) return TOO_MUCH;
    const bytes = await read();
    if (bytes === null) return { status: 413, body: { error: 'too-large' } };
    const fault = await keepPhoto(await db(), session.actor, hash as PhotoHash, bytes, Date.now());
    return fault === null ? { status: 200, body: { stored: true } } : { status: STATUS[fault], body: { error: fault } };
  } catch (error) {
    if (isPassing(error) || isOfTheDisk(error)) return BUSY;
    throw error;
  }
}

/** No room, no folder (as mkdir says of a full disk), or nothing may be written: somebody has to put it right, and the phone keeps its photo until then. */
function isOfTheDisk(error: unknown): boolean {
  return /^(ENOSPC|ENOENT|EDQUOT|EROFS|EIO|EACCES|EPERM|EMFILE|ENFILE|EFBIG)$/.test(String((error as { code?: unknown }).code));
}

/** The picture, or what to say instead of it. */
export async function getPhoto(hash: string): Promise<{ mime: string; bytes: Uint8Array } | Said> {
  const session = await whoAsks();
  if (session === null) return SIGNED_OUT;
  if (!allow(`picture:${session.actor.person}`, LOOKED_AT, Date.now()).allowed) return TOO_MUCH;
  try {
    const from = await db();
    const now = Date.now();
    const photo = HASH.test(hash) ? await readPhoto(from, session.actor, hash as PhotoHash) : null;
    if (photo === null) return { status: 404, body: { error: 'unknown' } };
    await noteReadings(
      from,
      session.actor,
      photo.tickets.map((ticket) => ({ ticket, at: now })),
    );
    return photo;
  } catch (error) {
    if (isPassing(error)) return BUSY;
    throw error;
  }
}
