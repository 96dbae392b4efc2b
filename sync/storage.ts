/** Share of the quota above which the person is told (invariant 46). */
const NEARLY_FULL = 0.8;

export interface StorageState {
  /** Has the browser promised not to evict us? "No" is the normal first case, and no error. */
  readonly isKept: boolean;
  /** Bytes; null where the browser does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
  readonly isNearlyFull: boolean;
}

let asked = false;

function manager(): StorageManager | undefined {
  return typeof navigator === 'undefined' ? undefined : (navigator.storage as StorageManager | undefined);
}

/** Asks once per page that what is kept here be not evicted (invariant 46); never waited for. */
export function askForKeeping(): void {
  if (asked) return;
  asked = true;
  manager()
    ?.persist?.()
    .catch(() => false);
}

export async function storageState(): Promise<StorageState> {
  const storage = manager();
  try {
    const [isKept, estimate] = await Promise.all([storage?.persisted?.() ?? false, storage?.estimate?.()]);
    const { usage = null, quota = null } = estimate ?? {};
    return { isKept, usage, quota, isNearlyFull: usage !== null && quota !== null && quota > 0 && usage / quota > NEARLY_FULL };
  } catch {
    return { isKept: false, usage: null, quota: null, isNearlyFull: false };
  }
}
