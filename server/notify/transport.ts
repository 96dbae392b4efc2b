import 'server-only';
import { Agent, request } from 'node:https';
import webPush from 'web-push';
import { isPushEndpoint } from '#server/push/endpoint.ts';
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
  readonly urgency: 'high' | 'normal';
  readonly topic: string | null;
}

/** What became of one try. `retryAfter` in ms. `why` names the trouble for the log and never holds the endpoint, which is a secret of the device. */
export type Verdict =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: number | null }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'unusable'; readonly why: 'endpoint' | 'keys' };

/** Sends one message to one device; never throws. */
export type Transport = (device: Device, message: Message) => Promise<Verdict>;

interface Settings {
  readonly subject: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly testHost?: string | undefined;
  /** For a test's certificate authority. */
  readonly agent?: Agent;
  /** ms */
  readonly timeLimit?: number;
}

/**
 * Web Push by RFC 8030, 8291 and 8292. The request is our own: web-push encrypts and signs, but its own sender has no limit on the whole
 * answer's time or size. Redirects are never followed.
 * @throws when the VAPID subject or keys are not usable (Apple answers 403 to a subject that is neither mailto: nor https:)
 */
export function createTransport({ subject, publicKey, privateKey, testHost, agent, timeLimit = TIME_LIMIT }: Settings): Transport {
  webPush.setVapidDetails(subject, publicKey, privateKey);
  const vapidDetails = { subject, publicKey, privateKey };
  const connections = agent ?? new Agent({ keepAlive: true, maxSockets: 32 });

  return async (device, { payload, ttl, urgency, topic }) => {
    if (!isPushEndpoint(device.endpoint, testHost)) return { kind: 'unusable', why: 'endpoint' };
    const target = { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } };
    let details: webPush.RequestDetails;
    try {
      details = webPush.generateRequestDetails(target, payload, { vapidDetails, TTL: ttl, urgency, ...(topic === null ? {} : { topic }) });
    } catch {
      return { kind: 'unusable', why: 'keys' };
    }
    return post(details, connections, timeLimit);
  };
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
