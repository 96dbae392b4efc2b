import type { Instant } from '#domain/ids.ts';
import type { AnyCommand } from '#domain/register/commands.ts';
import type { Picture, Store } from './port.ts';
import { askForKeeping } from './storage.ts';

/** Name of the Background Sync registration; the worker drains on it. */
export const SYNC_TAG = 'relais-drain';

export interface SubmitOptions {
  /** Device clock, ms. */
  readonly now: Instant;
  /** Photos the command names; they are on the disk before it (invariant 42). */
  readonly photos?: readonly Picture[];
}

/**
 * The tap's only way in. Resolves when the command is on this device's disk: "Sur ce téléphone", and not before.
 * @returns the command's seq
 * @throws StorageProblem when the device could not keep it: nothing was saved, the form keeps its text (invariants 1, 3)
 */
export async function submit(store: Store, command: AnyCommand, { now, photos = [] }: SubmitOptions): Promise<number> {
  if (photos.length > 0) await store.keepPhotos(photos, now);
  const seq = await store.append(command, now);
  askForKeeping();
  hintSync();
  return seq;
}

/** Where the browser has Background Sync, it may drain after this page is gone. A hint: nothing depends on it (invariant 32). */
function hintSync(): void {
  const container = typeof navigator === 'undefined' ? undefined : (navigator.serviceWorker as ServiceWorkerContainer | undefined);
  if (container === undefined || container.controller === null) return;
  container.ready
    .then((registration) => (registration as unknown as { sync?: { register(tag: string): Promise<void> } }).sync?.register(SYNC_TAG))
    .catch(() => 'not permitted: the page drains by itself');
}
