import 'server-only';
import * as z from 'zod/mini';
import type { Instant } from '#domain/ids.ts';
import { type Db, db as openDb } from '#server/db.ts';
import { readJson, sameOrigin, say } from '#server/http.ts';
import { text } from '#server/office/fields.ts';
import { securityEvent } from '#server/security-log.ts';
import { type Throttle, throttle } from '#server/throttle.ts';
import { addressOf } from './address.ts';
import { cookieFor } from './cookie.ts';
import { anyKeyOptions, enrol, personOfKey } from './passkeys.ts';
import { endStep, keepStep, spendStep, stepOf } from './pending.ts';
import { beginSession } from './sessions.ts';
import { lacksKey } from './sign-in-settings.ts';

const TRIES = { limit: 30, windowMs: 60_000 };
const MAX_BODY = 16_384;
/** To find a key on a ring, seconds. */
export const STEP_SECONDS = 5 * 60;

const Made = z.object({ label: text(60), response: z.looseObject({ id: z.string() }) });
const Answer = z.object({ step: z.enum(['passkey', 'second']), response: z.looseObject({ id: z.string() }) });

/** What the door stands on; tests give their own. */
export interface PasskeyGround {
  readonly db: Db;
  readonly now: () => Instant;
  readonly counts: Throttle;
}

/**
 * `POST begin` → what a browser asks its passkeys; `POST end` ({step, response}) → 200 {ok} and the session, 401 {error: wrong}. `step` is
 * `second` after a password. `POST make` ({label, response}) → the same, for whoever has to make a passkey after their password.
 */
export async function handlePasskey(request: Request, action: string, ground?: PasskeyGround): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  if (request.headers.get('content-type') !== 'application/json') return say({ status: 415, body: { error: 'content-type' } });
  const { db, now, counts } = ground ?? { db: await openDb(), now: Date.now, counts: throttle() };
  const address = addressOf((name) => request.headers.get(name));
  if (!counts.allow(`passkey:${address}`, TRIES, now()).allowed) {
    return say({ status: 429, body: { error: 'throttled', seconds: 60 }, headers: { 'retry-after': '60' } });
  }
  if (action === 'begin') {
    const options = await anyKeyOptions();
    const answer = say({ status: 200, body: options });
    answer.headers.append('set-cookie', await keepStep('passkey', { challenge: options.challenge }, STEP_SECONDS));
    return answer;
  }
  if (action === 'make') return make(request, { db, now, counts }, address);
  const parsed = action === 'end' ? Answer.safeParse(await readJson(request, MAX_BODY)) : null;
  if (!parsed?.success) return say({ status: 400, body: { error: 'invalid' } });
  const { step, response } = parsed.data;
  const kept = await stepOf(request, step);
  const of = step === 'second' ? String(kept?.['person']) : null;
  const found =
    kept === null || !spendStep(kept, now(), counts) ? null : await personOfKey(db, { challenge: String(kept['challenge']), response, of }, now());
  // A password that was changed meanwhile, or sessions that were ended: the first step counts no more.
  const isStale = step === 'second' && found?.sessionVersion !== kept?.['sessionVersion'];
  if (found === null || isStale) {
    void securityEvent(db, { kind: 'factor-failed', person: of, address });
    return say({ status: 401, body: { error: 'wrong' } });
  }
  const userAgent = request.headers.get('user-agent') ?? '';
  const signedIn = await beginSession(
    db,
    { person: found.person, ...(step === 'second' ? wayOf(kept) : { by: 'passkey' as const }), userAgent },
    now(),
  );
  const answer = say({ status: 200, body: { ok: true } });
  answer.headers.append('set-cookie', endStep(step));
  answer.headers.append('set-cookie', await cookieFor({ ...found, signedIn }));
  await securityEvent(db, { kind: 'signed-in', person: found.person, address, data: { by: 'passkey' } });
  return answer;
}

/** By which password the first step was made: ours, or the directory's, whose word ends it. */
function wayOf(kept: Readonly<Record<string, unknown>> | null): { by: 'password' | 'ldap'; outside: string | null } {
  const outside = kept?.['outside'];
  return typeof outside === 'string' ? { by: 'ldap', outside } : { by: 'password', outside: null };
}

/** A passkey is demanded of somebody who has none: their password was right a moment ago, and nothing opens before they have made one. */
async function make(request: Request, { db, now, counts }: PasskeyGround, address: string | null): Promise<Response> {
  const parsed = Made.safeParse(await readJson(request, MAX_BODY));
  if (!parsed.success) return say({ status: 400, body: { error: 'invalid' } });
  const kept = await stepOf(request, 'must');
  const person = String(kept?.['person']);
  const isTheirs = kept !== null && spendStep(kept, now(), counts) && (await lacksKey(db, person, now()));
  const found = isTheirs ? await db.person.findFirst({ where: { id: person, disabledAt: null }, select: { sessionVersion: true } }) : null;
  // A password that was changed meanwhile, or sessions that were ended: the first step counts no more.
  const isStale = found === null || found.sessionVersion !== kept?.['sessionVersion'];
  const { label, response } = parsed.data;
  if (isStale || !(await enrol(db, { person, challenge: String(kept?.['challenge']), label, response }, now()))) {
    return say({ status: 401, body: { error: 'wrong' } });
  }
  const signedIn = await beginSession(db, { person, ...wayOf(kept), userAgent: request.headers.get('user-agent') ?? '' }, now());
  const answer = say({ status: 200, body: { ok: true } });
  answer.headers.append('set-cookie', endStep('must'));
  answer.headers.append('set-cookie', await cookieFor({ person, sessionVersion: found.sessionVersion, signedIn }));
  await securityEvent(db, { kind: 'factor-added', person, address, data: { demanded: true } }, now());
  await securityEvent(db, { kind: 'signed-in', person, address, data: { by: 'password' } }, now());
  return answer;
}
