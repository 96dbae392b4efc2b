import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Unavailable } from '#server/failure.ts';
import { databases } from '#test/databases.ts';
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
