import 'server-only';
import type { StickerCode } from '#domain/ids.ts';
import type { PublicAnswer } from '#domain/public-report.ts';
import { parseCode } from '#domain/sticker.ts';
import { db } from '#server/db.ts';
import { readJson, type Said, sameOrigin } from '#server/http.ts';
import { addressOf, widerOf } from '#server/session/address.ts';
import { allow, type Limit } from '#server/throttle.ts';
import { type Challenge, newChallenge } from './challenge.ts';
import { load } from './load.ts';
import { hearPublicReport } from './report.ts';
import { publicSticker } from './sticker.ts';

/** Pages for one address: a class that scans is below it, a machine that tries codes above. */
const PAGES: Limit = { limit: 90, windowMs: 60_000 };
/** The same of an IPv6 network of 48 bits. */
const PAGES_WIDE: Limit = { limit: 720, windowMs: 60_000 };
const LONGEST_BODY = 8192;
/** One that is never printed: looked up where what was asked is no code, so that this takes as long. */
const NEVER = '00000000' as StickerCode;

type Opened =
  | {
      readonly status: 200;
      readonly kind: 'form';
      readonly code: StickerCode;
      readonly reported: 'new' | 'held' | null;
      readonly challenge: Challenge;
    }
  | { readonly status: 404 | 429; readonly kind: 'unknown' | 'busy'; readonly code: string };

/** What is shown to whoever opens a sticker's address without an account. */
export async function openPublic(request: Request, typed: string): Promise<Opened> {
  const now = Date.now();
  const address = addressOf((name) => request.headers.get(name));
  const shown = typed.slice(0, 12);
  const wide = widerOf(address);
  if (wide !== null && !allow(`public:page:${wide}`, PAGES_WIDE, now).allowed) return { status: 429, kind: 'busy', code: shown };
  if (address !== null && !allow(`public:page:${address}`, PAGES, now).allowed) return { status: 429, kind: 'busy', code: shown };
  const code = parseCode(typed);
  const sticker = await publicSticker(await db(), code ?? NEVER);
  // Made for all alike: its price and its time tell nothing of the sticker.
  const challenge = newChallenge(code ?? NEVER, load().bitsFor(address, now), now);
  if (sticker === null || code === null) return { status: 404, kind: 'unknown', code: shown };
  return { status: 200, kind: 'form', code, reported: sticker.reported, challenge };
}

/** A report, from our own page only. */
export async function answerPublic(request: Request, typed: string): Promise<PublicAnswer | Said> {
  if (!sameOrigin(request)) return { status: 403, body: { error: 'origin' } };
  if (request.headers.get('content-type') !== 'application/json') return { status: 415, body: { error: 'content-type' } };
  const code = parseCode(typed);
  const raw = await readJson(request, LONGEST_BODY);
  if (code === null) return 'not-in-use';
  return hearPublicReport(await db(), code, raw, { address: addressOf((name) => request.headers.get(name)), now: Date.now() });
}
