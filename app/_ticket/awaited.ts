import { oldSince } from '#app/_outbox/age.ts';
import type { Photo } from '#domain/ticket/ticket.ts';

/** Photos that the server still waits for after some days: their phone was lost, emptied, or is switched off (invariant 45). */
export function lateOf(photos: readonly Photo[], now: number): readonly Photo[] {
  return photos.filter((p) => !p.stored && oldSince(p.at, now) !== null);
}
