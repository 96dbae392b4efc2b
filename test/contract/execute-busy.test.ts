import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Unavailable } from '#server/failure.ts';
import { databases, openSqlite } from '#test/databases.ts';
import { Device, full, kinds, MINA, newTicket, opening, openSchool, type School } from './school.ts';

/** The real thing: another writer holds the lock for longer than a transaction may wait (server/db.ts: 5 s). */
describe.each(databases())('a held lock on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('[14] the database answers nobody for too long: 503, nothing settled, and the same request is executed after', {
    timeout: 40_000,
  }, async () => {
    const mina = await Device.ready(school, MINA);
    const request = mina.request([mina.entry(opening(newTicket()))]);
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    let locked = () => {};
    const hasLock = new Promise<void>((done) => {
      locked = done;
    });
    const holder = school.db.$transaction(
      async (tx) => {
        await tx.organisation.update({ where: { id: 'org' }, data: { name: 'held' } });
        locked();
        await held;
      },
      { timeout: 30_000 },
    );
    await hasLock;
    await expect(school.ask(MINA, request)).rejects.toBeInstanceOf(Unavailable);
    expect(await school.db.receipt.count({ where: { origin: mina.origin } })).toBe(0);
    release();
    await holder;
    expect(kinds(full(await school.ask(MINA, request)).receipts)).toEqual(['executed']);
  });
});

describe('another process writes to the SQLite file', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool({ name: 'sqlite', open: openSqlite });
  });
  afterAll(() => school.close());

  test('[14] commands wait for it, as Prisma’s own writes do, and meanwhile whoever only reads is answered at once', {
    timeout: 40_000,
  }, async () => {
    const mina = await Device.ready(school, MINA);
    const other = new Database(school.url.slice('file:'.length));
    other.exec('BEGIN IMMEDIATE');
    let isHeld = true;
    const writes = [
      school.ask(MINA, mina.request([mina.entry(opening(newTicket()))])),
      school.db.organisation.update({ where: { id: 'org' }, data: { name: 'after' } }),
      school.db.$transaction(async (tx) => tx.organisation.update({ where: { id: 'org' }, data: { timeZone: 'Europe/Paris' } })),
    ].map((write) =>
      write.then((done: unknown) => {
        expect(isHeld, 'written while another process held the lock').toBe(false);
        return done;
      }),
    );
    for (let i = 0; i < 5; i += 1) {
      await sleep(50);
      const from = performance.now();
      await school.version();
      expect(performance.now() - from).toBeLessThan(500);
    }
    isHeld = false;
    other.exec('ROLLBACK');
    other.close();
    const [answer] = await Promise.all(writes);
    expect(kinds(full(answer as never).receipts)).toEqual(['executed']);
  });
});
