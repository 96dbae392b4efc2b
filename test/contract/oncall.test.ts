/** Whom a call reaches: the people on call, the hands on site, and who stands in for them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { onCallFor } from '#server/oncall.ts';
import { storeOf } from '#server/sql.ts';
import { databases } from '#test/databases.ts';
import { ENGINEER, HUGO, handsCalled, MINA, OTHER_SITE, openSchool, REQUESTER, type School, SITE, TECH } from './school.ts';

const HOUR = 3_600_000;

describe.each(databases())('whom a call reaches on $name', (kind) => {
  let school: School;
  const opened: School[] = [];
  beforeEach(async () => {
    school = await openSchool(kind);
    opened.push(school);
  });
  afterAll(() => Promise.all(opened.map((s) => s.close())));
  const read = () => storeOf(school.db).read;
  const turn = (personId: PersonId, siteId: string | null, from: number, until: number) =>
    school.db.onCall.create({ data: { id: randomUUID(), personId, siteId, from: new Date(from), until: new Date(until) } });

  test('a site’s own roster, else the one for all; from its beginning until before its end', async () => {
    const { now } = school;
    await turn(ENGINEER, null, now, now + 2 * HOUR);
    await turn(MINA, SITE, now + HOUR, now + 2 * HOUR);
    expect(await onCallFor(read(), SITE, now - 1)).toEqual([]);
    expect(await onCallFor(read(), SITE, now)).toEqual([ENGINEER]);
    expect(await onCallFor(read(), SITE, now + HOUR)).toEqual([MINA]);
    expect(await onCallFor(read(), OTHER_SITE, now + HOUR)).toEqual([ENGINEER]);
    expect(await onCallFor(read(), SITE, now + 2 * HOUR)).toEqual([]);
  });

  test('an account that is shut, or that lost its role there, is not called', async () => {
    const { now } = school;
    await turn(MINA, SITE, now, now + HOUR);
    await turn(REQUESTER, SITE, now, now + HOUR);
    await turn(TECH, null, now, now + HOUR);
    expect(await onCallFor(read(), SITE, now)).toEqual([MINA]);
    await school.db.person.update({ where: { id: MINA }, data: { disabledAt: new Date(now) } });
    expect(await onCallFor(read(), SITE, now)).toEqual([TECH]);
  });

  test('the hands of a site are those who are there, and the deputies of the others', async () => {
    const { now, db } = school;
    expect(await handsCalled(school, now)).toEqual({ present: [MINA, HUGO], deputies: [] });
    await db.presence.create({ data: { personId: MINA, siteId: SITE, until: null, deputyId: TECH } });
    expect(await handsCalled(school, now)).toEqual({ present: [HUGO], deputies: [TECH] });
    // The colleague who is there anyway is not said twice.
    await db.presence.updateMany({ data: { deputyId: HUGO } });
    expect(await handsCalled(school, now)).toEqual({ present: [HUGO], deputies: [] });
    await db.presence.create({ data: { personId: HUGO, siteId: SITE, until: null, deputyId: ENGINEER } });
    expect(await handsCalled(school, now)).toEqual({ present: [], deputies: [ENGINEER] });
    await db.person.update({ where: { id: ENGINEER }, data: { disabledAt: new Date(now) } });
    expect(await handsCalled(school, now)).toEqual({ present: [], deputies: [] });
  });

  test('the last day away ends at midnight of the site', async () => {
    const { now, db } = school;
    await db.site.update({ where: { id: SITE }, data: { timeZone: 'Indian/Reunion' } });
    const until = new Date(now).toISOString().slice(0, 10);
    await db.presence.create({ data: { personId: MINA, siteId: SITE, until, deputyId: null } });
    const midnight = Date.parse(`${until}T20:00:00Z`);
    expect((await handsCalled(school, midnight - 1)).present).toEqual([HUGO]);
    expect((await handsCalled(school, midnight)).present).toEqual([MINA, HUGO]);
  });
});
