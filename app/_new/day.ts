import type { Instant } from '#domain/ids.ts';

/** The day that an instant is of in a zone, "2026-11-22". */
export function dayIn(timeZone: string, at: Instant): string {
  // The one locale whose short dates are written so.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
