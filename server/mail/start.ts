import 'server-only';
import { db } from '#server/db.ts';
import { env } from '#server/env.ts';
import { log } from '#server/log.ts';
import type { Sender } from '#server/looking.ts';
import { onNotices } from '#server/notify/signal.ts';
import { createMailer } from './sender.ts';
import { createMailTransport } from './transport.ts';

// On globalThis: one mailer in the process, however often Next loads this module.
const shared = globalThis as { relaisMailer?: Promise<Sender> };

/** Whose names Message-IDs bear. */
export function domainOf({ address }: { readonly address: string }): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

async function begin(): Promise<Sender> {
  const { smtp, imap, mailFrom, publicUrl } = env();
  const mailer = createMailer({
    db: await db(),
    transport: smtp === undefined ? null : createMailTransport({ ...smtp, from: mailFrom }),
    publicUrl,
    domain: domainOf(mailFrom),
    answers: imap !== undefined,
    now: Date.now,
    dice: Math.random,
    log: (what, facts) => log('warn', what, facts),
  });
  onNotices(mailer.wake);
  mailer.start();
  return mailer;
}

/** Starts sending in this process, once; a build starts nothing. */
export async function startMailer(): Promise<void> {
  if (process.env['NEXT_PHASE'] === 'phase-production-build') return;
  shared.relaisMailer ??= begin();
  await shared.relaisMailer;
}

/** Lets what is under way finish; for an orderly shutdown. */
export async function stopMailer(): Promise<void> {
  await (await shared.relaisMailer)?.stop();
}
