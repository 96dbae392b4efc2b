import type { StickerCode } from '#domain/ids.ts';
import { uuidv7 } from '#domain/ids.ts';
import { makeCode } from '#domain/sticker.ts';

/** Seeded dice: the demo is the same on every machine. (mulberry32, public domain) */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    const one = list[Math.floor(this.next() * list.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  bytes(n: number): Uint8Array {
    return Uint8Array.from({ length: n }, () => Math.floor(this.next() * 256));
  }

  /** Ids of the demo are all of one old instant, so that they stay the same from run to run. */
  id<T extends string>(): T {
    return uuidv7(1_767_225_600_000, this.bytes(10)) as T;
  }

  code(): StickerCode {
    return makeCode(this.bytes(8));
  }

  /** Letters and digits of a serial number. */
  serial(length: number): string {
    return Array.from({ length }, () => this.pick([...'0123456789ABCDEFGHJKLMNPRSTUVWXYZ'])).join('');
  }
}
