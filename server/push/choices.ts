import 'server-only';
import * as z from 'zod/mini';
import { TOPICS, type Topic } from '#domain/alerts.ts';
import type { Instant, PersonId } from '#domain/ids.ts';
import type { Db, Tx } from '#server/db.ts';
import type { Sql } from '#server/sql.ts';
import { rowId } from './door.ts';

/** The channel beside the devices, each of which is one by its id. */
export const MAIL = 'mail';

/** What PUT /api/push/choices takes: does this person want to hear of a topic on one of their devices, or by mail? */
export const ChoiceSchema = z.object({ topic: z.enum(TOPICS), channel: z.union([z.literal(MAIL), rowId]), wanted: z.boolean() });
export type Choice = z.infer<typeof ChoiceSchema>;

/** What the screen shows. */
export interface Choices {
  /** What is not wanted; whatever is not here is heard. */
  readonly off: readonly { readonly topic: Topic; readonly channel: string }[];
  /** `refused`: a mail server said that there is no such mailbox. */
  readonly mail: 'ok' | 'none' | 'refused';
  /** On call now or soon: one device must hear the calls. */
  readonly onCall: boolean;
}

export async function choicesOf(db: Db, personId: PersonId, now: Instant): Promise<Choices> {
  const [rows, person, onCall] = await Promise.all([
    db.alertChoice.findMany({ where: { personId }, select: { topic: true, channel: true } }),
    db.person.findUnique({ where: { id: personId }, select: { email: true, emailRefusedAt: true } }),
    hasOnCall(db, personId, now),
  ]);
  const known: readonly string[] = TOPICS;
  const off = rows.filter(({ topic }) => known.includes(topic)) as Choices['off'];
  return { off, mail: person?.email == null ? 'none' : person.emailRefusedAt === null ? 'ok' : 'refused', onCall };
}

/** Is this person on call, or will be? A rota that is over asks for nothing. */
async function hasOnCall(db: Pick<Db, 'onCall'>, personId: PersonId, now: Instant): Promise<boolean> {
  return (await db.onCall.count({ where: { personId, until: { gt: new Date(now) } } })) > 0;
}

/**
 * Keeps a choice. `on-call`: the calls may not be switched off on the last device that hears them while its owner is on call;
 * `unknown`: no such device of this person.
 */
export async function choose(db: Db, personId: PersonId, { topic, channel, wanted }: Choice, now: Instant): Promise<'kept' | 'on-call' | 'unknown'> {
  return db.$transaction(async (tx) => {
    const key = { personId, topic, channel };
    // Their rows are held first: two devices that switch off at once then see one another.
    await tx.subscription.updateMany({ where: { personId }, data: { personId } });
    const devices = await tx.subscription.findMany({ where: { personId }, select: { id: true } });
    if (channel !== MAIL && !devices.some(({ id }) => id === channel)) return 'unknown';
    if (wanted) {
      await tx.alertChoice.deleteMany({ where: key });
      return 'kept';
    }
    if (topic === 'calls' && channel !== MAIL && (await hasOnCall(tx, personId, now))) {
      const off = await tx.alertChoice.findMany({ where: { personId, topic }, select: { channel: true } });
      const silent = new Set([...off.map((o) => o.channel), channel]);
      if (devices.every(({ id }) => silent.has(id))) return 'on-call';
    }
    await tx.alertChoice.upsert({ where: { personId_topic_channel: key }, create: key, update: {} });
    return 'kept';
  });
}

/** Does this person want letters about this? Asked in the transaction that would write one. */
export async function wantsMail(sql: Sql, person: string, topic: Topic): Promise<boolean> {
  const rows = await sql.all(`SELECT 1 AS one FROM "AlertChoice" WHERE "personId" = ? AND topic = ? AND channel = '${MAIL}'`, [person, topic]);
  return rows.length === 0;
}

/** A device took another's place in the list, under a new address: what its owner chose there goes with it. */
export async function moveChoices(tx: Tx, personId: string, from: string, to: string): Promise<void> {
  const rows = await tx.alertChoice.findMany({ where: { personId, channel: from }, select: { topic: true } });
  await forgetChoices(tx, personId, [from]);
  for (const { topic } of rows) {
    const key = { personId, topic, channel: to };
    await tx.alertChoice.upsert({ where: { personId_topic_channel: key }, create: key, update: {} });
  }
}

/** What was chosen on devices that left the list. */
export async function forgetChoices(tx: Tx, personId: string, devices: readonly string[]): Promise<void> {
  if (devices.length > 0) await tx.alertChoice.deleteMany({ where: { personId, channel: { in: [...devices] } } });
}
