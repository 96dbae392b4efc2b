/**
 * A proof of work: something that costs a browser a moment and a flood much, in place of a test of pictures by somebody else. The server
 * gives a seed; the browser looks for a number that makes SHA-256 of both begin with so many zero bits.
 */

/** FIPS 180-4, 4.2.2. */
const K = constants(64, 1 / 3);
const START = constants(8, 1 / 2);

/** First 32 bits of the fractional parts of the roots of the first primes. */
function constants(n: number, power: number): Uint32Array {
  const found = new Uint32Array(n);
  for (let candidate = 2, i = 0; i < n; candidate += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= candidate; d += 1) if (candidate % d === 0) isPrime = false;
    if (!isPrime) continue;
    const root = candidate ** power;
    found[i] = Math.floor((root - Math.floor(root)) * 2 ** 32);
    i += 1;
  }
  return found;
}

const schedule = new Uint32Array(64);

/** Of one block: at most 55 signs of ASCII. @returns the first 32 bits of the digest, which is more than any proof asks for */
export function firstBits(text: string): number {
  if (text.length > 55) throw new RangeError('one block holds 55 bytes');
  schedule.fill(0, 0, 16);
  for (let i = 0; i < text.length; i += 1) schedule[i >> 2] = (schedule[i >> 2] as number) | (text.charCodeAt(i) << (24 - (i & 3) * 8));
  const end = text.length;
  schedule[end >> 2] = (schedule[end >> 2] as number) | (0x80 << (24 - (end & 3) * 8));
  schedule[15] = end * 8;
  const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n));
  for (let i = 16; i < 64; i += 1) {
    const [a, b] = [schedule[i - 15] as number, schedule[i - 2] as number];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    schedule[i] = ((schedule[i - 16] as number) + s0 + (schedule[i - 7] as number) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (K[i] as number) + (schedule[i] as number)) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (a + (START[0] as number)) >>> 0;
}

/** Does this number prove the work? @param bits 1 to 32 */
export function isProof(seed: string, bits: number, nonce: number): boolean {
  return firstBits(`${seed}:${nonce}`) >>> (32 - bits) === 0;
}

/** Longest seed that leaves room for a number of eleven digits. */
export const SEED_MOST = 43;
