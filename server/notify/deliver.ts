import 'server-only';
import type { Instant } from '#domain/ids.ts';
import { languageOf } from '#domain/words/index.ts';
import type { Db } from '#server/db.ts';
import type { Due } from './claim.ts';
import { payloadOf, speaksDeclarative, ticketTopic, urgencyOf } from './payload.ts';
import { meaningOf, nextAttempt } from './retry.ts';
import type { Transport, Verdict } from './transport.ts';

export interface Means {
  readonly db: Db;
  readonly transport: Transport;
  /** The address that phones see. */
  readonly publicUrl: string;
  readonly now: () => Instant;
  /** 0 to 1. */
  readonly dice: () => number;
  readonly log: (what: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What became of one claimed delivery, to be written down. `device`: what it asks of the device's own row. */
export interface Outcome {
  readonly due: Due;
  readonly state: 'accepted' | 'gone' | 'given-up' | 'waiting';
  readonly status: number | null;
  /** When to try again; null: never. */
  readonly nextAt: Instant | null;
  readonly device: 'proved' | 'remove' | 'refused' | null;
}

/** Sends one claimed delivery. Never throws, and writes nothing. */
export async function deliver({ transport, publicUrl, now, dice, log }: Omit<Means, 'db'>, due: Due): Promise<Outcome> {
  const end = (state: Outcome['state'], status: number | null = null, device: Outcome['device'] = null): Outcome => ({
    due,
    state,
    status,
    nextAt: null,
    device,
  });
  const { notice, device } = due;
  // The device was removed, or signed in as somebody else meanwhile: this message is not for whoever holds it now.
  if (device === null) return end('gone');
  const left = notice.expiresAt - now();
  if (left <= 0) return end('given-up');

  const verdict = await transport(device, {
    payload: payloadOf(notice, device.id, languageOf(device.language), speaksDeclarative(device.endpoint) ? publicUrl : null),
    ttl: Math.ceil(left / 1000),
    urgency: urgencyOf(notice.kind),
    topic: notice.ticketId === null ? null : ticketTopic(notice.ticketId),
  });
  const status = verdict.kind === 'answered' ? verdict.status : null;
  const facts = { notice: notice.id, service: new URL(device.endpoint).hostname, attempts: due.attempts, ...said(verdict) };
  switch (meaningOf(verdict)) {
    case 'accepted':
      return end('accepted', status, device.failures > 0 ? 'proved' : null);
    case 'gone':
      log('push device gone', facts);
      return end('gone', status, 'remove');
    case 'too-big':
      log('push message too big', facts);
      return end('given-up', status);
    case 'refused':
      log('push message refused', facts);
      return end('given-up', status, 'refused');
    case 'later': {
      const retryAfter = verdict.kind === 'answered' ? verdict.retryAfter : null;
      const at = nextAttempt(due.attempts, retryAfter, notice.expiresAt, now(), dice());
      if (at !== null) return { ...end('waiting', status), nextAt: at };
      log('push message given up', facts);
      return end('given-up', status);
    }
  }
}

function said(verdict: Verdict): Readonly<Record<string, unknown>> {
  return verdict.kind === 'answered' ? { status: verdict.status } : { why: verdict.why };
}
