import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AssetDocument, Document, RoomDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import { BARE_ASSET } from '#domain/register/thing.ts';
import { replicaOf } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { databases } from '#test/databases.ts';
import { documentOf, newAsset, newCode, onRegister, rules } from './register-stage.ts';
import { Device, HUGO, kinds, MINA, newTicket, OTHER_SITE, opening, REQUESTER, type Said, type School, SITE, TECH } from './school.ts';

describe.each(databases())('commands of the register on $name', (kind) => {
  let school: School;
  let room: RoomId;
  let other: RoomId;
  let foreign: RoomId;
  const stage = onRegister(kind, (ready) => {
    ({ school, room, other, foreign } = ready);
  });
  const bind = (code: StickerCode, id: AssetId): RegisterCommand => ({ type: 'bind_sticker', v: 1, site: SITE, code, on: { kind: 'asset', id } });

  test('a blank sticker is put on, and everybody of the site hears of it; said twice it is done once', async () => {
    const [mina, hugo, rose] = [
      await Device.ready(school, MINA),
      await Device.ready(school, HUGO),
      await Device.ready(school, REQUESTER as PersonId),
    ];
    const [asset, code] = [await stage.thing(), await stage.blank()];
    await hugo.pull();
    await rose.pull();
    const entry = mina.entry(bind(code, asset));
    const first = mina.hear(await school.ask(MINA, mina.request([entry])));
    expect(kinds(first.receipts)).toEqual(['executed']);
    expect(documentOf(first, asset)).toMatchObject({ kind: 'asset', codes: [code] });
    // The answer was lost: the same tap is said again.
    const again = await school.ask(MINA, { ...mina.request([entry]), settled: 0 });
    expect(kinds((again as Said).receipts)).toEqual(['executed']);
    expect((await stage.events(asset)).map((e) => e.type)).toEqual(['StickerBound']);
    expect(documentOf(await hugo.pull(), asset)).toMatchObject({ codes: [code] });
    expect(documentOf(await rose.pull(), asset)).toMatchObject({ codes: [code] });
  });

  test('what is unknown, revoked or of another school is one refusal; what is on something else is told', async () => {
    const mina = await Device.ready(school, MINA);
    const [asset, taken, revoked, theirs, anywhere] = [
      await stage.thing(),
      await stage.blank(),
      await stage.blank(),
      await stage.blank(OTHER_SITE),
      await stage.blank(null),
    ];
    const before = await stage.thing();
    await mina.say(bind(taken, before), bind(revoked, before), { type: 'revoke_sticker', v: 1, site: SITE, code: revoked, reason: 'lost' });
    const said = await mina.say(bind(newCode(), asset), bind(revoked, asset), bind(theirs, asset), bind(taken, asset), bind(anywhere, asset));
    expect(rules(said)).toEqual(['sticker-unknown', 'sticker-unknown', 'sticker-unknown', 'sticker-taken', 'executed']);
    expect(await school.db.sticker.findUnique({ where: { code: anywhere } })).toMatchObject({ siteId: SITE, assetId: asset, state: 'bound' });
    expect(await school.db.sticker.findUnique({ where: { code: theirs } })).toMatchObject({ siteId: OTHER_SITE, assetId: null });
  });

  test('a torn one makes way for a new one in one act', async () => {
    const mina = await Device.ready(school, MINA);
    const [asset, old, fresh] = [await stage.thing(), await stage.blank(), await stage.blank()];
    const said = await mina.say(bind(old, asset), { type: 'replace_sticker', v: 1, site: SITE, code: old, by: fresh });
    expect(rules(said)).toEqual(['executed', 'executed']);
    expect(documentOf(said, asset)).toMatchObject({ codes: [fresh] });
    expect((await stage.events(asset)).map((e) => e.type)).toEqual(['StickerBound', 'StickerRevoked', 'StickerBound']);
  });

  test('nobody moves or names a thing of another school, nor puts one of theirs into its rooms', async () => {
    const mina = await Device.ready(school, MINA);
    const [theirs, ours] = [await stage.thing(OTHER_SITE), await stage.thing()];
    const move = (asset: AssetId, site: SiteId, to: RoomId) => ({ type: 'move_asset', v: 1, site, asset, from: null, room: to });
    const said = await mina.say(move(theirs, SITE, room), move(theirs, OTHER_SITE, foreign), move(ours, SITE, foreign), move(newAsset(), SITE, room));
    expect(rules(said)).toEqual(['unknown', 'not-allowed', 'unknown', 'unknown']);
    expect((await school.db.asset.findUnique({ where: { id: theirs } }))?.roomId).toBeNull();
    const rose = await Device.ready(school, REQUESTER);
    expect(rules(await rose.say(move(ours, SITE, room)))).toEqual(['not-allowed']);
  });

  test('two people move it apart: the second is told, not obeyed; to the same room, both are right', async () => {
    const [mina, hugo] = [await Device.ready(school, MINA), await Device.ready(school, HUGO)];
    const asset = await stage.thing();
    const to = (room: RoomId) => ({ type: 'move_asset', v: 1, site: SITE, asset, from: null, room });
    expect(rules(await mina.say(to(room)))).toEqual(['executed']);
    expect(rules(await hugo.say(to(other), to(room)))).toEqual(['changed-meanwhile', 'executed']);
    expect((await stage.events(asset)).map((e) => e.data)).toEqual([{ type: 'AssetChanged', from: { room: null }, to: { room } }]);
  });

  test('another’s change of another field stays; what no label says is the desk’s to write', async () => {
    const [mina, hugo, tech] = [await Device.ready(school, MINA), await Device.ready(school, HUGO), await Device.ready(school, TECH)];
    const asset = await stage.thing(SITE, { serial: 'SN-1' });
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
    const [a, b, c] = [
      await stage.thing(SITE, { inventory: 'SW 10' }),
      await stage.thing(SITE, { inventory: 'SW-11' }),
      await stage.thing(SITE, { serial: 'SW-12' }),
    ];
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
    const [asset, code, ticket] = [newAsset(), await stage.blank(), newTicket()];
    const add = { type: 'add_asset', v: 1, site: SITE, asset, room, kind: 'printer', maker: 'HP', model: null, inventory: null, name: null, code };
    const said = await mina.say({ ...add, serial: 'PR-77' }, opening(ticket, { asset, category: 'printing', symptom: null, text: 'Bourrage' }));
    expect(rules(said)).toEqual(['executed', 'executed']);
    expect(documentOf(said, asset)).toMatchObject({ room, maker: 'HP', codes: [code] });
    expect((await school.head(ticket)).asset).toBe(asset);
    const twin = { ...add, asset: newAsset(), serial: 'pr 77', code: null };
    expect(rules(await mina.say(twin))).toEqual(['number-taken']);
  });

  test('a sticker put on the wrong thing is put on the right one', async () => {
    const mina = await Device.ready(school, MINA);
    const [wrong, right, code] = [await stage.thing(), await stage.thing(), await stage.blank()];
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
    const [asset, code, fresh] = [await stage.thing(SITE, { roomId: other, serial: 'Z-9' }), await stage.blank(), newAsset()];
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
    const [site, place, thing, code, torn] = [
      randomUUID() as SiteId,
      randomUUID() as RoomId,
      newAsset(),
      await stage.blank(null),
      await stage.blank(null),
    ];
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
    const [gone, moved] = [await stage.thing(), await stage.thing()];
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
