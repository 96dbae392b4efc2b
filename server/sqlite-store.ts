import 'server-only';
import type Database from 'better-sqlite3';
import { patiently } from './busy.ts';
import { Unavailable } from './failure.ts';
import type { Lock } from './lock.ts';
import type { Sql, Store } from './sql.ts';
import type { Prepare } from './sqlite-statements.ts';

/** A writer that waited this long for its turn gives up, ms: as Prisma's transactions do (server/db.ts). */
const TURN_MS = 5000;

/** As the stock adapter writes them: SQLite compares dates as text, and both write the same columns. */
function bound(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString().replace('Z', '+00:00');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

class SqliteSql implements Sql {
  readonly #prepare: Prepare;
  readonly #kept = new Map<string, Database.Statement>();

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  #statement(text: string): Database.Statement {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    // The stock adapter asks its connection for BigInts.
    const made = this.#prepare(text).safeIntegers(false);
    this.#kept.set(text, made);
    return made;
  }

  async all<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.#statement(text).all(...values.map(bound)) as R[];
  }

  async run(text: string, values: readonly unknown[] = []): Promise<number> {
    return this.#statement(text).run(...values.map(bound)).changes;
  }
}

/** Both connections of server/sqlite.ts, spoken to without Prisma; writers take the same turns as its transactions. */
export class SqliteStore implements Store {
  readonly read: Sql;
  readonly #write: Sql;
  readonly #lock: Lock;

  constructor(lock: Lock, writer: Prepare, reader: Prepare) {
    this.#lock = lock;
    this.#write = new SqliteSql(writer);
    this.read = new SqliteSql(reader);
  }

  async write<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const release = await this.#lock.acquire(TURN_MS);
    if (release === null) throw new Unavailable('the turn to write did not come');
    try {
      await patiently(() => this.#write.run('BEGIN IMMEDIATE'));
      try {
        const done = await work(this.#write);
        await this.#write.run('COMMIT');
        return done;
      } catch (error) {
        // A COMMIT that failed (a full disk) leaves the transaction open; most other failures too, but not all.
        await this.#write.run('ROLLBACK').catch(() => 0);
        throw error;
      }
    } finally {
      release();
    }
  }
}
