import 'server-only';
import { ECDH } from 'node:crypto';
import * as z from 'zod/mini';
import { type Instant, isUuid, type PersonId } from '#domain/ids.ts';
import type { Db, Tx } from '#server/db.ts';
import { newId } from '#server/ticket-rows.ts';
import { forgetChoices, moveChoices } from './choices.ts';

/** Devices of one person; beyond, the one that was silent the longest leaves the list. */
const MOST_DEVICES = 10;

/** Is this what a browser calls `p256dh`: a point of P-256? Another one would make every message to it fail. */
function isPoint(text: string): boolean {
  const point = Buffer.from(text, 'base64url');
  if (point.length !== 65 || point[0] !== 4) return false;
  try {
    ECDH.convertKey(point, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

const base64url = z.string().check(z.regex(/^[\w-]{16,100}={0,2}$/));

/** What POST /api/push/subscribe takes: `PushSubscription.toJSON()` and how the person knows this device ("Chrome sur Android"). */
export const SubscriptionSchema = z.object({
  endpoint: z.string().check(z.maxLength(2048)),
  keys: z.object({
    p256dh: base64url.check(z.refine(isPoint)),
    auth: base64url.check(z.refine((text) => Buffer.from(text, 'base64url').length === 16)),
  }),
  label: z.pipe(
    z.string().check(z.maxLength(200)),
    z.transform((text) =>
      text
        .replace(/[\p{C}\p{Z}]+/gu, ' ')
        .trim()
        .slice(0, 60),
    ),
  ),
  /** The device that this one was before, by its id or its address: what was chosen there goes on here, and its line leaves the list. */
  replaces: z.optional(z.string().check(z.maxLength(2048))),
  /** The subscription was made a moment ago: nothing older is at this address. */
  renewed: z.optional(z.boolean()),
});
export type Subscription = z.infer<typeof SubscriptionSchema>;

/** One line of the person's list. */
export interface DeviceLine {
  readonly id: string;
  readonly label: string;
  readonly createdAt: Instant;
  /** Last time that the app started there. */
  readonly lastContact: Instant;
  /** Last time that an alert is known to have been shown there. */
  readonly lastShown: Instant | null;
}

/**
 * Keeps a device for this person, or notes that it was heard of. A browser has one address: whoever is signed in on it now gets its alerts,
 * and nobody else. The address has been checked by `isPushEndpoint`.
 * @returns the device's id; null for a device that left the list because its push service would not have it: it is to subscribe anew
 */
export function keepDevice(db: Db, personId: PersonId, said: Subscription & { readonly renewed: true }, now: Instant): Promise<string>;
export function keepDevice(db: Db, personId: PersonId, said: Subscription, now: Instant): Promise<string | null>;
export function keepDevice(
  db: Db,
  personId: PersonId,
  { endpoint, keys, label, replaces, renewed }: Subscription,
  now: Instant,
): Promise<string | null> {
  const at = new Date(now);
  return db.$transaction(async (tx) => {
    if (renewed !== true && replaces !== undefined && isUuid(replaces)) {
      const known = await tx.subscription.count({ where: { OR: [{ endpoint }, { id: replaces }] } });
      if (known === 0) return null;
    }
    // In other hands, or with new keys: what it proved before proves nothing any more.
    await tx.subscription.updateMany({
      where: { endpoint, OR: [{ personId: { not: personId } }, { p256dh: { not: keys.p256dh } }] },
      data: { createdAt: at, lastShown: null, failures: 0 },
    });
    const said = { personId, ...keys, label, lastContact: at };
    const { id } = await tx.subscription.upsert({
      where: { endpoint },
      create: { id: newId(now), endpoint, createdAt: at, ...said },
      update: said,
      select: { id: true },
    });
    if (replaces !== undefined) await succeed(tx, personId, replaces, id);
    const surplus = await tx.subscription.findMany({
      where: { personId, id: { not: id } },
      orderBy: [{ lastContact: 'desc' }, { id: 'desc' }],
      skip: MOST_DEVICES - 1,
      select: { id: true },
    });
    const silent = surplus.map((s) => s.id);
    if (silent.length > 0) await tx.subscription.deleteMany({ where: { id: { in: silent } } });
    await forgetChoices(tx, personId, silent);
    return id;
  });
}

/** The one before may have left the list already, when its push service said that it was gone; its choices are kept under its id. */
async function succeed(tx: Tx, personId: PersonId, before: string, id: string): Promise<void> {
  const row = await tx.subscription.findFirst({ where: { personId, OR: [{ id: before }, { endpoint: before }] }, select: { id: true } });
  const was = row?.id ?? before;
  if (was === id) return;
  await moveChoices(tx, personId, was, id);
  await tx.subscription.deleteMany({ where: { id: was, personId } });
}

/** Takes a device of this person off the list; another's, or none, is left without a word. */
export async function dropDevice(db: Db, personId: PersonId, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.subscription.deleteMany({ where: { id, personId } });
    await forgetChoices(tx, personId, [id]);
  });
}

/** The person's devices, the last heard first. The addresses stay here: whoever has one can send to it. */
export async function devicesOf(db: Db, personId: PersonId): Promise<DeviceLine[]> {
  const rows = await db.subscription.findMany({ where: { personId }, orderBy: { lastContact: 'desc' } });
  return rows.map(({ id, label, createdAt, lastContact, lastShown }) => ({
    id,
    label,
    createdAt: createdAt.getTime(),
    lastContact: lastContact.getTime(),
    lastShown: lastShown?.getTime() ?? null,
  }));
}
