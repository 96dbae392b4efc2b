/** One asset at the desk: what is written of it, by whom, its past, its documents; and nothing of it for another school's people. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetId, RoomId } from '#domain/ids.ts';
import { FILE_MAX_BYTES, fileName, keepFile, mimeOf, readFileOn } from '#server/asset-files.ts';
import { type AssetPage, addAsset, amendAsset, dropFile, readAsset } from '#server/office/register/asset.ts';
import { historyOf } from '#server/office/register/history.ts';
import type { Keeper } from '#server/office/register/keeper.ts';
import { mergeRooms, readPlace, setRoom, setSite } from '#server/office/register/places.ts';
import { databases } from '#test/databases.ts';
import { fillRegister } from '#test/fill-register.ts';
import { addPerson } from './doors.ts';
import { Device, MINA, newTicket, OTHER_SITE, opening, openSchool, REQUESTER, type School, SITE, TECH } from './school.ts';
import { keeperFor, toldBy } from './seats.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-register-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROOM = '00000030-0000-7000-8000-000000000001';
const CDI = '00000030-0000-7000-8000-000000000002';
const AWAY = '00000030-0000-7000-8000-000000000003';
const ASSET = '00000031-0000-7000-8000-000000000001' as AssetId;
const TWIN = '00000031-0000-7000-8000-000000000002' as AssetId;
const FAR = '00000031-0000-7000-8000-000000000003' as AssetId;
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

describe.each(databases())('an asset at the desk on $name', (kind) => {
  let school: School;
  let tech: Keeper;
  let mina: Keeper;
  let far: Keeper;
  beforeAll(async () => {
    school = await openSchool(kind);
    const plain = { type: 'laptop', roomId: null, maker: 'HP', model: 'ProBook', serial: null, inventory: null };
    await fillRegister(school.db, {
      rooms: [
        { id: ROOM, siteId: SITE, building: 'Bât. B', floor: null, name: '203' },
        { id: CDI, siteId: SITE, building: null, floor: null, name: 'CDI' },
        { id: AWAY, siteId: OTHER_SITE, building: null, floor: null, name: 'Ailleurs' },
      ],
      assets: [
        { ...plain, id: ASSET, siteId: SITE, roomId: ROOM, serial: 'CZC-1' },
        { ...plain, id: TWIN, siteId: SITE, inventory: 'INV-2' },
        { ...plain, id: FAR, siteId: OTHER_SITE, serial: 'SECRET' },
      ],
    });
    tech = await keeperFor(school, TECH);
    mina = await keeperFor(school, MINA);
    far = await keeperFor(school, await addPerson(school, 'far', 'correspondent', OTHER_SITE));
  });
  afterAll(() => school.close());
  const page = (keeper: Keeper, asset: string = ASSET): Promise<AssetPage> => toldBy(readAsset(keeper, asset));

  test('what is changed stands on the page, in the history with what it was, and on the phones', async () => {
    const device = await Device.ready(school, MINA);
    const to = { name: 'CDI-1', warrantyUntil: '2027-08-31', purchasedOn: '2024-09-01', cost: 79_900, charter: false, note: 'Prêté', room: CDI };
    const from = { name: null, warrantyUntil: null, purchasedOn: null, cost: null, charter: null, note: null, room: ROOM };
    expect(await amendAsset(tech, { asset: ASSET, from, to })).toEqual({ ok: true, value: null });
    const { asset, history } = await page(tech);
    expect(asset).toMatchObject({ name: 'CDI-1', warrantyUntil: '2027-08-31', cost: 79_900, charter: false, note: 'Prêté', room: CDI });
    expect(history.lines.map(({ event, who }) => [event.type, who])).toEqual([
      ['AssetChanged', 'Thomas Essai'],
      ['AssetChanged', 'Thomas Essai'],
    ]);
    expect(history.lines.some(({ event }) => event.type === 'AssetChanged' && event.to.room === CDI && event.from.room === ROOM)).toBe(true);
    expect(history.rooms).toEqual({ [ROOM]: 'Bât. B, 203', [CDI]: 'CDI' });
    expect((await device.pull()).changes).toContainEqual(expect.objectContaining({ kind: 'asset', id: ASSET, name: 'CDI-1', room: CDI }));
    const row = await school.db.asset.findUniqueOrThrow({ where: { id: ASSET } });
    expect(row.search).toBe('czc1 cdi1 hpprobook');
  });

  test('two who change another field both are kept; of the same one the second is told', async () => {
    expect((await amendAsset(tech, { asset: ASSET, from: { supplier: null }, to: { supplier: 'UGAP' } })).ok).toBe(true);
    expect((await amendAsset(tech, { asset: ASSET, from: { orderNumber: null }, to: { orderNumber: 'BC-7' } })).ok).toBe(true);
    expect(await amendAsset(tech, { asset: ASSET, from: { name: null }, to: { name: 'CDI-2' } })).toEqual({ ok: false, fault: 'changed-meanwhile' });
    expect(await amendAsset(tech, { asset: ASSET, from: { room: ROOM, note: 'Prêté' }, to: { room: null, note: 'Perdu' } })).toMatchObject({
      ok: false,
    });
    expect((await page(tech)).asset).toMatchObject({ supplier: 'UGAP', orderNumber: 'BC-7', name: 'CDI-1', room: CDI, note: 'Prêté' });
  });

  test('what cannot be is refused at its field', async () => {
    const say = (from: object, to: object) => amendAsset(tech, { asset: ASSET, from, to });
    expect(await say({ inventory: null }, { inventory: 'inv 2' })).toEqual({ ok: false, fault: 'number-taken', field: 'inventory', other: TWIN });
    expect(await say({ warrantyUntil: '2027-08-31' }, { warrantyUntil: '2020-01-01' })).toEqual({
      ok: false,
      fault: 'day-order',
      field: 'warrantyUntil',
    });
    expect(await say({}, { purchasedOn: '2024-02-31' })).toEqual({ ok: false, fault: 'invalid', field: 'purchasedOn' });
    expect(await say({}, { cost: -1 })).toEqual({ ok: false, fault: 'invalid', field: 'cost' });
    expect(await say({}, { state: 'burnt' })).toEqual({ ok: false, fault: 'invalid', field: 'state' });
    expect(await say({}, { id: FAR, siteId: OTHER_SITE })).toEqual({ ok: true, value: null });
    expect(await say({ room: CDI }, { room: AWAY })).toEqual({ ok: false, fault: 'not-allowed' });
    expect((await page(tech)).asset).toMatchObject({ inventory: null, room: CDI, site: SITE });
  });

  test('a correspondent writes what stands on the thing and where it is, not what the desk keeps', async () => {
    expect((await page(mina)).writes).toEqual(['type', 'maker', 'model', 'serial', 'inventory', 'name', 'state']);
    expect((await amendAsset(mina, { asset: TWIN, from: { serial: null, room: null }, to: { serial: 'CZC-2', room: ROOM } })).ok).toBe(true);
    expect(await amendAsset(mina, { asset: TWIN, from: {}, to: { warrantyUntil: '2030-01-01' } })).toEqual({ ok: false, fault: 'not-allowed' });
    expect((await page(mina, TWIN)).asset).toMatchObject({ serial: 'CZC-2', room: ROOM, warrantyUntil: null });
  });

  test('another school’s asset is not there: not to read, to change, to add to, nor its past and documents', async () => {
    const before = await school.db.registerEvent.count();
    const nothing = { ok: false, fault: 'not-allowed' };
    expect(await readAsset(far, ASSET)).toEqual(nothing);
    expect(await readAsset(far, randomUUID())).toEqual(nothing);
    expect(await readAsset(far, 'x')).toEqual(nothing);
    expect(await amendAsset(far, { asset: ASSET, from: {}, to: { name: 'à moi' } })).toEqual(nothing);
    expect(
      await addAsset(far, {
        site: SITE,
        room: null,
        seen: false,
        type: 'laptop',
        maker: null,
        model: null,
        serial: null,
        inventory: null,
        name: null,
      }),
    ).toMatchObject(nothing);
    expect(await historyOf(school.db, far.session.actor, ASSET)).toBeNull();
    expect(await historyOf(school.db, (await school.asker(REQUESTER)).actor, ASSET)).toBeNull();
    expect(await keepFile(school.db, far.session.actor, ASSET, 'x.pdf', PDF, school.now)).toBe('unknown');
    expect(await readFileOn(school.db, far.session.actor, ASSET, randomUUID())).toBeNull();
    expect(await school.db.registerEvent.count()).toBe(before);
    expect((await page(far, FAR)).asset.serial).toBe('SECRET');
  });

  test('a ticket on it is beside its past, counted, and makes it a thing to replace from the third on', async () => {
    const device = await Device.ready(school, MINA);
    for (let i = 0; i < 3; i += 1) await device.say(opening(newTicket(), { asset: ASSET }));
    const { history, tickets, reasons } = await page(tech);
    expect(history.tickets).toHaveLength(3);
    expect(history.tickets[0]).toMatchObject({ status: 'new', category: 'workstation' });
    expect(tickets).toBe(3);
    expect(reasons).toEqual([{ kind: 'recurring', tickets: 3 }]);
  });

  test('one more asset is added where one keeps the register', async () => {
    const more = { seen: false, type: 'printer', maker: 'Brother', model: null, serial: 'NEW-1', inventory: null, name: null };
    const told = await addAsset(tech, { site: SITE, room: CDI, ...more });
    if (!told.ok) throw new Error(told.fault);
    const { seen: _, ...plain } = more;
    expect((await page(mina, told.value.id)).asset).toMatchObject({ ...plain, seenAt: null, room: CDI, site: SITE, state: 'in_service' });
    expect(await addAsset(tech, { site: SITE, room: AWAY, ...more, serial: null })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await addAsset(tech, { site: SITE, room: null, ...more, serial: 'new 1' })).toEqual({
      ...{ ok: false, fault: 'number-taken', field: 'serial', other: told.value.id },
    });
    expect(await addAsset(mina, { site: SITE, room: null, ...more, serial: null })).toMatchObject({ ok: false, fault: 'not-allowed' });
  });

  test('a document is kept once, told in the history, read by the site’s support, and its bytes go with it', async () => {
    const actor = tech.session.actor;
    expect(await keepFile(school.db, actor, ASSET, '../../Facture\u202egpj.exe', PDF, school.now)).toBeNull();
    expect(await keepFile(school.db, actor, ASSET, 'encore.pdf', PDF, school.now)).toBeNull();
    expect(await keepFile(school.db, mina.session.actor, ASSET, 'x.pdf', PDF, school.now)).toBe('unknown');
    expect(await keepFile(school.db, actor, ASSET, 'x.pdf', Buffer.from('<svg onload=alert(1)>%%EOF'), school.now)).toBe('file-kind');
    const { files, history } = await page(mina);
    expect(files).toMatchObject([{ name: 'Facture gpj.pdf', mime: 'application/pdf', size: PDF.length, by: 'Thomas Essai' }]);
    expect(history.lines[0]?.event).toMatchObject({ type: 'FileAttached', name: 'Facture gpj.pdf' });
    const file = files[0]?.id ?? '';
    expect(Buffer.from((await readFileOn(school.db, mina.session.actor, ASSET, file))?.bytes ?? [])).toEqual(PDF);
    expect(await readFileOn(school.db, mina.session.actor, TWIN, file)).toBeNull();
    expect(await readFileOn(school.db, far.session.actor, FAR, file)).toBeNull();
    expect(await dropFile(mina, { asset: ASSET, file })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await dropFile(far, { asset: FAR, file })).toEqual({ ok: false, fault: 'not-allowed' });
    const kept = () => readdirSync(join(folder, 'photos')).flatMap((shelf) => readdirSync(join(folder, 'photos', shelf)));
    expect(existsSync(join(folder, 'photos')) && kept()).toHaveLength(1);
    expect(await dropFile(tech, { asset: ASSET, file })).toEqual({ ok: true, value: null });
    expect(kept()).toHaveLength(0);
    expect((await page(mina)).files).toEqual([]);
    expect(FILE_MAX_BYTES).toBe(10_000_000);
  });
  test('rooms are added, called otherwise, made one; a site’s people elsewhere see nothing of it', async () => {
    const rooms = async () => {
      const told = await readPlace(tech, SITE);
      if (!told.ok) throw new Error(told.fault);
      return told.value.rooms;
    };
    const input = { site: SITE, room: '', building: 'Bât. C', floor: '1', name: 'C101', seen: null };
    expect(await setRoom(tech, input)).toEqual({ ok: true, value: null });
    expect(await setRoom(tech, { ...input, name: 'c101', building: 'bât. c' })).toEqual({ ok: false, fault: 'room-taken', field: 'name' });
    const made = (await rooms()).find(({ name }) => name === 'C101');
    if (made === undefined) throw new Error('no room');
    const device = await Device.ready(school, MINA);
    expect(await setRoom(tech, { ...input, room: made.id })).toEqual({ ok: false, fault: 'invalid', field: 'seen' });
    expect((await setRoom(tech, { ...input, room: made.id, name: 'C 101', seen: made })).ok).toBe(true);
    // Another, who had the room open meanwhile, marks it: the name is not as before again. Who calls it otherwise still is told.
    expect((await setRoom(tech, { ...input, room: made.id, vip: 'on', seen: made })).ok).toBe(true);
    expect((await rooms()).find(({ id }) => id === made.id)).toMatchObject({ name: 'C 101', vip: true });
    expect(await setRoom(tech, { ...input, room: made.id, name: 'C-101', seen: made })).toEqual({ ok: false, fault: 'changed-meanwhile' });
    expect((await device.pull()).changes).toContainEqual(expect.objectContaining({ kind: 'room', id: made.id, name: 'C 101', vip: true }));
    await school.db.sticker.create({ data: { code: '7K3MQ9PX', siteId: SITE, roomId: made.id } });
    const thing = await addAsset(tech, {
      seen: false,
      site: SITE,
      room: made.id,
      type: 'laptop',
      maker: null,
      model: null,
      serial: 'MERGE-1',
      inventory: null,
      name: null,
    });
    if (!thing.ok) throw new Error(thing.fault);
    expect((await rooms()).find(({ id }) => id === made.id)?.assets).toBe(1);
    const ticket = newTicket();
    await device.say(opening(ticket, { room: made.id as RoomId }));
    expect(await mergeRooms(tech, { site: SITE, room: made.id, into: CDI })).toEqual({ ok: false, fault: 'room-used' });
    await device.say({ type: 'drop', v: 1, ticket, reason: 'mistake', text: '', duplicateOf: null });
    await school.db.ticket.updateMany({ where: { id: ticket }, data: { open: false } });
    for (const [keeper, into] of [
      [tech, AWAY],
      [mina, CDI],
      [far, CDI],
    ] as const)
      expect(await mergeRooms(keeper, { site: SITE, room: made.id, into })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await mergeRooms(tech, { site: SITE, room: made.id, into: CDI })).toEqual({ ok: true, value: null });
    expect((await rooms()).some(({ id }) => id === made.id)).toBe(false);
    expect((await page(tech, thing.value.id)).asset.room).toBe(CDI);
    expect(await school.db.sticker.findUnique({ where: { code: '7K3MQ9PX' } })).toMatchObject({ roomId: CDI, state: 'bound' });
    expect((await device.pull()).changes).toContainEqual({ kind: 'gone', of: 'room', id: made.id });
    expect(await setRoom(far, { ...input, name: 'à moi' })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await readPlace(far, SITE)).toEqual({ ok: false, fault: 'not-allowed' });
  });

  test('what is known of a site is written by who keeps it, and its code stays', async () => {
    const input = {
      site: SITE,
      name: 'École Zay',
      city: 'Sète',
      address: '1 rue du Port',
      postcode: '34200',
      kind: 'Lycée',
      academy: '',
      phone: '',
      desk: '',
      pupils: ' 640 ',
      seen: { name: 'École 0', city: 'Ici', address: null, postcode: null, kind: null, academy: null, phone: null, desk: null, pupils: null },
    };
    expect(await setSite(tech, { ...input, uai: '0750001A' })).toEqual({ ok: true, value: null });
    expect(await readPlace(mina, SITE)).toMatchObject({
      ok: true,
      value: { keeps: false, site: { name: 'École Zay', pupils: 640, academy: null, uai: '0340000A' } },
    });
    // One who had it open meanwhile: what they did not touch stays as it is now, what they did is not written over another's unseen.
    const before = { ...input, ...{ name: 'École 0', city: 'Ici', address: '', postcode: '', kind: '', pupils: '' } };
    expect((await setSite(tech, { ...before, phone: '04 67 00 00 00' })).ok).toBe(true);
    expect(await readPlace(mina, SITE)).toMatchObject({ value: { site: { name: 'École Zay', pupils: 640, phone: '04 67 00 00 00' } } });
    expect(await setSite(tech, { ...before, name: 'Collège Zay' })).toEqual({ ok: false, fault: 'changed-meanwhile' });
    expect(await setSite(tech, { ...input, name: '' })).toEqual({ ok: false, fault: 'invalid', field: 'name' });
    expect(await setSite(tech, { ...input, pupils: 'beaucoup' })).toEqual({ ok: false, fault: 'invalid', field: 'pupils' });
    for (const keeper of [mina, far]) expect(await setSite(keeper, input)).toEqual({ ok: false, fault: 'not-allowed' });
  });
});

test('what a document is, its bytes say; what it is called fits any disk', () => {
  expect(mimeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
  expect(mimeOf(Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1'))).toBe('image/png');
  expect(mimeOf(Buffer.from('RIFF....WEBPVP8 ', 'latin1'))).toBe('image/webp');
  for (const other of ['', 'MZ', 'PK\x03\x04', '<html>', 'GIF89a', '%PDF-1.7 without its end', 'RIFF....WAVE'])
    expect([other, mimeOf(Buffer.from(other, 'latin1'))]).toEqual([other, null]);
  expect(fileName('C:\\Users\\eve\\Facture n° 3.PDF', 'application/pdf')).toBe('C Users eve Facture n° 3.pdf');
  expect(fileName('..', 'image/png')).toBe('document.png');
  expect(fileName('x'.repeat(400), 'image/webp')).toHaveLength(105);
});
