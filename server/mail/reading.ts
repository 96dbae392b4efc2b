import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Instant } from '#domain/ids.ts';
import { type Db, db as openDb } from '#server/db.ts';
import { env } from '#server/env.ts';
import { log } from '#server/log.ts';
import { hold, letGo } from '#server/sweep/lease.ts';
import { takeAnswer } from './answers.ts';
import { type Cursor, type InboxSettings, readInbox } from './inbox.ts';
import { domainOf } from './start.ts';

const NAME = 'inbox';
/** How late an answer may be in its ticket, ms. */
const EVERY = 20_000;
/** After a trouble, ms: a server that refuses a password is not asked each time. */
const REST = 5 * 60_000;

export interface Reading {
  readonly db: Db;
  readonly inbox: InboxSettings;
  readonly domain: string;
  /** Authserv-id of our mail server; null: a mail opens no ticket. */
  readonly vouchedBy: string | null;
  readonly now: Instant;
}

/** One look at the mailbox: what came is taken, each mail's place kept once it is. @returns why it could not be read; null: it was */
export async function readAnswers({ db, inbox, domain, vouchedBy, now }: Reading): Promise<string | null> {
  const name = `${inbox.user}@${inbox.host}/${inbox.mailbox}`.slice(0, 300);
  const known = await db.inbox.findUnique({ where: { name } });
  const from: Cursor | null = known === null || known.uidValidity === '' ? null : known;
  const keep = (to: Partial<Cursor>, trouble: string | null) => {
    const data = { lookedAt: new Date(now), trouble, ...to };
    return db.inbox.upsert({ where: { name }, create: { name, uidValidity: '', lastUid: 0, ...data }, update: data, select: { name: true } });
  };
  try {
    const { uidValidity, lastUid } = await readInbox(
      inbox,
      from,
      async ({ raw }, read) => {
        await takeAnswer({ db, domain, vouchedBy, now }, raw);
        await keep(read, null);
      },
      now,
    );
    await keep({ uidValidity, lastUid }, null);
    return null;
  } catch (error) {
    const { responseText, message } = error as { responseText?: string; message?: string };
    const trouble = (responseText ?? message ?? String(error)).replace(/\p{C}+/gu, ' ').slice(0, 200);
    await keep({}, trouble);
    return trouble;
  }
}

/** Reads answers where a mailbox is set, in one server of several. @returns how to stop */
export function startReading(): () => Promise<void> {
  const { imap, mailFrom, mailVouchedBy } = env();
  if (imap === undefined) return async () => {};
  const holder = randomUUID();
  let restUntil = 0;
  let running: Promise<void> | null = null;
  const look = async () => {
    const db = await openDb();
    const now = Date.now();
    if (now < restUntil || !(await hold(db, NAME, holder, now))) return;
    const trouble = await readAnswers({ db, inbox: imap, domain: domainOf(mailFrom), vouchedBy: mailVouchedBy, now });
    if (trouble === null) return;
    restUntil = now + REST;
    log('warn', 'the mailbox of answers could not be read', { answer: trouble });
  };
  const turn = () => {
    running ??= look()
      .catch((error) => log('warn', 'answers by mail could not be looked at', { error }))
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(turn, EVERY);
  timer.unref();
  turn();
  return async () => {
    clearInterval(timer);
    await running;
    await letGo(await openDb(), NAME, holder).catch(() => 'its lease ends by itself');
  };
}
