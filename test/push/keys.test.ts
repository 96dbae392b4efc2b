import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'next-auth/jwt';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import webPush from 'web-push';
import { ensureKeys, keysAsSettings, renewKey, renewPushKey } from '#server/keys.ts';
import { createTransport } from '#server/notify/transport.ts';
import { type Receiver, startReceiver } from './receiver.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const [old, fresh, strange] = [webPush.generateVAPIDKeys(), webPush.generateVAPIDKeys(), webPush.generateVAPIDKeys()];
const message = { payload: '{}', ttl: 60, urgency: 'normal', topic: null } as const;
const transport = (previous: readonly (typeof old)[]) =>
  createTransport({ subject: 'mailto:a@example.org', ...fresh, previous, testHost: receiver.host, agent: new Agent({ ca: receiver.ca }) });

test('after a change of keys, a device that is subscribed with the old one is still reached, and so is one with the new', async () => {
  const [before, after] = [receiver.subscribe(old.publicKey), receiver.subscribe(fresh.publicKey)];
  const send = transport([strange, old]);
  for (const phone of [before, after, before, after])
    expect(await send({ ...phone.subscription, ...phone.subscription.keys }, message)).toMatchObject({ status: 201 });
  expect([before.messages.length, after.messages.length]).toEqual([2, 2]);
  // The key that fits is found once, not each time.
  expect(receiver.faults.filter((f) => f.startsWith('another key'))).toHaveLength(2);
});

test('a device that no key fits is refused, as it would be with one', async () => {
  const phone = receiver.subscribe(webPush.generateVAPIDKeys().publicKey);
  expect(await transport([old])({ ...phone.subscription, ...phone.subscription.keys }, message)).toMatchObject({ kind: 'answered', status: 403 });
});

test('a key that is renewed stays among the older ones, three at most; everything else stays as it was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = ensureKeys(folder);
  const seen = [first.vapidPublic];
  for (let i = 0; i < 4; i += 1) {
    renewPushKey(folder);
    seen.unshift(ensureKeys(folder).vapidPublic);
  }
  const now = ensureKeys(folder);
  expect(new Set(seen).size).toBe(5);
  expect(now).toMatchObject({ session: first.session, serverActions: first.serverActions, agents: first.agents });
  const older = JSON.parse(keysAsSettings(now)['VAPID_PREVIOUS_KEYS'] ?? '[]') as { publicKey: string }[];
  expect(older.map((k) => k.publicKey)).toEqual(seen.slice(1, 4));
});

test('a new key of the sessions opens no cookie of before; each key is changed alone, and the file stays for the server’s eyes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = ensureKeys(folder);
  const cookie = await encode({ token: { sub: 'mina', v: 0 }, secret: first.session });
  renewKey(folder, 'session');
  const second = ensureKeys(folder);
  expect({ ...second, session: first.session }).toEqual(first);
  expect(await decode({ token: cookie, secret: first.session })).toMatchObject({ sub: 'mina' });
  await expect(decode({ token: cookie, secret: second.session })).rejects.toThrow();
  renewKey(folder, 'actions');
  expect({ ...ensureKeys(folder), serverActions: first.serverActions }).toEqual(second);
  expect(Buffer.from(ensureKeys(folder).serverActions, 'base64')).toHaveLength(32);
  expect(statSync(join(folder, 'keys.json')).mode & 0o077).toBe(0);
});
