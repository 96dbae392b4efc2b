import 'server-only';
import { startFreshening } from './calendars.ts';
import { closeDb } from './db.ts';
import { env } from './env.ts';
import { startImports } from './imports/turns.ts';
import { startReading } from './mail/reading.ts';
import { startMailer, stopMailer } from './mail/start.ts';
import { startNotifier, stopNotifier } from './notify/start.ts';
import { startPruning } from './prune.ts';
import { startIndexing } from './search-index.ts';
import { watchAddresses } from './session/address.ts';
import { startDirectoryWatch } from './session/sso/directory-watch.ts';
import { startSweep } from './sweep/sweep.ts';

/**
 * Starts what the server does by itself, beside answering. Called once, before the first request (instrumentation.ts).
 * What ends it is left where the process that holds the port finds it (scripts/start.mjs).
 */
export async function beginLife(): Promise<void> {
  env();
  watchAddresses();
  await startNotifier();
  await startMailer();
  const stopPruning = startPruning();
  const stopIndexing = startIndexing();
  const stopFreshening = startFreshening();
  const stopSweep = startSweep();
  const stopImports = startImports();
  const stopReading = startReading();
  const stopWatching = startDirectoryWatch();
  const end = async () => {
    stopWatching();
    stopIndexing();
    stopPruning();
    stopFreshening();
    await stopImports();
    await stopReading();
    await stopSweep();
    await stopMailer();
    await stopNotifier();
    await closeDb();
  };
  (globalThis as { relaisEnd?: () => Promise<void> }).relaisEnd = end;
}
