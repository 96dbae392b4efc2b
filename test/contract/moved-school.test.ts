/** Equipment that went to another school: the people, the words and the rooms of the one are not the other's, whichever way it is asked for. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetId, PersonId, RoomId } from '#domain/ids.ts';
import type { RegisterEvent } from '#domain/register/events.ts';
import { historyOf } from '#server/office/register/history.ts';
import { recurrenceOn } from '#server/recurrence.ts';
import { writeRegister } from '#server/register-rows.ts';
import { roundWhole } from '#server/rounds.ts';
import { storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';
import { databases } from '#test/databases.ts';
import { fillRegister } from '#test/fill-register.ts';
import { addPerson } from './doors.ts';
import { Device, ENGINEER, MINA, newTicket, OTHER_SITE, opening, openSchool, type School, SITE } from './school.ts';

const ROOM = '00000040-0000-7000-8000-000000000001' as RoomId;
const THERE = '00000040-0000-7000-8000-000000000002' as RoomId;
const ASSET = '00000041-0000-7000-8000-000000000001' as AssetId;

describe.each(databases())('equipment that changed school on $name', (kind) => {
  let school: School;
  let gita: PersonId;
  beforeAll(async () => {
    school = await openSchool(kind);
    gita = await addPerson(school, 'gita', 'supervisor', OTHER_SITE);
    await fillRegister(school.db, {
      rooms: [
        { id: ROOM, siteId: SITE, building: 'Bât. B', floor: null, name: '203 secrète' },
        { id: THERE, siteId: OTHER_SITE, building: null, floor: null, name: 'Salle de là-bas' },
      ],
      assets: [{ id: ASSET, siteId: SITE, roomId: ROOM, type: 'laptop', maker: 'HP', model: 'X', serial: 'S1', inventory: null }],
    });
    await say(SITE, MINA, { type: 'PartReplaced', part: 'battery', text: 'Changée avec Hugo', ticket: null });
    await say(SITE, ENGINEER, {
      type: 'AssetDecided',
      decision: { choice: 'replace', year: 2027, text: 'Mot de chez nous', by: ENGINEER, at: school.now } as never,
    });
    await say(OTHER_SITE, ENGINEER, {
      type: 'AssetChanged',
      from: { site: SITE, room: ROOM, note: 'Note d’ici' },
      to: { site: OTHER_SITE, room: THERE, note: null },
    });
    await say(OTHER_SITE, gita, { type: 'PartReplaced', part: 'screen', text: 'Écran neuf', ticket: null });
  });
  afterAll(() => school.close());

  async function say(site: typeof SITE, by: PersonId, event: RegisterEvent): Promise<void> {
    school.now += 60_000;
    await storeOf(school.db).write(async (tx) => {
      const { version } = await raise(tx);
      await writeRegister(tx, [{ of: 'asset', id: ASSET, site, event, by, at: school.now, from: null }], { version, received: school.now } as never);
    });
  }

  test('its past begins for the new school when it came; whoever serves both reads all of it', async () => {
    const told = await historyOf(school.db, await school.actor(gita), ASSET);
    expect(told?.lines.map(({ event, who }) => [event.type, who])).toEqual([
      ['PartReplaced', 'gita Essai'],
      ['AssetChanged', null],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/Hugo|Mina|Irène|secrète|chez nous|Note d’ici/);
    expect(JSON.stringify(told)).not.toContain(ROOM);
    expect((await historyOf(school.db, await school.actor(ENGINEER), ASSET))?.lines).toHaveLength(4);
    expect(await historyOf(school.db, await school.actor(MINA), ASSET)).toBeNull();
  });

  test('what was decided of it elsewhere is not on the new school’s list, nor what became of it on the old one’s', async () => {
    const far = await Device.ready(school, gita);
    for (let i = 0; i < 3; i += 1) await far.say(opening(newTicket(), { asset: ASSET, site: OTHER_SITE, text: 'Panne' }));
    const [line] = (await recurrenceOn(school.db, [OTHER_SITE], school.now)).lines;
    expect(line?.thing.id).toBe(ASSET);
    expect(line?.decision).toBeNull();
    // It was for the other's budget: whoever serves both finds it in the history only, and it is on no phone of the new school.
    expect((await recurrenceOn(school.db, 'all', school.now)).lines[0]?.decision).toBeNull();
    expect(JSON.stringify((await new Device(school, gita).pull()).changes)).not.toContain('chez nous');
    expect(JSON.stringify(await recurrenceOn(school.db, [SITE], school.now))).not.toMatch(/là-bas|Panne/);
  });

  test('a tour tells no room of another school', async () => {
    const round = randomUUID();
    await school.db.round.create({ data: { id: round, siteId: OTHER_SITE, roomId: THERE, personId: gita, startedAt: new Date(school.now) } });
    await school.db.counted.create({
      data: { roundId: round, key: ASSET, assetId: ASSET, how: 'moved', fromRoomId: ROOM, at: new Date(school.now), personId: gita },
    });
    const whole = await roundWhole(school.db, [OTHER_SITE], round);
    expect(whole?.lines.find((l) => l.how === 'moved')).toMatchObject({ from: null, who: 'gita Essai' });
    expect(JSON.stringify(whole)).not.toContain('secrète');
  });
});
