import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { submitCommands } from '#app/_doors/submit-commands.ts';
import { bindStore, type Sql, type Store } from '#server/sql.ts';
import { openSqlite } from '#test/databases.ts';
import { type Behind, empty, enter, openBehind, ROUTES, request } from './doors.ts';
import { MINA } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

let behind: Behind;
beforeAll(async () => {
  behind = await openBehind({ name: 'sqlite', open: openSqlite });
  await enter(MINA);
});
afterAll(() => behind.close());

/** From the first statement on, as when PostgreSQL was stopped or the disk failed. */
function down(code: string): Store {
  const fail = () => Promise.reject(Object.assign(new Error('no'), { code }));
  const sql: Sql = { all: fail, run: fail };
  return { read: sql, write: fail };
}

test.each(['ECONNREFUSED', '57P01', 'SQLITE_IOERR_READ', 'SQLITE_FULL'])(
  '[14] a database that cannot even say who asks (%s): 503 with a time to wait, at the doors that carry commands and photos',
  async (code) => {
    bindStore(behind.school.db, down(code));
    const names = Object.keys(ROUTES).filter((n) => /^(POST .*\/sync|PUT .*\/photos)/.test(n));
    expect(names).toHaveLength(2);
    for (const name of names) {
      const { type, body, call } = ROUTES[name] as (typeof ROUTES)[string];
      const response = await call(request(name.split(' ')[0] as string, type, { body: body?.() }));
      expect([name, response.status, response.headers.get('retry-after')]).toEqual([name, 503, '2']);
    }
    expect((await submitCommands(empty())).status).toBe(503);
  },
);
