import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '#server/migrate.ts';
import { databases, type FreshDatabase } from '#test/databases.ts';

describe.each(databases())('$name', ({ open }) => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await open();
    await fresh.db.organisation.create({ data: { id: 'org', name: 'Essai', incarnation: 'one' } });
  });
  afterAll(() => fresh.close());

  const raise = () =>
    fresh.db.$transaction(async (tx) => {
      const { version } = await tx.organisation.update({
        where: { id: 'org' },
        data: { version: { increment: 1 } },
        select: { version: true },
      });
      return version;
    });

  test('migrating again does nothing', async () => {
    expect(await migrate(fresh.url)).toEqual([]);
  });

  test('forty transactions at once each get a version of their own', async () => {
    const versions = await Promise.all(Array.from({ length: 40 }, raise));
    expect(new Set(versions).size).toBe(40);
  });

  test('a lone write is kept when the transaction beside it rolls back', async () => {
    let inside = () => {};
    const started = new Promise<void>((done) => {
      inside = done;
    });
    const doomed = fresh.db.$transaction(async (tx) => {
      await tx.counter.create({ data: { year: 1998, last: 1 } });
      inside();
      await new Promise((done) => setTimeout(done, 50));
      throw new Error('rolled back');
    });
    await started;
    const lone = fresh.db.counter.create({ data: { year: 1999, last: 7 } });
    const seen = await fresh.db.counter.findUnique({ where: { year: 1998 } });
    await expect(doomed).rejects.toThrow('rolled back');
    await lone;
    expect(seen, 'rows that nobody committed are not seen').toBeNull();
    expect(await fresh.db.counter.findMany({ where: { year: { in: [1998, 1999] } } })).toEqual([{ year: 1999, last: 7 }]);
  });

  test('a write that fails leaves the next one free', async () => {
    await expect(fresh.db.organisation.create({ data: { id: 'org', name: 'twice', incarnation: 'two' } })).rejects.toThrow();
    await expect(
      fresh.db.$transaction(async (tx) => {
        await tx.room.create({ data: { id: 'r', siteId: 'nowhere', name: 'x', version: 1 } });
      }),
    ).rejects.toThrow();
    expect(await raise()).toBeGreaterThan(0);
  });
});
