import 'server-only';
import { Agent, request } from 'node:https';
import webPush from 'web-push';
import { isPushEndpoint } from '#server/push/endpoint.ts';
import { outsideOnly } from '#server/push/reachable.ts';
import type { VapidKey } from '#server/push/vapid.ts';
import { parseRetryAfter } from './retry.ts';

/** From connecting to the answer's last byte, ms: past it a push service is as good as down. */
const TIME_LIMIT = 10_000;

export interface Device {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export interface Message {
  readonly payload: string;
  /** Seconds the push service may keep it for a phone that is off. */
  readonly ttl: number;
  readonly urgency: 'high' | 'normal' | 'low';
  readonly topic: string | null;
}

/** What became of one try. `retryAfter` in ms. `why` names the trouble for the log and never holds the endpoint, which is a secret of the device. */
export type Verdict =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: number | null }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'unusable'; readonly why: 'endpoint' | 'keys' };

/** Sends one message to one device; never throws. */
export type Transport = (device: Device, message: Message) => Promise<Verdict>;

interface Settings extends VapidKey {
  readonly subject: string;
  /** Keys that devices may still be subscribed with, the last one first. */
  readonly previous?: readonly VapidKey[];
  readonly testHost?: string | undefined;
  /** For a test's certificate authority. */
  readonly agent?: Agent;
  /** ms */
  readonly timeLimit?: number;
}

/** How long one token is signed for, s (RFC 8292: 24 h at most), and how long it is used, ms: signing each message anew costs more than encrypting it. */
const TOKEN_LIFE = 12 * 3600;
const TOKEN_USED = 3_600_000;
/** Devices whose older key is remembered; beyond, the memory begins anew and each costs one refusal more. */
const REMEMBERED = 10_000;

/** Signs for one key: a token for each push service. */
function signer(subject: string, { publicKey, privateKey }: VapidKey): (audience: string) => string {
  const tokens = new Map<string, { readonly header: string; readonly until: number }>();
  const sign = (audience: string) =>
    webPush.getVapidHeaders(audience, subject, publicKey, privateKey, 'aes128gcm', Math.floor(Date.now() / 1000) + TOKEN_LIFE).Authorization;
  // A key or a subject that cannot be used stops the start.
  sign('https://fcm.googleapis.com');
  return (audience) => {
    const known = tokens.get(audience);
    if (known !== undefined && known.until > Date.now()) return known.header;
    const header = sign(audience);
    tokens.set(audience, { header, until: Date.now() + TOKEN_USED });
    return header;
  };
}

/**
 * Web Push by RFC 8030, 8291 and 8292. The request is our own: web-push encrypts and signs, but its own sender has no limit on the whole
 * answer's time or size. Redirects are never followed.
 *
 * After a change of keys a device stays subscribed with the old one until its app starts again: its push service refuses the new key (401 or
 * 403), and then the old ones are tried (docs/decisions/0019).
 * @throws when the VAPID subject or keys are not usable (Apple answers 403 to a subject that is neither mailto: nor https:)
 */
export function createTransport({ subject, publicKey, privateKey, previous = [], testHost, agent, timeLimit = TIME_LIMIT }: Settings): Transport {
  const signers = [{ publicKey, privateKey }, ...previous].map((key) => signer(subject, key));
  const pool = { keepAlive: true, maxSockets: 32 };
  const connections = agent ?? new Agent({ ...pool, lookup: outsideOnly() });
  // A test's receiver stands on this machine.
  const near = agent ?? new Agent(pool);
  /** Endpoint: which of the keys its push service took last, where it is not the first. */
  const older = new Map<string, number>();

  return async (device, { payload, ttl, urgency, topic }) => {
    if (!isPushEndpoint(device.endpoint, testHost)) return { kind: 'unusable', why: 'endpoint' };
    const target = { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } };
    let details: webPush.RequestDetails;
    try {
      details = webPush.generateRequestDetails(target, payload, { TTL: ttl, urgency, ...(topic === null ? {} : { topic }) });
    } catch {
      return { kind: 'unusable', why: 'keys' };
    }
    const audience = new URL(device.endpoint).origin;
    const known = older.get(device.endpoint) ?? 0;
    const order = [known, ...signers.keys()].filter((key, i, all) => all.indexOf(key) === i);
    let verdict: Verdict | null = null;
    for (const key of order) {
      const Authorization = signers[key]?.(audience) ?? '';
      const by = new URL(device.endpoint).host === testHost ? near : connections;
      const next = await post({ ...details, headers: { ...details.headers, Authorization } }, by, timeLimit);
      if (next.kind !== 'answered' || (next.status !== 401 && next.status !== 403)) {
        remember(older, device.endpoint, key);
        return next;
      }
      // What the first key was answered is the truth about a device that none of them fits.
      verdict ??= next;
    }
    return verdict ?? { kind: 'unusable', why: 'keys' };
  };
}

function remember(older: Map<string, number>, endpoint: string, key: number): void {
  if (key === 0) {
    older.delete(endpoint);
    return;
  }
  if (older.size >= REMEMBERED) older.clear();
  older.set(endpoint, key);
}

function post(details: webPush.RequestDetails, agent: Agent, timeLimit: number): Promise<Verdict> {
  return new Promise((done) => {
    const { method, headers, body } = details;
    const outgoing = request(new URL(details.endpoint), { method, headers, agent, signal: AbortSignal.timeout(timeLimit) });
    outgoing.on('response', (answer) => {
      done({ kind: 'answered', status: answer.statusCode ?? 0, retryAfter: parseRetryAfter(answer.headers['retry-after'], Date.now()) });
      // The status says it all: what comes after it is let through unread, or cut off where it is long, so that the connection is free.
      let left = 16_384;
      answer.on('data', (chunk: Buffer) => {
        left -= chunk.length;
        if (left < 0) answer.destroy();
      });
      answer.on('error', () => {});
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      done({ kind: 'unreachable', why: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : (error.code ?? error.name) });
    });
    outgoing.end(body);
  });
}
