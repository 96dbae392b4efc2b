import type { LookupAddress } from 'node:dns';
import { Agent, request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutside, outsideOnly } from './reachable.ts';

const INSIDE = [
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
];
const INSIDE_6 = [
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2001::1',
];

test.each(INSIDE)('%s is of the house', (address) => {
  expect(isOutside({ address, family: 4 })).toBe(false);
});
test.each(INSIDE_6)('%s is of the house', (address) => {
  expect(isOutside({ address, family: 6 })).toBe(false);
});
test.each([
  ['142.250.75.10', 4],
  ['172.32.0.1', 4],
  ['17.188.1.1', 4],
  ['2a00:1450:4007:80c::200a', 6],
  ['2620:1ec::1', 6],
])('%s is not', (address, family) => {
  expect(isOutside({ address: String(address), family: Number(family) })).toBe(true);
});

/** Somebody who waits inside for the server to call. */
let calls = 0;
const trap = createServer((socket) => {
  calls += 1;
  socket.destroy();
});
beforeAll(() => new Promise<void>((done) => trap.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise((done) => trap.close(done)));

function call(answers: readonly LookupAddress[][]): Promise<string> {
  let n = 0;
  const lookup = outsideOnly((_, __, done) => {
    done(null, [...(answers[Math.min(n, answers.length - 1)] ?? [])]);
    n += 1;
  });
  const { port } = trap.address() as AddressInfo;
  return new Promise((done) => {
    const asked = request({ host: 'fcm.googleapis.com', port, method: 'POST', agent: new Agent({ lookup }), timeout: 300 });
    asked.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.name));
    asked.on('timeout', () => asked.destroy(new Error('timeout')));
    asked.end();
  });
}

test('a name that leads inside is not connected to: at once, after a rebinding, or beside a good address', async () => {
  const [inside, outside] = [
    { address: '127.0.0.1', family: 4 },
    { address: '203.0.113.7', family: 4 },
  ];
  expect(await call([[inside]])).toBe('EINSIDE');
  expect(await call([[inside, { address: '::1', family: 6 }]])).toBe('EINSIDE');
  expect(await call([[outside]])).toBe('EINSIDE');
  for (let i = 0; i < 5; i += 1) await call([[{ address: '192.0.2.9', family: 4 }], [inside]]);
  expect(calls).toBe(0);
});
