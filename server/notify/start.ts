import 'server-only';
import { db } from '#server/db.ts';
import { env } from '#server/env.ts';
import { executeSystem } from '#server/execute.ts';
import { log } from '#server/log.ts';
import type { Sender } from '#server/looking.ts';
import { vapidKeys } from '#server/push/vapid.ts';
import { createNotifier } from './notifier.ts';
import { onNotices } from './signal.ts';
import { createTransport } from './transport.ts';

// On globalThis: one notifier in the process, however often Next loads this module.
const shared = globalThis as { relaisNotifier?: Promise<Sender> };

async function begin(): Promise<Sender> {
  const { vapidSubject, pushTestHost, publicUrl } = env();
  const transport = createTransport({ subject: vapidSubject, ...vapidKeys(), testHost: pushTestHost });
  const database = await db();
  const notifier = createNotifier({
    db: database,
    transport,
    publicUrl,
    trace: (command) => executeSystem(database, command, Date.now()),
    now: Date.now,
    dice: Math.random,
    log: (what, facts) => log('warn', what, facts),
  });
  onNotices(notifier.wake);
  notifier.start();
  return notifier;
}

/** Starts sending in this process, once; a build starts nothing. For instrumentation.ts. */
export async function startNotifier(): Promise<void> {
  if (process.env['NEXT_PHASE'] === 'phase-production-build') return;
  shared.relaisNotifier ??= begin();
  await shared.relaisNotifier;
}

/** Lets what is under way finish; for an orderly shutdown. What is cut off is made up at the next start. */
export async function stopNotifier(): Promise<void> {
  await (await shared.relaisNotifier)?.stop();
}
