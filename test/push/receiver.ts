/**
 * A push service on this machine, as strict as the real ones: it checks the caller's VAPID token and the headers, and decrypts each message
 * with the keys of its own subscribers (RFC 8030, 8291, 8292).
 *
 *   const receiver = await startReceiver();
 *   // server: PUSH_TEST_HOST=receiver.host, and it must trust receiver.ca: `new https.Agent({ ca: receiver.ca })` in the same process,
 *   //         NODE_EXTRA_CA_CERTS=receiver.caFile for a server started beside
 *   const phone = receiver.subscribe(vapidPublicKey); // phone.subscription is what a browser would post to /api/push/subscribe
 *   receiver.answerNext({ status: 429, headers: { 'retry-after': '1' } });
 *   const [message] = await phone.arrived(1); // message.text, .json, .ttl, .urgency, .topic
 *   await receiver.close();
 *
 * In a browser test the page's `pushManager.subscribe` is stubbed to answer with `phone.subscription`, and `message.text` is handed to the
 * worker by CDP `ServiceWorker.deliverPushMessage`.
 */
import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { decrypt } from 'http_ece';
import { makeCertificate } from './certificate.ts';
import { vapidFault } from './vapid.ts';

/** Real services take no larger body. */
const LARGEST = 4096;

export interface Received {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly ttl: number;
  readonly urgency: string | null;
  readonly topic: string | null;
  /** Bytes on the wire. */
  readonly size: number;
  /** ms */
  readonly at: number;
}

export interface Phone {
  readonly id: string;
  readonly subscription: { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } };
  readonly messages: readonly Received[];
  /** Waits until there are `count` messages; fails after `within` ms. */
  arrived(count: number, within?: number): Promise<readonly Received[]>;
  /** The browser unsubscribed: 410 from now on. */
  leave(): void;
}

/** `status` with headers; or silence (`hang`), a broken connection (`reset`), something that is not HTTP (`garbage`). */
export type Answer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly delay?: number }
  | 'hang'
  | 'reset'
  | 'garbage';

export interface Receiver {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly ca: string;
  readonly caFile: string;
  /** @param key the VAPID public key given to `pushManager.subscribe`; left out, any caller is let in */
  subscribe(key?: string): Phone;
  /** All messages taken in, in order. */
  readonly messages: readonly Received[];
  /** Every request, whatever its answer. */
  readonly requests: number;
  /** Why requests were refused by the receiver's own checks. */
  readonly faults: readonly string[];
  /** The next requests get these answers, one each, before the usual 201. */
  answerNext(...answers: Answer[]): void;
  /** Forgets the answers that nobody fetched. */
  forget(): void;
  close(): Promise<void>;
}

interface Subscriber {
  readonly keys: ECDH;
  readonly auth: Buffer;
  readonly vapid: string | null;
  readonly messages: Received[];
  gone: boolean;
}

/** Decrypts one aes128gcm body as the phone would. */
export function decryptFor(privateKey: ECDH, authSecret: Buffer, body: Buffer): string {
  return decrypt(body, { version: 'aes128gcm', privateKey, authSecret }).toString('utf8');
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function headerFault({ headers }: IncomingMessage): string | null {
  if (!/^\d{1,9}$/.test(headers['ttl']?.toString() ?? '')) return 'no TTL';
  const urgency = headers['urgency']?.toString();
  if (urgency !== undefined && !['very-low', 'low', 'normal', 'high'].includes(urgency)) return `urgency ${urgency}`;
  const topic = headers['topic']?.toString();
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) return `topic ${topic}`;
  if (headers['content-encoding'] !== 'aes128gcm') return `content-encoding ${headers['content-encoding']}`;
  return null;
}

async function misbehave(answer: Answer, response: ServerResponse): Promise<void> {
  if (answer === 'hang') return;
  if (answer === 'reset') return void response.socket?.destroy();
  if (answer === 'garbage') return void response.socket?.end('\u0000\u0001 this is not HTTP\r\n\r\n');
  if (answer.delay !== undefined) await sleep(answer.delay);
  response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? '');
}

export async function startReceiver(): Promise<Receiver> {
  const { cert, key } = makeCertificate(Date.now());
  const folder = mkdtempSync(join(tmpdir(), 'relais-push-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, cert);

  const subscribers = new Map<string, Subscriber>();
  const messages: Received[] = [];
  const faults: string[] = [];
  const scripted: Answer[] = [];
  const sockets = new Set<Duplex>();
  let requests = 0;
  let origin = '';

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const body = await read(request);
    const refuse = (status: number, fault: string) => {
      faults.push(fault);
      response.writeHead(status, { 'content-type': 'text/plain' }).end(fault);
    };
    const subscriber = subscribers.get(request.url?.replace('/push/', '') ?? '');
    if (request.method !== 'POST' || subscriber === undefined) return refuse(404, `unknown subscription ${request.method}`);
    const fault = vapidFault(request.headers.authorization, origin, subscriber.vapid, Date.now());
    if (fault !== null) return refuse(403, fault);
    const wrong = headerFault(request);
    if (wrong !== null) return refuse(400, wrong);
    if (body.length > LARGEST) return refuse(413, 'too big');
    if (subscriber.gone) return void response.writeHead(410).end();
    const answer = scripted.shift();
    if (answer !== undefined && (typeof answer === 'string' || answer.status >= 300)) return misbehave(answer, response);
    const text = decryptFor(subscriber.keys, subscriber.auth, body);
    const message: Received = {
      text,
      json: JSON.parse(text) as Record<string, unknown>,
      ttl: Number(request.headers['ttl']),
      urgency: request.headers['urgency']?.toString() ?? null,
      topic: request.headers['topic']?.toString() ?? null,
      size: body.length,
      at: Date.now(),
    };
    subscriber.messages.push(message);
    messages.push(message);
    await misbehave(answer ?? { status: 201, headers: { location: `${origin}/message/${messages.length}` } }, response);
  }

  const server = createServer({ cert, key }, (request, response) => {
    take(request, response).catch((error: unknown) => {
      faults.push(error instanceof Error ? error.message : String(error));
      if (!response.headersSent) response.writeHead(400).end();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `https://${host}`;

  function subscribe(vapid?: string): Phone {
    const id = randomBytes(18).toString('base64url');
    const keys = createECDH('prime256v1');
    const p256dh = keys.generateKeys().toString('base64url');
    const auth = randomBytes(16);
    const subscriber: Subscriber = { keys, auth, vapid: vapid ?? null, messages: [], gone: false };
    subscribers.set(id, subscriber);
    return {
      id,
      subscription: { endpoint: `${origin}/push/${id}`, keys: { p256dh, auth: auth.toString('base64url') } },
      messages: subscriber.messages,
      arrived: async (count, within = 5000) => {
        const end = Date.now() + within;
        while (subscriber.messages.length < count) {
          if (Date.now() > end)
            throw new Error(`${subscriber.messages.length} of ${count} messages after ${within} ms; faults: ${faults.join(', ') || 'none'}`);
          await sleep(10);
        }
        return subscriber.messages;
      },
      leave: () => {
        subscriber.gone = true;
      },
    };
  }

  return {
    host,
    ca: cert,
    caFile,
    subscribe,
    messages,
    get requests() {
      return requests;
    },
    faults,
    answerNext: (...answers) => {
      scripted.push(...answers);
    },
    forget: () => {
      scripted.length = 0;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
