/** From here on what waits is shown as old: a week-end without a network is ordinary, more is not. ms; age deletes nothing (invariant 5). */
export const OLD = 3 * 86_400_000;

/** @param at when it was tapped, of the same clock as `now`, ms. @returns how long it has waited; null while that is ordinary */
export function oldSince(at: number, now: number): number | null {
  return now - at > OLD ? now - at : null;
}
