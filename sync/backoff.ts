const FIRST = 2_000;
const LONGEST = 60_000;

/**
 * How long to wait after so many failures in a row: doubling from 2 s to one minute, with jitter so that the phones of a school whose
 * network comes back do not all speak in the same second; never sooner than the server asked.
 * @param failures at least 1
 * @param random in [0, 1)
 * @param retryAfter ms, as the server asked
 * @returns ms
 */
export function backoff(failures: number, random: number, retryAfter: number | null): number {
  const step = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.round(Math.max(step * (0.5 + random / 2), (retryAfter ?? 0) * (1 + random / 4)));
}
