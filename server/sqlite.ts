import 'server-only';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { IsolationLevel, SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, SqlResultSet, Transaction } from '@prisma/driver-adapter-utils';
import { keepStatements } from './sqlite-statements.ts';

const sql = (text: string): SqlQuery => ({ sql: text, args: [], argTypes: [] });

/** First come, first served: each `acquire` resolves with the function that lets the next one in. */
class Lock {
  #tail: Promise<void> = Promise.resolve();

  async acquire(): Promise<() => void> {
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const before = this.#tail;
    this.#tail = before.then(() => held);
    await before;
    return release;
  }

  async hold<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}

/**
 * `synchronous = FULL`: a command that was acknowledged has reached the disk, and survives a power cut.
 * `busy_timeout` is for other processes (a backup, a second server); within this one, the lock orders the writers.
 */
const PRAGMAS = {
  busy_timeout: 5000,
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

  /**
   * @param path the database file
   * @param pragmas replace those of PRAGMAS: tests trade `synchronous` for speed
   */
  constructor(path: string, pragmas: Partial<Record<keyof typeof PRAGMAS, string | number>> = {}) {
    this.#path = path;
    this.#pragmas = { ...PRAGMAS, ...pragmas };
  }

  async connect(): Promise<SqlDriverAdapter> {
    const writer = await this.#open('PRAGMA journal_mode = WAL;');
    const reader = await this.#open('PRAGMA query_only = ON;');
    return new SafeAdapter(writer, reader);
  }

  async #open(last: string): Promise<SqlDriverAdapter> {
    const connection = await new PrismaBetterSqlite3({ url: this.#path, timeout: 5000 }).connect();
    keepStatements(connection);
    for (const [name, value] of Object.entries(this.#pragmas)) await connection.executeScript(`PRAGMA ${name} = ${value};`);
    await connection.executeScript(last);
    return connection;
  }
}

class SafeAdapter implements SqlDriverAdapter {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #lock = new Lock();
  readonly #writer: SqlDriverAdapter;
  readonly #reader: SqlDriverAdapter;

  constructor(writer: SqlDriverAdapter, reader: SqlDriverAdapter) {
    this.#writer = writer;
    this.#reader = reader;
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return /^\s*select\b/i.test(query.sql) ? this.#reader.queryRaw(query) : this.#lock.hold(() => this.#writer.queryRaw(query));
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#lock.hold(() => this.#writer.executeRaw(query));
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
      await transaction.executeRaw(sql('BEGIN IMMEDIATE'));
      return this.#ending(transaction, release);
    } catch (error) {
      await transaction?.rollback();
      release();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#reader.dispose();
    await this.#writer.dispose();
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
