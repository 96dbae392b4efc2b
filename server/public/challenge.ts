import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, isUuid, type StickerCode, type TicketId } from '#domain/ids.ts';
import { isProof } from '#domain/proof.ts';
import { sessionSecret } from '#server/session/cookie.ts';
import { newId } from '#server/ticket-rows.ts';

/** Whoever reads the page, looks for a word and is called away meanwhile still sends it. */
const LASTS = 60 * 60_000;

/** What a page is to prove: `seed` is the number's other half, `token` brings all of it back. */
export interface Challenge {
  readonly token: string;
  readonly seed: string;
  readonly bits: number;
}

const key = () => createHmac('sha256', sessionSecret()).update('the public page of a sticker').digest();

function seedOf(code: StickerCode, id: string, bits: number, until: Instant): string {
  return createHmac('sha256', key()).update(`${code}|${id}|${bits}|${until}`).digest('base64url');
}

/** Nothing is kept of it here: what it asks for stands in it, signed. Its id is the ticket's, so that one challenge opens one ticket. */
export function newChallenge(code: StickerCode, bits: number, now: Instant): Challenge {
  const [id, until] = [newId(now), now + LASTS];
  const seed = seedOf(code, id, bits, until);
  return { token: `${id}.${bits}.${until}.${seed}`, seed, bits };
}

/** @returns the ticket that this proof opens; null when it is not ours, of another sticker, over, or without its work */
export function provenBy(token: string, nonce: number, code: StickerCode, now: Instant): TicketId | null {
  const [, id = '', bits = '', until = '', seed = ''] = /^([0-9a-f-]{36})\.(\d{1,2})\.(\d{13})\.([\w-]{43})$/.exec(token) ?? [];
  if (!isUuid(id)) return null;
  const ours = Buffer.from(seedOf(code, id, Number(bits), Number(until)));
  const given = Buffer.from(seed);
  if (given.length !== ours.length || !timingSafeEqual(given, ours) || Number(until) < now) return null;
  return isProof(seed, Number(bits), nonce) ? (id as TicketId) : null;
}
