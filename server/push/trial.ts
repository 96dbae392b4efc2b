import 'server-only';
import type { Instant, PersonId } from '#domain/ids.ts';
import type { NoticeKind } from '#domain/notice.ts';
import type { Db } from '#server/db.ts';
import { noticesWritten } from '#server/notify/signal.ts';
import { newId } from '#server/ticket-rows.ts';

/** A test that comes later than this proves nothing to whoever waits for it, ms. */
const LIFE = 5 * 60_000;

/** How far a test has come, for the screen that waits for it: stored, then each device, then shown. Instants in ms. */
export interface Trial {
  readonly id: string;
  /** `undelivered`: no device, or none could be reached. */
  readonly state: 'queued' | 'sent' | 'undelivered';
  readonly storedAt: Instant;
  /** `status`: the push service's answer; null while there is none. */
  readonly devices: readonly {
    readonly id: string;
    readonly label: string | null;
    readonly state: 'waiting' | 'accepted' | 'gone' | 'given-up';
    readonly status: number | null;
  }[];
  /** The device said that it showed it. */
  readonly shownAt: Instant | null;
  readonly openedAt: Instant | null;
}

/**
 * Sends a test to the person's own devices, by the same way as every other alert.
 * @param device only this one; null: all
 * @returns the id to ask for with `trialOf`
 */
export async function startTrial(db: Db, personId: PersonId, device: string | null, now: Instant): Promise<string> {
  const kind: NoticeKind = 'test';
  const data = { number: null, category: null, place: null, ...(device === null ? {} : { device }) };
  const id = newId(now);
  await db.notice.create({ data: { id, personId, kind, data, createdAt: new Date(now), expiresAt: new Date(now + LIFE) } });
  noticesWritten();
  return id;
}

/** null: no such test of this person. */
export async function trialOf(db: Db, personId: PersonId, id: string): Promise<Trial | null> {
  const notice = await db.notice.findFirst({ where: { id, personId, kind: 'test' }, include: { deliveries: true } });
  if (notice === null) return null;
  const labels = new Map((await db.subscription.findMany({ where: { personId }, select: { id: true, label: true } })).map((d) => [d.id, d.label]));
  return {
    id,
    state: notice.state as Trial['state'],
    storedAt: notice.createdAt.getTime(),
    devices: notice.deliveries.map(({ subscriptionId, state, status }) => ({
      id: subscriptionId,
      label: labels.get(subscriptionId) ?? null,
      state: state as Trial['devices'][number]['state'],
      status,
    })),
    shownAt: notice.shownAt?.getTime() ?? null,
    openedAt: notice.openedAt?.getTime() ?? null,
  };
}
