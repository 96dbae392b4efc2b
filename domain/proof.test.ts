import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { firstBits, isProof, SEED_MOST } from './proof.ts';

test('it is SHA-256, whatever the length of a block', () => {
  for (let length = 0; length <= 55; length += 1) {
    const text = randomBytes(40).toString('hex').slice(0, length);
    expect(firstBits(text)).toBe(createHash('sha256').update(text).digest().readUInt32BE(0));
  }
  expect(() => firstBits('x'.repeat(56))).toThrow(RangeError);
});

test('a proof costs as much as its bits say, and is none for another seed', () => {
  const seed = 'a'.repeat(SEED_MOST);
  let nonce = 0;
  while (!isProof(seed, 10, nonce)) nonce += 1;
  expect(nonce).toBeGreaterThan(5);
  expect(isProof(seed, 10, nonce)).toBe(true);
  expect(isProof(`b${seed.slice(1)}`, 24, nonce)).toBe(false);
  expect(isProof(seed, 10, 99_999_999_999)).toBeTypeOf('boolean');
});
