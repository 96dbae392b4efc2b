import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Verdict } from './transport.ts';

const FIRST = 2000;
const LONGEST = 10 * 60_000;

/** What an answer of the push service means for one delivery (RFC 8030 section 7; invariant 49). */
export type Meaning = 'accepted' | 'gone' | 'refused' | 'too-big' | 'later';

export function meaningOf(verdict: Verdict): Meaning {
  if (verdict.kind === 'unreachable') return 'later';
  if (verdict.kind === 'unusable') return 'refused';
  const { status } = verdict;
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 404 || status === 410) return 'gone';
  if (status === 413) return 'too-big';
  if (status === 408 || status === 429 || status >= 500) return 'later';
  return 'refused';
}

/**
 * When to try again: exponential with jitter, never before the service's Retry-After.
 * @param attempts tries so far, this one included
 * @param dice 0 to 1
 * @returns null when the message would arrive too late to be of use
 */
export function nextAttempt(attempts: number, retryAfter: number | null, expiresAt: Instant, now: Instant, dice: number): Instant | null {
  const step = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts - 1, 20));
  const at = now + Math.max(retryAfter ?? 0, Math.round(step * (0.5 + dice / 2)));
  return at < expiresAt ? at : null;
}

/** The header's two forms, a number of seconds or a date (RFC 9110 section 10.2.3), as ms from now; null when it says nothing usable. */
export function parseRetryAfter(header: string | undefined, now: Instant): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = /^\w{3}, .* GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
