import 'server-only';
import type { Instant } from '#domain/ids.ts';
import { languageOf } from '#domain/words/index.ts';
import type { Db } from '#server/db.ts';
import { payloadOf, topicOf, urgencyOf } from './payload.ts';
import { meaningOf, nextAttempt } from './retry.ts';
import type { Transport, Verdict } from './transport.ts';

/** How long a claimed delivery is left to its sender, ms. Longer than the transport's time limit, so that only a dead sender loses it. */
export const LEASE = 20_000;
/** Notices in a row that a push service refuses before the device is taken for dead. */
const REFUSALS = 5;

/** One delivery that this server has claimed. */
export interface Claimed {
  readonly noticeId: string;
  readonly subscriptionId: string;
  /** Tries so far, this one included. */
  readonly attempts: number;
}

/**
 * Claims deliveries that are due. The raised `attempts` is the claim: of two servers that read the same row one changes it.
 * A server that dies while sending leaves a row that falls due again after the lease: at least once, and the phone shows one by its tag.
 */
export async function claimDue(db: Db, now: Instant, take: number): Promise<{ claimed: Claimed[]; seen: number }> {
  const due = await db.delivery.findMany({
    where: { state: 'waiting', nextAt: { lte: new Date(now) }, notice: { state: { in: ['queued', 'sent'] }, expiresAt: { gt: new Date(now) } } },
    select: { noticeId: true, subscriptionId: true, attempts: true },
    orderBy: { nextAt: 'asc' },
    take,
  });
  const claimed: Claimed[] = [];
  for (const { attempts, ...key } of due) {
    const { count } = await db.delivery.updateMany({
      where: { ...key, attempts, state: 'waiting' },
      data: { attempts: attempts + 1, nextAt: new Date(now + LEASE) },
    });
    if (count === 1) claimed.push({ ...key, attempts: attempts + 1 });
  }
  return { claimed, seen: due.length };
}

export interface Means {
  readonly db: Db;
  readonly transport: Transport;
  readonly now: () => Instant;
  /** 0 to 1. */
  readonly dice: () => number;
  readonly log: (what: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Sends one claimed delivery and writes down what became of it. */
export async function deliver({ db, transport, now, dice, log }: Means, claimed: Claimed): Promise<void> {
  const [notice, device] = await Promise.all([
    db.notice.findUnique({ where: { id: claimed.noticeId } }),
    db.subscription.findUnique({ where: { id: claimed.subscriptionId }, include: { person: { select: { language: true } } } }),
  ]);
  if (notice === null) return;
  // The device was removed, or signed in as somebody else meanwhile: this message is not for whoever holds it now.
  if (device === null || device.personId !== notice.personId) return settle(db, claimed, { state: 'gone' });
  const left = notice.expiresAt.getTime() - now();
  if (left <= 0) return settle(db, claimed, { state: 'given-up' });

  const verdict = await transport(device, {
    payload: payloadOf(notice, device.id, languageOf(device.person.language)),
    ttl: Math.ceil(left / 1000),
    urgency: urgencyOf(notice.kind),
    topic: notice.ticketId === null ? null : topicOf(notice.ticketId),
  });
  const status = verdict.kind === 'answered' ? verdict.status : null;
  const facts = { notice: notice.id, service: new URL(device.endpoint).hostname, attempts: claimed.attempts, ...said(verdict) };
  switch (meaningOf(verdict)) {
    case 'accepted':
      await settle(db, claimed, { state: 'accepted', status });
      if (device.failures > 0) await db.subscription.updateMany({ where: { id: device.id }, data: { failures: 0 } });
      return;
    case 'gone':
      log('push device gone', facts);
      await settle(db, claimed, { state: 'gone', status });
      return remove(db, device);
    case 'too-big':
      log('push message too big', facts);
      return settle(db, claimed, { state: 'given-up', status });
    case 'refused':
      log('push message refused', facts);
      await settle(db, claimed, { state: 'given-up', status });
      return countRefusal(db, device);
    case 'later': {
      const retryAfter = verdict.kind === 'answered' ? verdict.retryAfter : null;
      const at = nextAttempt(claimed.attempts, retryAfter, notice.expiresAt.getTime(), now(), dice());
      if (at === null) log('push message given up', facts);
      return settle(db, claimed, at === null ? { state: 'given-up', status } : { state: 'waiting', status, nextAt: new Date(at) });
    }
  }
}

function said(verdict: Verdict): Readonly<Record<string, unknown>> {
  return verdict.kind === 'answered' ? { status: verdict.status } : { why: verdict.why };
}

/** Only while the claim is still ours: a sender that was slower than its lease must not undo what the next one wrote, but an acceptance stands. */
async function settle(db: Db, { attempts, ...key }: Claimed, data: { state: string; status?: number | null; nextAt?: Date }): Promise<void> {
  const mine = data.state === 'accepted' ? {} : { attempts, state: 'waiting' };
  await db.delivery.updateMany({ where: { ...key, ...mine }, data });
}

interface Held {
  readonly id: string;
  readonly endpoint: string;
  readonly p256dh: string;
}

/** Unless the device subscribed anew under the same address while we were sending. */
async function remove(db: Db, { id, endpoint, p256dh }: Held): Promise<void> {
  await db.subscription.deleteMany({ where: { id, endpoint, p256dh } });
}

async function countRefusal(db: Db, device: Held): Promise<void> {
  await db.subscription.updateMany({ where: { id: device.id }, data: { failures: { increment: 1 } } });
  await db.subscription.deleteMany({ where: { id: device.id, p256dh: device.p256dh, failures: { gte: REFUSALS } } });
}
