import 'server-only';
import * as z from 'zod/mini';
import { isUuid, type PersonId } from '#domain/ids.ts';
import { type Db, db } from '#server/db.ts';
import { isPassing } from '#server/failure.ts';
import { BUSY, readJson, type Said, sameOrigin } from '#server/http.ts';
import { whoAsks } from '#server/session/session.ts';
import { allow, type Limit } from '#server/throttle.ts';

/** An address of Windows' service and two keys fill half of it. */
const LONGEST_BODY = 4096;

/** What one person asks of all these doors together: more than any screen of theirs. */
const READS: Limit = { limit: 900, windowMs: 60_000 };

/** The id of a row, as it comes from outside. */
export const rowId = z.string().check(z.maxLength(36), z.refine(isUuid));

/** Who asks, and where their rows are; or what to answer instead. */
export type Asked = Asker | { readonly refused: Said };
export type Heard<T> = (Asker & { readonly body: T }) | { readonly refused: Said };

interface Asker {
  readonly db: Db;
  readonly person: PersonId;
  /** Which of their sign-ins (server/session/sessions.ts). */
  readonly signedIn: string | null;
  readonly refused: null;
}

/** The beginning of the doors that only read: somebody signed in, not too often. */
export async function ask(): Promise<Asked> {
  let session: Awaited<ReturnType<typeof whoAsks>>;
  try {
    session = await whoAsks();
  } catch (error) {
    // A database that is away is no fault of the door's.
    if (!isPassing(error)) throw error;
    return { refused: BUSY };
  }
  if (session === null) return { refused: { status: 401, body: { error: 'signed-out' } } };
  if (!allow(`read:${session.actor.person}`, READS, Date.now()).allowed) {
    return { refused: { status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '30' } } };
  }
  return { db: await db(), person: session.actor.person, signedIn: session.signedIn ?? null, refused: null };
}

/**
 * The beginning of the doors that write: our own page, JSON, somebody signed in, not too often, and the right shape.
 * @param door names the throttle's key
 */
export async function hear<T extends z.ZodMiniType>(request: Request, schema: T, door: string, limit: Limit): Promise<Heard<z.infer<T>>> {
  if (!sameOrigin(request)) return { refused: { status: 403, body: { error: 'origin' } } };
  if (request.headers.get('content-type') !== 'application/json') return { refused: { status: 415, body: { error: 'content-type' } } };
  const asked = await ask();
  if (asked.refused !== null) return asked;
  const verdict = allow(`${door}:${asked.person}`, limit, Date.now());
  if (!verdict.allowed) {
    return { refused: { status: 429, body: { error: 'too-often' }, headers: { 'retry-after': String(Math.ceil(verdict.retryAfter / 1000)) } } };
  }
  const parsed = schema.safeParse(await readJson(request, LONGEST_BODY));
  return parsed.success ? { ...asked, body: parsed.data } : { refused: { status: 400, body: { error: 'invalid' } } };
}
