import 'server-only';
import type { Instant } from '#domain/ids.ts';

/** Work of a quiet hour, in bits: some tenths of a second on a cheap phone. Each more doubles it. */
export const LEAST_BITS = 14;
/** Ten seconds on a cheap phone; more would punish whoever is honest while others flood. */
export const MOST_BITS = 20;

const WINDOW = 10 * 60_000;
/** Pages of one address, and of all, that cost no more than the least. */
const FREE_FROM_ONE = 8;
const FREE_FROM_ALL = 60;
/** Addresses that are remembered; the quietest is forgotten. */
const MOST_KEPT = 10_000;

/** How many pages were asked for lately, by whom. In memory: it only sets a price. */
export class Load {
  readonly #seen = new Map<string, Instant[]>();

  /** One more page, and what it is to cost. @param address null where it cannot be known: then only all count */
  bitsFor(address: string | null, now: Instant): number {
    const all = this.#count('', now);
    const mine = address === null ? 0 : this.#count(address, now);
    const over = (n: number, free: number) => (n <= free ? 0 : Math.ceil(Math.log2(n / free)));
    return Math.min(MOST_BITS, LEAST_BITS + 2 * over(mine, FREE_FROM_ONE) + over(all, FREE_FROM_ALL));
  }

  #count(of: string, now: Instant): number {
    const recent = (this.#seen.get(of) ?? []).filter((at) => at > now - WINDOW).slice(-2000);
    recent.push(now);
    this.#seen.delete(of);
    this.#seen.set(of, recent);
    const oldest = this.#seen.keys().next().value;
    if (this.#seen.size > MOST_KEPT && oldest !== undefined) this.#seen.delete(oldest);
    return recent.length;
  }
}

const shared = globalThis as { relaisPublicLoad?: Load };

/** The load of this process. */
export function load(): Load {
  shared.relaisPublicLoad ??= new Load();
  return shared.relaisPublicLoad;
}
