import 'server-only';
import type { Instant } from '#domain/ids.ts';
import type { Db } from '#server/db.ts';
import { Looking, type Sender } from '#server/looking.ts';
import { storeOf } from '#server/sql.ts';
import { addressOf, compose, type House, type MailRow } from './compose.ts';
import { keepAll, releaseKept } from './kept.ts';
import { parseStored } from './stored.ts';
import { CONNECTIONS, type MailTransport, type Verdict } from './transport.ts';

const SWEEP_EVERY = 3000;
/** How long a claimed letter is left to its sender, ms: longer than the transport's patience, so that only a dead sender loses it. */
export const LEASE = 120_000;
const FIRST = 30_000;
const LONGEST = 15 * 60_000;
/** A server that cannot be spoken to is asked again so soon, then less and less often. */
const DOWN_FIRST = 5000;
const DOWN_LONGEST = 5 * 60_000;

export interface MailerMeans extends House {
  readonly db: Db;
  /** null: no mail server is set. Letters are then kept, and shown to the administrator. */
  readonly transport: MailTransport | null;
  readonly now: () => Instant;
  /** 0 to 1. */
  readonly dice: () => number;
  readonly log: (what: string, facts: Readonly<Record<string, unknown>>) => void;
  /** ms */
  readonly sweepEvery?: number;
}

interface Claimed {
  readonly id: string;
  /** Tries so far, this one included. */
  readonly attempts: number;
}

/**
 * Sends written letters after commit. Everything it must remember is in the database, so it can be killed at any moment, and several
 * servers may run one each. A letter of which the server's answer was lost is sent again under the same Message-ID.
 */
export function createMailer({ sweepEvery = SWEEP_EVERY, ...means }: MailerMeans): Sender {
  const { db, transport, now, dice, log } = means;
  const underWay = new Set<Promise<void>>();
  let released = false;
  let downUntil = 0;
  let failures = 0;

  const trouble = (what: string) => (error: unknown) => log(what, { error });
  const looking = new Looking(look, trouble('mails could not be looked at'));

  async function send(via: MailTransport, claimed: Claimed): Promise<void> {
    const written = await db.mail.findUnique({ where: { id: claimed.id } });
    if (written === null) return;
    const row = await addressed(written);
    const stored = parseStored(written.data);
    const message = row === null ? null : await compose(db, row, means);
    const isTooLate = stored !== null && claimed.attempts > 1 && now() >= stored.until;
    if (row === null || message === null || stored === null || isTooLate) return settle(claimed, { state: 'given-up', answer: written.answer });
    const verdict = await via.send(message);
    if (verdict.kind === 'sent') {
      failures = 0;
      downUntil = 0;
      await settle(claimed, { state: 'sent', sentAt: new Date(now()), answer: verdict.answer });
      // It works after all.
      await db.person.updateMany({
        where: { id: row.personId ?? '', email: row.address, emailRefusedAt: { not: null } },
        data: { emailRefusedAt: null },
      });
      return;
    }
    log('a mail was not taken', { mail: row.id, verdict: verdict.kind, attempts: claimed.attempts, answer: verdict.answer });
    if (verdict.kind === 'no-mailbox') {
      await settle(claimed, { state: 'refused', answer: verdict.answer });
      await db.person.updateMany({
        where: { id: row.personId ?? '', email: row.address, emailRefusedAt: null },
        data: { emailRefusedAt: new Date(now()) },
      });
      return;
    }
    if (verdict.kind === 'unwanted') return settle(claimed, { state: 'given-up', answer: verdict.answer });
    const at = nextTry(verdict, claimed.attempts);
    await settle(
      claimed,
      at >= stored.until ? { state: 'given-up', answer: verdict.answer } : { state: 'waiting', nextAt: new Date(at), answer: verdict.answer },
    );
  }

  /** To the address that is known now: one that was corrected, or taken back, is not written to any more. All that waits for its party follows. */
  async function addressed<R extends MailRow>(row: R): Promise<R | null> {
    const address = await addressOf(db, row);
    if (address === null || address === row.address) return address === null ? null : row;
    const party = row.personId === null ? { personId: null, siteId: row.siteId } : { personId: row.personId };
    await db.mail.updateMany({ where: { ...party, state: 'waiting', address: row.address }, data: { address } });
    return { ...row, address };
  }

  function nextTry(verdict: Extract<Verdict, { kind: 'later' }>, attempts: number): Instant {
    const jittered = (step: number) => now() + Math.round(step * (0.5 + dice() / 2));
    if (!verdict.down) return jittered(Math.min(LONGEST, FIRST * 2 ** Math.min(attempts - 1, 20)));
    // Letters that were under way together find out together: once.
    if (downUntil <= now()) {
      downUntil = jittered(Math.min(DOWN_LONGEST, DOWN_FIRST * 2 ** Math.min(failures, 20)));
      failures += 1;
    }
    return downUntil;
  }

  /** Only while the claim is still ours: a sender that was slower than its lease must not undo what the next one wrote, but "sent" stands. */
  async function settle({ id, attempts }: Claimed, data: { state: string; nextAt?: Date; sentAt?: Date; answer: string | null }): Promise<void> {
    await db.mail.updateMany({ where: data.state === 'sent' ? { id } : { id, attempts, state: 'waiting' }, data });
  }

  function launch(via: MailTransport, claimed: Claimed): void {
    const task = send(via, claimed)
      .catch(trouble('a mail could not be settled'))
      .finally(() => {
        underWay.delete(task);
        // What follows in the same thread waited for this one.
        wake();
      });
    underWay.add(task);
  }

  async function look(): Promise<void> {
    if (transport === null) return keepAll(db, now());
    if (!released) {
      await releaseKept(db, now());
      released = true;
    }
    if (now() < downUntil) return;
    // One letter feels whether a server that was down is back.
    const free = (failures > 0 ? 1 : CONNECTIONS) - underWay.size;
    if (free <= 0) return;
    for (const one of await claimDue(db, now(), free)) launch(transport, one);
  }

  function wake(): void {
    if (!looking.isOver) looking.wake();
  }

  async function quiet(): Promise<void> {
    while (looking.now !== null || underWay.size > 0) await Promise.all([looking.now, ...underWay]);
  }

  return {
    wake,
    settle: async () => {
      wake();
      await quiet();
    },
    start: () => looking.every(sweepEvery, wake),
    stop: async () => {
      looking.end();
      await quiet();
      transport?.close();
    },
  };
}

/**
 * Claims letters that are due: the raised `attempts` is the claim, of two servers that read the same row one changes it. Letters about one
 * ticket to one address leave in the order in which they were written: the next one waits until the one before it is settled. (`state || ''`:
 * they are found by their ticket, never among all that wait.)
 */
async function claimDue(db: Db, now: Instant, take: number): Promise<Claimed[]> {
  const due = await storeOf(db).read.all<{ id: string; attempts: number }>(
    `SELECT m.id, m.attempts FROM "Mail" m WHERE m.state = 'waiting' AND m."nextAt" <= ?
        AND NOT EXISTS (SELECT 1 FROM "Mail" o WHERE o."ticketId" = m."ticketId" AND o.address = m.address AND o.state || '' = 'waiting' AND o.id < m.id)
      ORDER BY m."nextAt", m.id LIMIT ?`,
    [new Date(now), take],
  );
  const claimed: Claimed[] = [];
  for (const { id, attempts } of due) {
    const { count } = await db.mail.updateMany({
      where: { id, attempts, state: 'waiting' },
      data: { attempts: attempts + 1, nextAt: new Date(now + LEASE) },
    });
    if (count === 1) claimed.push({ id, attempts: attempts + 1 });
  }
  return claimed;
}
