import type { Sighting } from './sighting.ts';

/** A code that left the view for this long may be reported again, in milliseconds. */
const AWAY = 1500;

type Seen = { sighting: Sighting; last: number; times: number; reported: boolean };

/**
 * From frames to reports. A frame that shows something waits for one more, so that two stickers in view are reported together; a code is
 * reported once for as long as it stays in view; a line code (old labels) must be read twice, for it has little or no check of its own.
 */
export function createGather() {
  const seen = new Map<string, Seen>();
  return {
    /** @param now milliseconds of any clock that only goes forward. Answers the codes to report now; empty most of the time. */
    feed(sightings: readonly Sighting[], now: number): Sighting[] {
      for (const [text, entry] of seen) if (now - entry.last > AWAY) seen.delete(text);
      const waiting = [...seen.values()].filter((entry) => !entry.reported);
      for (const sighting of sightings) {
        const entry = seen.get(sighting.text);
        if (entry) Object.assign(entry, { sighting, last: now, times: entry.times + 1 });
        else seen.set(sighting.text, { sighting, last: now, times: 1, reported: false });
      }
      const proved = ({ sighting, times }: Seen) => times > 1 || sighting.format === 'QRCode' || sighting.format === 'DataMatrix';
      if (!waiting.some(proved)) return [];
      const report = [...seen.values()].filter((entry) => !entry.reported && proved(entry));
      for (const entry of report) entry.reported = true;
      return report.map((entry) => entry.sighting);
    },
    /** After a pause in which nothing was looked at: what was reported is still taken to be in view. */
    resume(now: number): void {
      for (const entry of seen.values()) entry.last = now;
    },
  };
}
