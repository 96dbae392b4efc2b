import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetDocument, Document, RoomDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import { BARE_ASSET, type Count } from '#domain/register/thing.ts';
import { adding } from '#domain/register/tour-sent.ts';
import { makeCode } from '#domain/sticker.ts';
import { replicaOf } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { keepPhoto } from '#server/photos.ts';
import { roundAsCsv, roundWhole } from '#server/rounds.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, kinds, MINA, newTicket, OTHER_SITE, opening, openSchool, REQUESTER, type Said, type School, SITE, TECH } from './school.ts';

const newAsset = () => randomUUID() as AssetId;
const newCode = () => makeCode(crypto.getRandomValues(new Uint8Array(7)));
const rules = (said: Said) =>
  said.receipts.map(({ outcome: o }) => (o.kind === 'refused' ? (o.refusal.code === 'rule' ? o.refusal.rule : o.refusal.code) : o.kind));

describe.each(databases())('commands of the register on $name', (kind) => {
  let school: School;
  let room: RoomId;
  let other: RoomId;
  let foreign: RoomId;
  beforeAll(async () => {
    school = await openSchool(kind);
    // Tours are shown for a week: of now.
    school.now = Date.now();
    [room, other, foreign] = await Promise.all([newRoom(SITE, 'B 203'), newRoom(SITE, 'CDI'), newRoom(OTHER_SITE, 'Loin')]);
  });
  afterAll(() => school.close());

  async function newRoom(siteId: SiteId, name: string): Promise<RoomId> {
    const id = randomUUID() as RoomId;
    await school.db.room.create({ data: { id, siteId, name, version: 1 } });
    return id;
  }
  async function thing(siteId: SiteId = SITE, more: Partial<{ roomId: string; serial: string; inventory: string }> = {}): Promise<AssetId> {
    const id = newAsset();
    await school.db.asset.create({ data: { id, siteId, roomId: null, type: 'projector', version: 1, ...more } });
    return id;
  }
  async function blank(siteId: SiteId | null = SITE): Promise<StickerCode> {
    const code = newCode();
    await school.db.sticker.create({ data: { code, siteId, state: 'blank' } });
    return code;
  }
  const bind = (code: StickerCode, id: AssetId): RegisterCommand => ({ type: 'bind_sticker', v: 1, site: SITE, code, on: { kind: 'asset', id } });
  const events = (subjectId: string) => school.db.registerEvent.findMany({ where: { subjectId }, orderBy: [{ version: 'asc' }, { ordinal: 'asc' }] });
  const documentOf = (said: Said, id: string) =>
    said.changes.find((c) => c.kind !== 'gone' && c.id === id) as AssetDocument | RoomDocument | undefined;

  test('a blank sticker is put on, and everybody of the site hears of it; said twice it is done once', async () => {
    const [mina, hugo, rose] = [
      await Device.ready(school, MINA),
      await Device.ready(school, HUGO),
      await Device.ready(school, REQUESTER as PersonId),
    ];
    const [asset, code] = [await thing(), await blank()];
    await hugo.pull();
    await rose.pull();
    const entry = mina.entry(bind(code, asset));
    const first = mina.hear(await school.ask(MINA, mina.request([entry])));
    expect(kinds(first.receipts)).toEqual(['executed']);
    expect(documentOf(first, asset)).toMatchObject({ kind: 'asset', codes: [code] });
    // The answer was lost: the same tap is said again.
    const again = await school.ask(MINA, { ...mina.request([entry]), settled: 0 });
    expect(kinds((again as Said).receipts)).toEqual(['executed']);
    expect((await events(asset)).map((e) => e.type)).toEqual(['StickerBound']);
    expect(documentOf(await hugo.pull(), asset)).toMatchObject({ codes: [code] });
    expect(documentOf(await rose.pull(), asset)).toMatchObject({ codes: [code] });
  });

  test('what is unknown, revoked or of another school is one refusal; what is on something else is told', async () => {
    const mina = await Device.ready(school, MINA);
    const [asset, taken, revoked, theirs, anywhere] = [await thing(), await blank(), await blank(), await blank(OTHER_SITE), await blank(null)];
    const before = await thing();
    await mina.say(bind(taken, before), bind(revoked, before), { type: 'revoke_sticker', v: 1, site: SITE, code: revoked, reason: 'lost' });
    const said = await mina.say(bind(newCode(), asset), bind(revoked, asset), bind(theirs, asset), bind(taken, asset), bind(anywhere, asset));
    expect(rules(said)).toEqual(['sticker-unknown', 'sticker-unknown', 'sticker-unknown', 'sticker-taken', 'executed']);
    expect(await school.db.sticker.findUnique({ where: { code: anywhere } })).toMatchObject({ siteId: SITE, assetId: asset, state: 'bound' });
    expect(await school.db.sticker.findUnique({ where: { code: theirs } })).toMatchObject({ siteId: OTHER_SITE, assetId: null });
  });

  test('a torn one makes way for a new one in one act', async () => {
    const mina = await Device.ready(school, MINA);
    const [asset, old, fresh] = [await thing(), await blank(), await blank()];
    const said = await mina.say(bind(old, asset), { type: 'replace_sticker', v: 1, site: SITE, code: old, by: fresh });
    expect(rules(said)).toEqual(['executed', 'executed']);
    expect(documentOf(said, asset)).toMatchObject({ codes: [fresh] });
    expect((await events(asset)).map((e) => e.type)).toEqual(['StickerBound', 'StickerRevoked', 'StickerBound']);
  });

  test('nobody moves or names a thing of another school, nor puts one of theirs into its rooms', async () => {
    const mina = await Device.ready(school, MINA);
    const [theirs, ours] = [await thing(OTHER_SITE), await thing()];
    const move = (asset: AssetId, site: SiteId, to: RoomId) => ({ type: 'move_asset', v: 1, site, asset, from: null, room: to });
    const said = await mina.say(move(theirs, SITE, room), move(theirs, OTHER_SITE, foreign), move(ours, SITE, foreign), move(newAsset(), SITE, room));
    expect(rules(said)).toEqual(['unknown', 'not-allowed', 'unknown', 'unknown']);
    expect((await school.db.asset.findUnique({ where: { id: theirs } }))?.roomId).toBeNull();
    const rose = await Device.ready(school, REQUESTER);
    expect(rules(await rose.say(move(ours, SITE, room)))).toEqual(['not-allowed']);
  });

  test('two people move it apart: the second is told, not obeyed; to the same room, both are right', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const asset = await thing();
    const to = (room: RoomId) => ({ type: 'move_asset', v: 1, site: SITE, asset, from: null, room });
    expect(rules(await mina.say(to(room)))).toEqual(['executed']);
    expect(rules(await hugo.say(to(other), to(room)))).toEqual(['changed-meanwhile', 'executed']);
    expect((await events(asset)).map((e) => e.data)).toEqual([{ type: 'AssetChanged', from: { room: null }, to: { room } }]);
  });

  test('another’s change of another field stays; what no label says is the desk’s to write', async () => {
    const [mina, hugo, tech] = [await Device.ready(school, MINA), await Device.ready(school, HUGO), await Device.ready(school, TECH)];
    const asset = await thing(SITE, { serial: 'SN-1' });
    const amend = (from: object, to: object) => ({ type: 'amend_asset', v: 1, site: SITE, asset, from, to });
    expect(rules(await mina.say(amend({ serial: 'SN-1' }, { serial: 'SN-2' })))).toEqual(['executed']);
    const said = await hugo.say(
      amend({ model: null }, { model: 'X49' }),
      amend({ serial: 'SN-1' }, { serial: 'SN-3' }),
      amend({}, { critical: true }),
    );
    expect(rules(said)).toEqual(['executed', 'changed-meanwhile', 'not-allowed']);
    expect(rules(await tech.say(amend({ critical: false }, { critical: true })))).toEqual(['executed']);
    expect(await school.db.asset.findUnique({ where: { id: asset } })).toMatchObject({
      serial: 'SN-2',
      model: 'X49',
      critical: true,
      search: 'sn2 x49',
    });
  });

  test('a number that one thing gives up in a request is the other’s to take; one that somebody bears is not', async () => {
    const tech = await Device.ready(school, TECH);
    const [a, b, c] = [await thing(SITE, { inventory: 'SW 10' }), await thing(SITE, { inventory: 'SW-11' }), await thing(SITE, { serial: 'SW-12' })];
    const amend = (asset: AssetId, from: object, to: object) => ({ type: 'amend_asset', v: 1, site: SITE, asset, from, to });
    // Two labels were changed over: by a third number, as one has to, or by none.
    const swap = await tech.say(
      amend(a, { inventory: 'SW 10' }, { inventory: 'SW-99' }),
      amend(b, { inventory: 'SW-11' }, { inventory: 'SW-10' }),
      amend(a, { inventory: 'SW-99' }, { inventory: 'SW-11' }),
      // The third is free again, and the first is not.
      amend(c, { inventory: null }, { inventory: 'SW 99' }),
      amend(c, { inventory: 'SW 99' }, { inventory: 'sw10' }),
    );
    expect(rules(swap)).toEqual(['executed', 'executed', 'executed', 'executed', 'number-taken']);
    const numbers = await school.db.asset.findMany({ where: { id: { in: [a, b, c] } }, select: { id: true, inventory: true } });
    expect(new Map(numbers.map((n) => [n.id, n.inventory]))).toEqual(
      new Map([
        [a, 'SW-11'],
        [b, 'SW-10'],
        [c, 'SW 99'],
      ]),
    );
    // What leaves service bears nothing, within the request too; what is written otherwise is one's own number still, and the other is looked at.
    const left = await tech.say(
      amend(b, { state: 'in_service' }, { state: 'retired' }),
      amend(c, { inventory: 'SW 99' }, { inventory: 'SW10' }),
      amend(c, { serial: 'SW-12', inventory: 'SW10' }, { serial: 'SW12', inventory: 'SW-11' }),
      amend(c, { inventory: 'SW10' }, { inventory: 'SW-10' }),
    );
    expect(rules(left)).toEqual(['executed', 'executed', 'number-taken', 'executed']);
  });

  test('equipment that was found, named and reported offline arrives in one request, in the order of the taps', async () => {
    const mina = await Device.ready(school, MINA);
    const [asset, code, ticket] = [newAsset(), await blank(), newTicket()];
    const add = { type: 'add_asset', v: 1, site: SITE, asset, room, kind: 'printer', maker: 'HP', model: null, inventory: null, name: null, code };
    const said = await mina.say({ ...add, serial: 'PR-77' }, opening(ticket, { asset, category: 'printing', symptom: null, text: 'Bourrage' }));
    expect(rules(said)).toEqual(['executed', 'executed']);
    expect(documentOf(said, asset)).toMatchObject({ room, maker: 'HP', codes: [code] });
    expect((await school.head(ticket)).asset).toBe(asset);
    const twin = { ...add, asset: newAsset(), serial: 'pr 77', code: null };
    expect(rules(await mina.say(twin))).toEqual(['number-taken']);
  });

  test('two people walk round one room, offline: one list, each thing once, what is undone goes back', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const [expected, elsewhere, visiting] = [
      await thing(SITE, { roomId: room }),
      await thing(SITE, { roomId: other }),
      await thing(SITE, { roomId: other }),
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
    expect((await events(expected)).map((e) => e.type)).toEqual(['AssetSeen']);
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
    const at = await newRoom(SITE, 'C 1');
    const [desk, laptop] = [await thing(SITE, { roomId: at }), await thing(SITE, { roomId: other })];
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
    const at = await newRoom(SITE, 'C 2');
    const gone = await newRoom(SITE, 'C 3');
    const [laptop, tablet] = [await thing(SITE, { roomId: other }), await thing(SITE, { roomId: gone })];
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
    await thing(SITE, { serial: 'SN 555' });
    const [at, asset, code, round] = [await newRoom(SITE, 'B 210'), newAsset(), await blank(), randomUUID()];
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
    const at = await newRoom(SITE, 'B 211');
    const [asset, round] = [await thing(SITE, { roomId: at }), randomUUID()];
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
    const [ours, asset] = [walk(room, randomUUID()), await thing(SITE, { roomId: room })];
    await mina.say(ours.begin, ours.count(asset, 'found'));
    const theirs = walk(foreign, ours.begin.round, OTHER_SITE);
    const said = await tech.say(theirs.begin, theirs.count(await thing(OTHER_SITE), 'found'), theirs.undo(asset), theirs.end);
    expect(rules(said)).toEqual(Array(4).fill('unknown'));
    expect(await school.db.counted.count({ where: { roundId: ours.begin.round } })).toBe(1);
    expect((await school.db.round.findUnique({ where: { id: ours.begin.round } }))?.endedAt).toBeNull();
  });

  test('a sticker put on the wrong thing is put on the right one', async () => {
    const mina = await Device.ready(school, MINA);
    const [wrong, right, code] = [await thing(), await thing(), await blank()];
    const said = await mina.say(bind(code, wrong), { type: 'revoke_sticker', v: 1, site: SITE, code, reason: 'wrong' }, bind(code, right));
    expect(rules(said)).toEqual(Array(3).fill('executed'));
    expect(await school.db.sticker.findUnique({ where: { code } })).toMatchObject({ assetId: right, state: 'bound' });
  });

  test('of two words about where one is, the later one stands, whichever is heard first', async () => {
    const [phone, desk] = [await Device.ready(school, MINA), await Device.ready(school, MINA)];
    const say = (away: object | null) => ({ type: 'set_presence', v: 1, site: SITE, everywhere: false, away });
    const early = school.now;
    school.now += 3_600_000;
    await desk.say(say(null));
    phone.hear(await school.ask(MINA, phone.request([phone.entry(say({ until: null, deputy: null }), early)])));
    expect(await school.db.presence.count({ where: { personId: MINA } })).toBe(0);
  });

  test('[23] the phone shows before what the server says after', async () => {
    const mina = new Device(school, MINA);
    const [asset, code, fresh] = [await thing(SITE, { roomId: other, serial: 'Z-9' }), await blank(), newAsset()];
    const whole = await mina.reset();
    const taps: RegisterCommand[] = [
      bind(code, asset),
      { type: 'move_asset', v: 1, site: SITE, asset, from: other as RoomId, room: room as RoomId },
      { type: 'amend_asset', v: 1, site: SITE, asset, from: { state: 'in_service' }, to: { state: 'in_repair', model: 'X' } },
      { type: 'begin_round', v: 1, site: SITE, room: other as RoomId, round: randomUUID() },
      { type: 'count', v: 1, site: SITE, room: other as RoomId, round: randomUUID(), key: asset, asset, how: 'moved', note: '', hash: null },
      {
        type: 'add_asset',
        v: 1,
        site: SITE,
        asset: fresh,
        room: room as RoomId,
        kind: 'tablet',
        maker: null,
        model: null,
        serial: null,
        inventory: null,
        name: 'T-1',
        code: null,
      },
      { type: 'bind_sticker', v: 1, site: OTHER_SITE, code, on: { kind: 'asset', id: asset } },
    ];
    const at = school.now;
    const view = project(
      replicaOf(whole.changes.filter((c): c is Document => c.kind !== 'gone')),
      taps.map((command, i) => ({ seq: i + 1, at, command })),
      whole.me as Me,
    );
    const said = await mina.say(...taps);
    expect(rules(said)).toEqual([...Array(6).fill('executed'), 'not-allowed']);
    for (const id of [asset, fresh]) {
      const { version: _, ...after } = documentOf(said, id) as AssetDocument;
      const { version: __, ...shown } = view.assets.get(id) as AssetDocument;
      expect(shown).toEqual(after);
    }
    const { round: after } = documentOf(said, other) as RoomDocument;
    expect(view.rooms.get(other)?.round).toEqual(after);
    expect(view.laid?.get(asset)?.pending).toEqual([1, 2, 3, 5, 7]);
    expect(view.laid?.get(asset)?.doubtful.map((d) => d.refusal.code)).toEqual(['not-allowed']);
  });

  test('a school, its room, its equipment and a sticker on it come in one transaction, and go in one; a revoked sticker stays revoked', async () => {
    const { writeRegister } = await import('#server/register-rows.ts');
    const { raise } = await import('#server/version.ts');
    const { storeOf } = await import('#server/sql.ts');
    const [site, place, thing, code, torn] = [randomUUID() as SiteId, randomUUID() as RoomId, newAsset(), await blank(null), await blank(null)];
    const by = { by: null, at: school.now, from: null } as const;
    const write = (records: Parameters<typeof writeRegister>[1]) =>
      storeOf(school.db).write(async (tx) => writeRegister(tx, records, { version: (await raise(tx)).version, received: school.now }));
    const empty = { phone: null, desk: null, mailbox: null, address: null, postcode: null, kind: null, academy: null, pupils: null, sources: null };
    const on = { kind: 'asset', id: thing } as const;
    await write([
      { of: 'asset', id: thing, site, event: { type: 'AssetAdded', asset: { ...BARE_ASSET, id: thing, site, room: place } }, ...by },
      { of: 'asset', id: thing, site, event: { type: 'StickerBound', code, on }, ...by },
      { of: 'asset', id: thing, site, event: { type: 'StickerBound', code: torn, on }, ...by },
      { of: 'asset', id: thing, site, event: { type: 'StickerRevoked', code: torn, on, reason: 'torn' }, ...by },
      {
        of: 'room',
        id: place,
        site,
        event: { type: 'RoomAdded', room: { id: place, site, building: null, floor: null, name: '1', vip: false, sources: null } },
        ...by,
      },
      {
        of: 'site',
        id: site,
        site,
        event: { type: 'SiteAdded', site: { ...empty, id: site, uai: '0340009Z', name: 'Neuf', city: 'Là', timeZone: 'Europe/Paris' } },
        ...by,
      },
    ]);
    expect(await school.db.asset.findUnique({ where: { id: thing } })).toMatchObject({ roomId: place, siteId: site });
    await write([
      { of: 'room', id: place, site, event: { type: 'RoomRemoved' }, ...by },
      { of: 'asset', id: thing, site, event: { type: 'AssetRemoved' }, ...by },
    ]);
    expect(await school.db.room.findUnique({ where: { id: place } })).toBeNull();
    const states = await school.db.sticker.findMany({ where: { code: { in: [code, torn] } }, select: { code: true, state: true, assetId: true } });
    expect(new Set(states.map((x) => `${x.code} ${x.state} ${x.assetId}`))).toEqual(new Set([`${code} blank null`, `${torn} revoked null`]));
  });

  test('[19] what is taken out of a room or a site leaves the phones that held it', async () => {
    const { writeRegister } = await import('#server/register-rows.ts');
    const { raise } = await import('#server/version.ts');
    const { storeOf } = await import('#server/sql.ts');
    const mina = await Device.ready(school, MINA);
    const [gone, moved] = [await thing(), await thing()];
    const write = (records: Parameters<typeof writeRegister>[1]) =>
      storeOf(school.db).write(async (tx) => writeRegister(tx, records, { version: (await raise(tx)).version, received: school.now }));
    const by = { by: null, at: school.now, from: null } as const;
    await write([
      { of: 'asset', id: gone, site: SITE, event: { type: 'AssetRemoved' }, ...by },
      { of: 'asset', id: moved, site: SITE, event: { type: 'AssetChanged', from: { site: SITE }, to: { site: OTHER_SITE } }, ...by },
    ]);
    const said = await mina.pull();
    expect(
      said.changes
        .filter((c) => c.kind === 'gone')
        .map((c) => c.id)
        .sort(),
    ).toEqual([gone, moved].sort());
    const tech = new Device(school, TECH);
    expect((await tech.reset()).changes.some((c) => c.kind === 'asset' && c.id === moved)).toBe(true);
  });
});
