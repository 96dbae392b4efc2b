const FIRST = 2_000;
const LONGEST = 60_000;
/** Looked at, with work that has not left: somebody waits for it. */
const LONGEST_WATCHED = 8_000;

/**
 * How long to wait after so many failures in a row: doubling from 2 s, with jitter so that the phones of a school whose network comes back
 * do not all speak in the same second; never sooner than the server asked. It grows to one minute, and to 8 s where somebody looks at a
 * phone that has something to send. Of 6 000 of those each waits 4 to 8 s: a server that comes back is asked 6 000 / 6 s = 1 000 times a
 * second, had all failed in the same instant 6 000 / 4 s = 1 500 times, and only until each has been answered once; from then on they ask
 * every 30 s, all together 200 times a second. What it cannot do at once waits within the 15 s of a request (6 000 / 15 s = 400 a second),
 * and one that answers 503 names its own time.
 * @param failures at least 1
 * @param random in [0, 1)
 * @param retryAfter ms, as the server asked
 * @param isWatched the page is seen, and something of this person waits here
 * @returns ms
 */
export function backoff(failures: number, random: number, retryAfter: number | null, isWatched = false): number {
  const step = Math.min(isWatched ? LONGEST_WATCHED : LONGEST, FIRST * 2 ** (failures - 1));
  return Math.round(Math.max(step * (0.5 + random / 2), (retryAfter ?? 0) * (1 + random / 4)));
}
