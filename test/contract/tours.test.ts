/** Rooms are walked round offline, by one person or two: what is counted, moved, taken back and told. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { RoomDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId } from '#domain/ids.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { Count } from '#domain/register/thing.ts';
import { adding } from '#domain/register/tour-sent.ts';
import { keepPhoto } from '#server/photos.ts';
import { roundAsCsv, roundWhole } from '#server/rounds.ts';
import { databases } from '#test/databases.ts';
import { documentOf, newAsset, onRegister, rules } from './register-stage.ts';
import { Device, HUGO, kinds, MINA, OTHER_SITE, REQUESTER, type Said, type School, SITE, TECH } from './school.ts';

describe.each(databases())('tours of rooms on $name', (kind) => {
  let school: School;
  let room: RoomId;
  let other: RoomId;
  let foreign: RoomId;
  const stage = onRegister(kind, (ready) => {
    ({ school, room, other, foreign } = ready);
  });

  test('two people walk round one room, offline: one list, each thing once, what is undone goes back', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const [expected, elsewhere, visiting] = [
      await stage.thing(SITE, { roomId: room }),
      await stage.thing(SITE, { roomId: other }),
      await stage.thing(SITE, { roomId: other }),
    ];
    const tour = (round: string) => ({
      begin: { type: 'begin_round', v: 1, site: SITE, room, round },
      count: (asset: AssetId | null, how: string, key: string = asset as string) => ({
        type: 'count',
        v: 1,
        site: SITE,
        room,
        round,
        key,
        asset,
        how,
        note: '',
        hash: null,
      }),
      undo: (key: string) => ({ type: 'uncount', v: 1, site: SITE, room, round, key }),
      end: { type: 'end_round', v: 1, site: SITE, room, round },
    });
    const [a, b] = [tour(randomUUID()), tour(randomUUID())];
    const first = await mina.say(
      a.begin,
      a.count(expected, 'found'),
      a.count(expected, 'found'),
      a.count(elsewhere, 'moved'),
      a.count(null, 'unknown', 'INV 99'),
    );
    expect(rules(first)).toEqual(Array(5).fill('executed'));
    const second = await hugo.say(b.begin, b.count(expected, 'found'), b.count(visiting, 'left'), b.undo(elsewhere), b.end);
    expect(rules(second)).toEqual(Array(5).fill('executed'));
    const { round } = documentOf(second, room) as RoomDocument;
    expect(new Set(round?.counts.map((c) => `${c.key} ${c.how} ${c.by}`))).toEqual(
      new Set([`${expected} found ${MINA}`, `INV 99 unknown ${MINA}`, `${visiting} left ${HUGO}`]),
    );
    expect(round?.counts).toHaveLength(3);
    expect(round?.endedAt).not.toBeNull();
    expect(await school.db.round.count({ where: { roomId: room } })).toBe(1);
    expect((await school.db.asset.findUnique({ where: { id: elsewhere } }))?.roomId).toBe(other);
    expect((await school.db.asset.findUnique({ where: { id: expected } }))?.seenAt).not.toBeNull();
    expect((await stage.events(expected)).map((e) => e.type)).toEqual(['AssetSeen']);
    // Requesters hear nothing of tours.
    const rose = new Device(school, REQUESTER);
    expect((await rose.reset()).changes.find((c) => c.kind === 'room' && c.id === room)).not.toHaveProperty('round');
  });

  const walk = (at: RoomId, round: string, site: SiteId = SITE) => ({
    begin: { type: 'begin_round', v: 1, site, room: at, round },
    count: (asset: AssetId, how: string) => ({ type: 'count', v: 1, site, room: at, round, key: asset, asset, how, note: '', hash: null }),
    undo: (asset: AssetId, of?: PersonId) => ({ type: 'uncount', v: 1, site, room: at, round, key: asset, ...(of === undefined ? {} : { of }) }),
    end: { type: 'end_round', v: 1, site, room: at, round },
  });

  test('a tour of Monday that comes on Friday is a tour of its own, and moves nothing that was seen since', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const at = await stage.newRoom(SITE, 'C 1');
    const [desk, laptop] = [await stage.thing(SITE, { roomId: at }), await stage.thing(SITE, { roomId: other })];
    const [monday, friday] = [walk(at, randomUUID()), walk(at, randomUUID())];
    const then = school.now;
    school.now += 4 * 86_400_000;
    const elsewhere = walk(other, randomUUID());
    await hugo.say(elsewhere.begin, elsewhere.count(laptop, 'found'), friday.begin);
    const late = [monday.begin, monday.count(desk, 'found'), monday.count(laptop, 'moved')].map((c) => mina.entry(c, then));
    expect(rules(mina.hear(await school.ask(MINA, mina.request(late))))).toEqual(Array(3).fill('executed'));
    // In a request of its own, it is still its own tour.
    const end = mina.hear(await school.ask(MINA, mina.request([mina.entry(monday.end, then + 1000)])));
    expect(rules(end)).toEqual(['executed']);
    const rounds = await school.db.round.findMany({ where: { roomId: at }, orderBy: { startedAt: 'asc' } });
    expect(rounds.map((r) => [r.id, r.endedAt === null])).toEqual([
      [monday.begin.round, false],
      [friday.begin.round, true],
    ]);
    expect(await school.db.counted.findMany({ where: { roundId: friday.begin.round } })).toEqual([]);
    expect((await school.db.asset.findUnique({ where: { id: laptop } }))?.roomId).toBe(other);
    expect((await school.db.counted.findMany({ where: { roundId: monday.begin.round } })).map((c) => [c.key, c.how]).sort()).toEqual(
      [
        [desk, 'found'],
        [laptop, 'left'],
      ].sort(),
    );
  });

  test('one takes back one’s own scan, not a colleague’s; what was moved is left in one act, and goes back to a room that is there', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const at = await stage.newRoom(SITE, 'C 2');
    const gone = await stage.newRoom(SITE, 'C 3');
    const [laptop, tablet] = [await stage.thing(SITE, { roomId: other }), await stage.thing(SITE, { roomId: gone })];
    const [a, b] = [walk(at, randomUUID()), walk(at, randomUUID())];
    await mina.say(a.begin, a.count(laptop, 'moved'), a.count(tablet, 'moved'));
    await hugo.say(b.begin, b.count(laptop, 'moved'), b.undo(laptop, HUGO));
    const room = async (id: AssetId) => (await school.db.asset.findUnique({ where: { id } }))?.roomId;
    expect(await room(laptop)).toBe(at);
    expect(rules(await mina.say(a.count(laptop, 'left')))).toEqual(['executed']);
    expect(await room(laptop)).toBe(other);
    expect(await school.db.counted.findMany({ where: { key: laptop } })).toMatchObject([{ how: 'left', personId: MINA }]);
    expect(rules(await mina.say(a.count(laptop, 'moved')))).toEqual(['executed']);
    expect(await room(laptop)).toBe(at);
    await school.db.room.delete({ where: { id: gone } });
    expect(rules(await mina.say(a.undo(tablet, MINA), a.undo(laptop, MINA)))).toEqual(['executed', 'executed']);
    expect([await room(tablet), await room(laptop)]).toEqual([null, other]);
  });

  test('equipment that the server refuses on a tour leaves its unknown label on the list, and is tried again with it', async () => {
    const mina = await Device.ready(school, MINA);
    await stage.thing(SITE, { serial: 'SN 555' });
    const [at, asset, code, round] = [await stage.newRoom(SITE, 'B 210'), newAsset(), await stage.blank(), randomUUID()];
    const here = { v: 1, site: SITE, room: at, round } as const;
    const unknown: Count = { key: code, asset: null, how: 'unknown', label: code, note: '', photo: null, from: null, at: school.now, by: MINA };
    const add = (serial: string) =>
      adding(
        new Map(),
        {
          ...{ type: 'add_asset', v: 1, site: SITE, asset, room: at, kind: 'tablet', maker: null, model: 'Tab' },
          serial,
          inventory: null,
          name: null,
          code: null,
        },
        unknown,
        round,
      );
    const seen: RegisterCommand = { type: 'count', ...here, key: code, asset: null, how: 'unknown', note: '', hash: null };
    const first = await mina.say(seen, ...add('SN-555'));
    expect(rules(first)).toEqual(['executed', 'number-taken', 'unknown', 'unknown', 'unknown']);
    const keys = (said: Said) => (documentOf(said, at) as RoomDocument).round?.counts.map((c) => c.key);
    expect(keys(first)).toEqual([code]);
    const again = await mina.say(...add('SN-556'));
    expect(rules(again)).toEqual(['executed', 'executed', 'executed', 'executed']);
    expect(keys(again)).toEqual([asset]);
  });

  test('what a second person wrote or photographed of something that is counted is kept, and counts nothing twice', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const at = await stage.newRoom(SITE, 'B 211');
    const [asset, round] = [await stage.thing(SITE, { roomId: at }), randomUUID()];
    const here = { v: 1, site: SITE, room: at, round } as const;
    const count = (key: string, of: AssetId | null, note: string, hash: string | null) =>
      ({ type: 'count', ...here, key, asset: of, how: of === null ? 'unknown' : 'found', note, hash }) as RegisterCommand;
    const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
    await mina.say(count(asset, asset, '', null), count('Boîte grise', null, '', one));
    school.now += 60_000;
    const said = await hugo.say(
      count(asset, asset, 'écran fendu', null),
      count('Boîte grise', null, '', two),
      // Said again, and what says nothing new: nothing.
      count(asset, asset, 'écran fendu', null),
      count(asset, asset, '', null),
    );
    expect(kinds(said.receipts)).toEqual(['executed', 'executed', 'executed', 'executed']);
    const counts = (documentOf(said, at) as RoomDocument).round?.counts ?? [];
    const told = counts.map((c) => [c.how, c.asset, c.label, c.note, c.photo, c.by]);
    expect(new Set(told.map(String))).toEqual(
      new Set(
        [
          ['found', asset, null, '', null, MINA],
          ['unknown', null, 'Boîte grise', '', one, MINA],
          ['remark', asset, null, 'écran fendu', null, HUGO],
          ['remark', null, 'Boîte grise', '', two, HUGO],
        ].map(String),
      ),
    );
    const whole = await roundWhole(school.db, 'all', round);
    expect(whole).toMatchObject({ found: 1, missing: 0, unknown: 1, moved: 0 });
    const remarked = whole?.lines.filter((l) => l.how === 'remark').map((l) => String([l.thing?.id ?? l.label, l.note, l.photo]));
    expect(new Set(remarked)).toEqual(
      new Set(
        [
          [asset, 'écran fendu', null],
          ['Boîte grise', '', two],
        ].map(String),
      ),
    );
    expect(roundAsCsv(whole as NonNullable<typeof whole>, 'fr')).toContain('écran fendu');
    // Whoever took the picture may bring it.
    expect(await keepPhoto(school.db, { person: HUGO, memberships: [], teams: [], vip: false }, two as never, new Uint8Array([1]), school.now)).toBe(
      'hash',
    );
    expect(await keepPhoto(school.db, { person: HUGO, memberships: [], teams: [], vip: false }, one as never, new Uint8Array([1]), school.now)).toBe(
      'unknown',
    );
    // One's own remark goes as it came.
    const remark = counts.find((c) => c.how === 'remark' && c.asset === asset);
    await hugo.say({ type: 'uncount', ...here, key: remark?.key ?? '', of: HUGO });
    expect((await roundWhole(school.db, 'all', round))?.lines.map((l) => l.how).sort()).toEqual(['found', 'remark', 'unknown']);
  });

  test('nobody writes into another school’s tour by knowing its id', async () => {
    const [mina, tech] = [await Device.ready(school, MINA), await Device.ready(school, TECH)];
    const [ours, asset] = [walk(room, randomUUID()), await stage.thing(SITE, { roomId: room })];
    await mina.say(ours.begin, ours.count(asset, 'found'));
    const theirs = walk(foreign, ours.begin.round, OTHER_SITE);
    const said = await tech.say(theirs.begin, theirs.count(await stage.thing(OTHER_SITE), 'found'), theirs.undo(asset), theirs.end);
    expect(rules(said)).toEqual(Array(4).fill('unknown'));
    expect(await school.db.counted.count({ where: { roundId: ours.begin.round } })).toBe(1);
    expect((await school.db.round.findUnique({ where: { id: ours.begin.round } }))?.endedAt).toBeNull();
  });
});
