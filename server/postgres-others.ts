import 'server-only';
import type pg from 'pg';
import type { Others } from './sql.ts';

const CHANNEL = 'relais_hint';

/** The servers that work on the same PostgreSQL, by its NOTIFY: nothing of it is written anywhere. */
export class PostgresOthers implements Others {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async say(text: string): Promise<void> {
    await this.#pool.query('SELECT pg_notify($1, $2)', [CHANNEL, text]);
  }

  async hear(heard: (text: string) => void, lost: () => void): Promise<() => void> {
    const client = await this.#pool.connect();
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      // Not given back: it would go on listening.
      client.release(true);
    };
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    client.on('error', () => {
      end();
      lost();
    });
    try {
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }
}
