/** Runs `work` if nobody on this device has the named turn, else answers `taken` at once. */
export type TakeTurn = <T>(name: string, work: () => Promise<T>) => Promise<T | 'taken'>;

const held = new Set<string>();

/**
 * The browser's lock, shared by all tabs and the worker; it frees itself when a tab dies in it (invariant 29).
 * Where there is none, one turn per page: draining twice at once is harmless, only wasteful.
 */
export const takeTurn: TakeTurn = async (name, work) => {
  const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
  if (locks !== undefined) return await locks.request(name, { ifAvailable: true }, async (lock) => (lock === null ? 'taken' : await work()));
  if (held.has(name)) return 'taken';
  held.add(name);
  try {
    return await work();
  } finally {
    held.delete(name);
  }
};
