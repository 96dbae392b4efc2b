import type { Instant } from '#domain/ids.ts';

/** What the engine knows of the page it runs in. Hints to try, never proofs (invariant 32). */
export interface Surroundings {
  now(): Instant;
  /** In [0, 1). */
  random(): number;
  isVisible(): boolean;
  /** What the browser believes; wrong behind a portal and on some desktops. */
  isOnline(): boolean;
  /** Something that makes it worth trying: seen again, back on a network, back from the page cache. @returns the way to stop */
  onOccasion(listener: () => void): () => void;
  /** @returns the way to call it off */
  after(ms: number, work: () => void): () => void;
}

export function page(): Surroundings {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    isVisible: () => document.visibilityState === 'visible',
    isOnline: () => navigator.onLine,
    onOccasion(listener) {
      const seen = () => {
        if (document.visibilityState === 'visible') listener();
      };
      document.addEventListener('visibilitychange', seen);
      for (const name of ['online', 'offline', 'pageshow'] as const) addEventListener(name, listener);
      return () => {
        document.removeEventListener('visibilitychange', seen);
        for (const name of ['online', 'offline', 'pageshow'] as const) removeEventListener(name, listener);
      };
    },
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
}
