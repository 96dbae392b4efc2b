import 'server-only';

/**
 * Plain SQL on whichever database is open, for what is on the way of every tap and every poll (docs/decisions/0010). `?` stands for a value
 * on both. Statements are prepared once for their text, so keep the texts few: see `among`. Dates, booleans and objects (JSON) may be given
 * as values; what comes back is the driver's, which `instantOf` and `jsonOf` even out.
 */
export interface Sql {
  all<R>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** @returns the rows that were written */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

/** Other servers on the same database: what is said reaches those that listen now, this one among them, and is kept nowhere. */
export interface Others {
  /** @param text at most 4 kB */
  say(text: string): Promise<void>;
  /**
   * @param lost the line to the database broke: nothing is heard any more
   * @returns the way to stop listening
   */
  hear(heard: (text: string) => void, lost: () => void): Promise<() => void>;
}

export interface Store {
  /** Absent: this database has one server. */
  readonly others?: Others;
  /** Committed rows, each statement for itself. */
  readonly read: Sql;
  /**
   * One transaction, in the writers' turn; rolled back when `work` throws. Nothing but this database may be waited for in it.
   * @throws Unavailable when the turn does not come within 5 s
   */
  write<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}

// On globalThis: Next loads this module once for pages and once for route handlers, and both are given the same client.
const shared = globalThis as { relaisStores?: WeakMap<object, Store> };
shared.relaisStores ??= new WeakMap();

/** Says which store a Prisma client speaks to: whoever opens one, and tests that put themselves between. */
export function bindStore(db: object, store: Store): void {
  shared.relaisStores?.set(db, store);
}

export function storeOf(db: object): Store {
  const store = shared.relaisStores?.get(db);
  if (store === undefined) throw new Error('this client was not opened by server/db.ts');
  return store;
}

/** A list for `IN`: filled up to a power of two with its last value, so that a few texts serve all lengths. An empty one holds nothing. */
export function among(values: readonly unknown[]): { readonly marks: string; readonly values: readonly unknown[] } {
  let size = 1;
  while (size < values.length) size *= 2;
  const last = values.length === 0 ? null : values[values.length - 1];
  return { marks: `(?${', ?'.repeat(size - 1)})`, values: [...values, ...Array.from({ length: size - values.length }, () => last)] };
}

/** A date as either driver gives it, in ms. */
export function instantOf(value: string | Date): number {
  return typeof value === 'string' ? Date.parse(value) : value.getTime();
}

/** The value of a Json column, which SQLite gives as text. */
export function jsonOf<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}
