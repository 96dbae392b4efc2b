import { createECDH } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import webPush from 'web-push';
import { decryptFor, type Receiver, startReceiver } from './receiver.ts';
import { vapidFault } from './vapid.ts';

const VECTORS = '../shared/data/conformance/rfc8291-appendix-a.json';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

test('decrypts the example of RFC 8291, appendix A', () => {
  if (!existsSync(VECTORS)) return console.log('skipped: no reference data');
  const vector = JSON.parse(readFileSync(VECTORS, 'utf8')) as Record<'ua_private' | 'ua_public' | 'auth' | 'body' | 'plaintext', string>;
  const keys = createECDH('prime256v1');
  keys.setPrivateKey(Buffer.from(vector.ua_private, 'base64url'));
  expect(keys.getPublicKey('base64url')).toBe(vector.ua_public);
  expect(decryptFor(keys, Buffer.from(vector.auth, 'base64url'), Buffer.from(vector.body, 'base64url'))).toBe(vector.plaintext);
});

const vapid = webPush.generateVAPIDKeys();
const other = webPush.generateVAPIDKeys();
const send = (key: typeof vapid, options: webPush.RequestOptions = {}, body = '{"v":1}') =>
  webPush
    .sendNotification(receiver.subscribe(vapid.publicKey).subscription, body, {
      vapidDetails: { subject: 'mailto:a@example.org', ...key },
      agent: new Agent({ ca: receiver.ca }),
      ...options,
    })
    .then(
      ({ statusCode }) => statusCode,
      (error: webPush.WebPushError) => error.statusCode,
    );

test('lets in the caller that the phone subscribed with, and nobody else', async () => {
  expect(await send(vapid)).toBe(201);
  expect(await send(other)).toBe(403);
  expect(receiver.faults.at(-1)).toMatch(/another key/);
});

test('refuses a body that no real service would take', async () => {
  expect(await send(vapid, {}, 'x'.repeat(4096))).toBe(413);
});

test('a token for another service, an old one, a forged one and an unreachable sender are refused', () => {
  const now = Date.now();
  const headers = (audience: string, expires: number) =>
    webPush.getVapidHeaders(audience, 'mailto:a@example.org', vapid.publicKey, vapid.privateKey, 'aes128gcm', expires).Authorization;
  const later = Math.floor(now / 1000) + 3600;
  const good = headers('https://here.example', later);
  expect(vapidFault(good, 'https://here.example', vapid.publicKey, now)).toBeNull();
  expect(vapidFault(good, 'https://there.example', vapid.publicKey, now)).toMatch(/aud/);
  expect(vapidFault(good, 'https://here.example', vapid.publicKey, now + 2 * 3_600_000)).toBe('expired');
  expect(vapidFault(good.replace(vapid.publicKey, other.publicKey), 'https://here.example', null, now)).toBe('bad signature');
  expect(vapidFault('Bearer x', 'https://here.example', null, now)).toBe('no VAPID header');
});

test('answers as it was told to, then as usual', async () => {
  receiver.answerNext({ status: 503 }, { status: 429, headers: { 'retry-after': '3' } });
  expect([await send(vapid), await send(vapid), await send(vapid)]).toEqual([503, 429, 201]);
});
