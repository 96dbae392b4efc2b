import 'server-only';

export interface Limit {
  /** How many are let through in any window. */
  readonly limit: number;
  /** Length of the window in milliseconds. */
  readonly windowMs: number;
}

/** `retryAfter`: milliseconds until the next one would be let through. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfter: number };

/** Beyond this many keys the one that has been quiet the longest is forgotten, so that nobody fills the memory with made-up keys. */
const CAPACITY = 20_000;

/**
 * Counts what each key did lately, in memory: one server of this installation knows nothing of another's count. The instants themselves
 * are kept, not a counter per quarter of an hour, which would let twice the limit through around the change.
 */
export class Throttle {
  readonly #seen = new Map<string, number[]>();
  readonly #capacity: number;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  /**
   * Counts one more for this key, unless it has had its share: what is refused is not counted, so that patience always ends it.
   * @param now milliseconds since 1970
   * @param weight as how many it counts, at most the limit
   */
  allow(key: string, { limit, windowMs }: Limit, now: number, weight = 1): Verdict {
    const recent = (this.#seen.get(key) ?? []).filter((at) => at > now - windowMs && at <= now);
    const oldest = recent[recent.length - 1 - limit + weight];
    // Deleted first: a Map keeps the order of insertion, which makes its first key the quietest.
    this.#seen.delete(key);
    this.#seen.set(key, recent);
    if (oldest !== undefined) return { allowed: false, retryAfter: oldest + windowMs - now };
    for (let i = 0; i < weight; i += 1) recent.push(now);
    this.#forget();
    return { allowed: true };
  }

  /** Takes the last one of this key back: a try that turned out to be honest. */
  giveBack(key: string): void {
    const instants = this.#seen.get(key);
    instants?.pop();
    if (instants?.length === 0) this.#seen.delete(key);
  }

  get size(): number {
    return this.#seen.size;
  }

  #forget(): void {
    for (const key of this.#seen.keys()) {
      if (this.#seen.size <= this.#capacity) return;
      this.#seen.delete(key);
    }
  }
}

// On globalThis: Next loads this module once for pages and once for route handlers, and they count together.
const shared = globalThis as { relaisThrottle?: Throttle };

/** The throttle of this process. */
export function throttle(): Throttle {
  shared.relaisThrottle ??= new Throttle();
  return shared.relaisThrottle;
}

/** Counts in the throttle of this process; name the door in the key, `signin:from:192.0.2.7`. */
export function allow(key: string, limit: Limit, now: number, weight = 1): Verdict {
  return throttle().allow(key, limit, now, weight);
}
