import type { Instant } from './ids.ts';

/**
 * The field time of an act (invariants 39, 40, 56): the device's clock plus the last known offset, never before the origin's
 * last act or the start of its subject, never after receipt. A clock wrong by years thus moves nothing outside those bounds.
 * @param at device clock at the tap, ms
 * @param offset last known (server − device), ms
 */
export function fieldTime(at: Instant, offset: number, earliest: Instant, received: Instant): Instant {
  const corrected = at + offset;
  return Math.min(received, Math.max(corrected, Math.min(earliest, received)));
}
