import 'server-only';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { IsolationLevel, SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, SqlResultSet, Transaction } from '@prisma/driver-adapter-utils';
import { patiently } from './busy.ts';
import { Lock } from './lock.ts';
import type { Sql, Store } from './sql.ts';
import { keepStatements, type Prepare } from './sqlite-statements.ts';
import { SqliteStore } from './sqlite-store.ts';

const sql = (text: string): SqlQuery => ({ sql: text, args: [], argTypes: [] });

/**
 * `synchronous = FULL`: a command that was acknowledged has reached the disk, and survives a power cut.
 * Within this process the lock orders the writers; for those of other processes (a backup, a second server) see server/busy.ts.
 */
const PRAGMAS = {
  // Before it is said that nobody waits inside SQLite: a server that starts beside another may have to wait for this one.
  journal_mode: 'WAL',
  busy_timeout: 0,
  synchronous: 'FULL',
  foreign_keys: 'ON',
  cache_size: -32_000,
  temp_store: 'MEMORY',
  mmap_size: 268_435_456,
};

/**
 * The driver adapter of SQLite. The stock one has a single connection, on which a lone query joins whatever transaction is
 * open: it is lost when that one rolls back, and lone reads see rows that nobody committed. Here transactions and lone writes
 * take turns on one writer connection, and lone selects read committed rows on a connection of their own.
 */
export class SafeSqlite implements SqlDriverAdapterFactory {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #path: string;
  readonly #pragmas: Record<string, string | number>;
  #opened: Promise<Connections> | undefined;

  /**
   * @param path the database file
   * @param pragmas replace those of PRAGMAS: tests trade `synchronous` for speed
   */
  constructor(path: string, pragmas: Partial<Record<keyof typeof PRAGMAS, string | number>> = {}) {
    this.#path = path;
    this.#pragmas = { ...PRAGMAS, ...pragmas };
  }

  async connect(): Promise<SqlDriverAdapter> {
    const { lock, writer, reader } = await this.#connections();
    return new SafeAdapter(lock, writer.adapter, reader.adapter, () => this.dispose());
  }

  async dispose(): Promise<void> {
    const opened = await this.#opened;
    this.#opened = undefined;
    await opened?.reader.adapter.dispose();
    await opened?.writer.adapter.dispose();
  }

  /** The same connections without Prisma, for what is on the way of every request (server/sql.ts). */
  store(): Store {
    let made: Promise<Store> | undefined;
    const store = () => {
      made ??= this.#connections().then(({ lock, writer, reader }) => new SqliteStore(lock, writer.prepare, reader.prepare));
      return made;
    };
    const read: Sql = {
      all: async (text, values) => (await store()).read.all(text, values),
      run: async (text, values) => (await store()).read.run(text, values),
    };
    return { read, write: async (work) => (await store()).write(work) };
  }

  #connections(): Promise<Connections> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open(): Promise<Connections> {
    const writer = await this.#connection({});
    // A reader waits for nobody but for a database that is being put in order, for an instant.
    const reader = await this.#connection({ query_only: 'ON', busy_timeout: 1000 });
    return { lock: new Lock(), writer, reader };
  }

  async #connection(more: Readonly<Record<string, string | number>>): Promise<Connection> {
    const adapter = await new PrismaBetterSqlite3({ url: this.#path, timeout: 5000 }).connect();
    const prepare = keepStatements(adapter);
    const all = { ...this.#pragmas, ...more };
    for (const [name, value] of Object.entries(all)) await adapter.executeScript(`PRAGMA ${name} = ${value};`);
    return { adapter, prepare };
  }
}

interface Connection {
  readonly adapter: SqlDriverAdapter;
  readonly prepare: Prepare;
}

interface Connections {
  readonly lock: Lock;
  readonly writer: Connection;
  readonly reader: Connection;
}

class SafeAdapter implements SqlDriverAdapter {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #lock: Lock;
  readonly #writer: SqlDriverAdapter;
  readonly #reader: SqlDriverAdapter;
  readonly dispose: () => Promise<void>;

  constructor(lock: Lock, writer: SqlDriverAdapter, reader: SqlDriverAdapter, dispose: () => Promise<void>) {
    this.dispose = dispose;
    this.#lock = lock;
    this.#writer = writer;
    this.#reader = reader;
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return /^\s*select\b/i.test(query.sql) ? this.#reader.queryRaw(query) : this.#lock.hold(() => patiently(() => this.#writer.queryRaw(query)));
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#lock.hold(() => patiently(() => this.#writer.executeRaw(query)));
  }

  executeScript(script: string): Promise<void> {
    return this.#lock.hold(() => this.#writer.executeScript(script));
  }

  getConnectionInfo() {
    return this.#writer.getConnectionInfo?.() ?? { supportsRelationJoins: false };
  }

  async startTransaction(isolation?: IsolationLevel): Promise<Transaction> {
    const release = await this.#lock.acquire();
    let transaction: Transaction | undefined;
    try {
      transaction = await this.#writer.startTransaction(isolation);
      // The stock BEGIN takes the write lock at the first write, where another process may hold it already (SQLITE_BUSY_SNAPSHOT).
      await transaction.executeRaw(sql('ROLLBACK'));
      const begun = transaction;
      await patiently(() => begun.executeRaw(sql('BEGIN IMMEDIATE')));
      return this.#ending(transaction, release);
    } catch (error) {
      await transaction?.rollback();
      release();
      throw error;
    }
  }

  /** `commit` and `rollback` are told after Prisma has sent the statement: they let the next writer in, once. */
  #ending(transaction: Transaction, release: () => void): Transaction {
    const commit = transaction.commit.bind(transaction);
    const rollback = transaction.rollback.bind(transaction);
    transaction.commit = async () => {
      try {
        await commit();
      } finally {
        release();
      }
    };
    transaction.rollback = async () => {
      try {
        // After a COMMIT that failed (a full disk), Prisma sends no ROLLBACK: without one, the next BEGIN would fail for ever.
        await transaction.executeRaw(sql('ROLLBACK')).catch(() => 0);
        await rollback();
      } finally {
        release();
      }
    };
    return transaction;
  }
}
