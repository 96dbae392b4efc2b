import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { StartFailure } from '#server/start-failure.ts';
import { addressOf, proxiesTrusted, watchAddresses, widerOf } from './address.ts';

const header = (forwarded: string) => (name: string) => (name === 'x-forwarded-for' ? forwarded : null);

test('without a proxy and before the start, nothing is believed', () => {
  expect(addressOf(header('192.0.2.1'), 0)).toBeNull();
});

test('behind proxies, the one that each of them saw counts, not what the client wrote', () => {
  expect(addressOf(header('6.6.6.6, 192.0.2.1'), 1)).toBe('192.0.2.1');
  expect(addressOf(header('6.6.6.6, 192.0.2.1, 10.0.0.2'), 2)).toBe('192.0.2.1');
  expect(addressOf(header('10.0.0.2'), 2)).toBeNull();
  expect(addressOf(header(''), 1)).toBeNull();
});

test('one household of IPv6 is one address', () => {
  expect(addressOf(header('2001:db8:1:2:3:4:5:6'), 1)).toBe('2001:db8:1:2::');
  expect(addressOf(header('2001:db8:1:2::9'), 1)).toBe('2001:db8:1:2::');
  expect(addressOf(header('::ffff:192.0.2.1'), 1)).toBe('192.0.2.1');
  expect(addressOf(header('::1'), 1)).toBe('0:0:0:0::');
});

test('what one firm is given of IPv6 is counted together as well, and IPv4 is not', () => {
  const wide = (forwarded: string) => widerOf(addressOf(header(forwarded), 1));
  expect(wide('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::/48');
  expect(wide('2001:db8:1:ffff::9')).toBe('2001:db8:1::/48');
  expect(wide('2001:db8:2:2::9')).not.toBe(wide('2001:db8:1:2::9'));
  expect(wide('::ffff:192.0.2.1')).toBeNull();
  expect(widerOf(null)).toBeNull();
});

test('the setting is a number of proxies', () => {
  expect([proxiesTrusted({}), proxiesTrusted({ TRUST_PROXY: '2' })]).toEqual([0, 2]);
  expect(() => proxiesTrusted({ TRUST_PROXY: 'yes' })).toThrow(StartFailure);
});

test('without a proxy, what a client writes is replaced by the address of its socket', async () => {
  watchAddresses();
  const server = createServer((request, response) => response.end(request.headers['x-forwarded-for']));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const seen = await (await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': '6.6.6.6' } })).text();
  expect(addressOf(header(seen), 0)).toBe('127.0.0.1');
  await new Promise((done) => server.close(done));
});
