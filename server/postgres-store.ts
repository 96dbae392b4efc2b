import 'server-only';
import type pg from 'pg';
import { Unavailable } from './failure.ts';
import { PostgresOthers } from './postgres-others.ts';
import type { Others, Sql, Store } from './sql.ts';

const TIMESTAMP = 1114;

/** The columns are without a zone and hold UTC, as Prisma's adapter writes them. */
const TYPES = (parsers: typeof pg.types): pg.CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === TIMESTAMP ? (text: string) => new Date(`${text.replace(' ', 'T')}Z`) : parsers.getTypeParser(oid, format as 'text')) as never,
});

function bound(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

interface Known {
  readonly name: string;
  readonly text: string;
}

/** Each text gets a name, by which each connection prepares it once; `?` becomes PostgreSQL's `$1`. */
class Statements {
  readonly #known = new Map<string, Known>();

  of(text: string): Known {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    let n = 0;
    const made = {
      name: `r${this.#known.size}`,
      text: text.replaceAll('?', () => {
        n += 1;
        return `$${n}`;
      }),
    };
    this.#known.set(text, made);
    return made;
  }
}

class PostgresSql implements Sql {
  readonly #client: Pick<pg.Pool, 'query'>;
  readonly #statements: Statements;
  readonly #types: pg.CustomTypesConfig;

  constructor(client: Pick<pg.Pool, 'query'>, statements: Statements, types: pg.CustomTypesConfig) {
    this.#client = client;
    this.#statements = statements;
    this.#types = types;
  }

  async #query(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    return this.#client.query({ ...this.#statements.of(text), values: values.map(bound), types: this.#types });
  }

  async all<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.#query(text, values)).rows as R[];
  }

  async run(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.#query(text, values)).rowCount ?? 0;
  }
}

/** The pool that Prisma's adapter uses, spoken to without it. The row of the organisation orders the writers (docs/decisions/0002). */
export class PostgresStore implements Store {
  readonly read: Sql;
  readonly others: Others;
  readonly #pool: pg.Pool;
  readonly #statements = new Statements();
  readonly #types: pg.CustomTypesConfig;

  constructor(pool: pg.Pool, parsers: typeof pg.types) {
    this.#pool = pool;
    this.#types = TYPES(parsers);
    this.read = new PostgresSql(pool, this.#statements, this.#types);
    this.others = new PostgresOthers(pool);
  }

  async write<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((cause: unknown) => {
      throw new Unavailable('no connection to the database', { cause });
    });
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const done = await work(new PostgresSql(client, this.#statements, this.#types));
      await client.query('COMMIT');
      return done;
    } catch (error) {
      // A connection that cannot say ROLLBACK is not given back to the pool.
      await client.query('ROLLBACK').catch((e: Error) => {
        broken = e;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}
