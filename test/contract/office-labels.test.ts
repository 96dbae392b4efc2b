/** An administrator prints a site's stickers: what stands on them, what stays when they are printed again, and what is never printed. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCode } from '#domain/sticker.ts';
import type { Desk } from '#server/office/desk.ts';
import { labelFile } from '#server/office/label-file.ts';
import { dropPrinter, setLogo, setPrinter } from '#server/office/label-kit.ts';
import { isReachable, labelChoices, type Print, printLabels } from '#server/office/labels.ts';
import { makeBatch, makeStickers } from '#server/office/stickers.ts';
import { databases } from '#test/databases.ts';
import { addPerson, stateOf } from './doors.ts';
import { Device, MINA, OTHER_SITE, openSchool, type School, SITE } from './school.ts';
import { deskFor, toldBy } from './seats.ts';

const BASE = 'https://relais.fr';
const ASKED = { of: 'assets', site: SITE as string, room: '', batch: '', sheet: 'L7159', first: '1', printer: '', caption: '', logo: '', test: '' };

describe.each(databases())('stickers on paper, on $name', ({ name, open }) => {
  let school: School;
  let desk: Desk;
  const room = randomUUID();
  const assets = Array.from({ length: 5 }, () => randomUUID());
  const print = (more: Partial<typeof ASKED> = {}, base = BASE): Promise<Print> => toldBy(printLabels(desk, { ...ASKED, ...more }, base));
  const codes = ({ labels }: Print) => labels.map(({ row }) => row.code);

  beforeAll(async () => {
    school = await openSchool({ name, open });
    desk = await deskFor(school, await addPerson(school, 'ada', 'admin', null));
    const { db } = school;
    await db.room.create({ data: { id: room, siteId: SITE, building: 'Bât. B', name: '203', version: 1 } });
    for (const [i, id] of assets.entries()) {
      const at = { siteId: i === 4 ? OTHER_SITE : SITE, roomId: i < 2 ? room : null, version: 1 };
      const state = i === 3 ? 'retired' : 'in_service';
      await db.asset.create({
        data: { id, ...at, state, type: 'projector', maker: 'Epson', model: 'EB-X49', serial: `X4JK900012${i}`, inventory: `INV${i}` },
      });
    }
  });
  afterAll(() => school.close());

  test('what has no sticker gets one, once, and its correspondents’ phones know it; printing again changes nothing', async () => {
    const mina = await Device.ready(school, MINA);
    expect(await print()).toMatchObject({ labels: [], missing: 3, reachable: true });
    expect(await makeStickers(desk, { of: 'assets', site: SITE, room: '' })).toEqual({ ok: true, value: { made: 3 } });
    expect(await makeStickers(desk, { of: 'assets', site: SITE, room: '' })).toEqual({ ok: true, value: { made: 0 } });
    const first = await print();
    expect(first.missing).toBe(0);
    expect(codes(first)).toHaveLength(3);
    for (const code of codes(first)) expect(parseCode(code)).toBe(code);
    expect(codes(await print({ sheet: 'L7651', first: '7' }))).toEqual(codes(first));
    const told = (await mina.pull()).changes.flatMap((c) => (c.kind === 'asset' ? c.codes : []));
    expect(told.sort()).toEqual([...codes(first)].sort());
    expect(codes(await print({ room }))).toHaveLength(2);
  });

  test('a sticker shows kind and model, never the serial, the inventory number or the room', async () => {
    const { labels } = await print();
    const said = JSON.stringify(labels.map(({ drawn, row }) => [drawn, row]));
    expect(said).toContain('Vidéoprojecteur');
    expect(said).toContain('Epson EB-X49');
    for (const secret of ['X4JK', 'INV', '203', 'Bât']) expect(said).not.toContain(secret);
  });

  test('doors of rooms: the room’s own name', async () => {
    expect(await makeStickers(desk, { of: 'rooms', site: SITE, room })).toEqual({ ok: true, value: { made: 1 } });
    const { labels } = await print({ of: 'rooms' });
    expect(JSON.stringify(labels[0]?.drawn)).toContain('203');
  });

  test('an address that phones cannot open prints nothing, unless as a test, and then each says so', async () => {
    for (const base of ['http://relais.fr', 'https://localhost', 'https://127.0.0.1:3000', 'https://[::1]', 'http://localhost:3000']) {
      expect(isReachable(base)).toBe(false);
      expect(await print({}, base)).toMatchObject({ reachable: false, labels: [] });
      const { labels } = await print({ test: 'on' }, base);
      expect(labels.every(({ drawn }) => JSON.stringify(drawn).includes('ESSAI'))).toBe(true);
    }
    // What is no test is none because somebody says so.
    expect(JSON.stringify((await print({ test: 'on' })).labels)).not.toContain('ESSAI');
    expect(await labelFile(desk, { ...ASKED }, 'fr')).toEqual({ ok: false, fault: 'not-allowed' });
    const file = await labelFile(desk, { ...ASKED, test: 'on' }, 'fr');
    expect(file.ok && Buffer.from(file.value.bytes).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('blank ones: a batch for a site or for any, so many at once and so often', async () => {
    const made = await makeBatch(desk, { site: '', name: 'Rentrée', count: '24' });
    if (!made.ok) throw new Error(made.fault);
    const blank = await print({ of: 'batch', batch: made.value.id });
    expect(codes(blank)).toHaveLength(24);
    expect(codes(await print({ of: 'batch', batch: made.value.id }))).toEqual(codes(blank));
    expect(await school.db.sticker.count({ where: { batchId: made.value.id, siteId: null, state: 'blank' } })).toBe(24);
    expect(await labelChoices(desk, SITE)).toMatchObject({
      ok: true,
      value: { batches: [{ name: 'Rentrée', blank: 24 }], rooms: [{ name: '203' }] },
    });
    for (const count of ['0', '651', '-3', 'x', '']) expect(await makeBatch(desk, { site: SITE, name: '', count })).toMatchObject({ fault: 'count' });
    for (let i = 0; i < 19; i += 1) expect((await makeBatch(desk, { site: SITE, name: '', count: '1' })).ok).toBe(true);
    expect(await makeBatch(desk, { site: SITE, name: '', count: '1' })).toMatchObject({ fault: 'batches-enough' });
    const later = { ...desk, now: school.now + 3_700_000 };
    expect((await makeBatch(later, { site: SITE, name: '', count: '1' })).ok).toBe(true);
  });

  test('a printer that was measured moves the print; the twenty-first is one too many', async () => {
    expect(await setPrinter(desk, { name: 'Salle des profs', x: '1,5', y: '-0,5' })).toEqual({ ok: true, value: null });
    const [plain, moved] = [await print(), await print({ printer: 'Salle des profs' })];
    expect((moved.labels[0]?.x ?? 0) - (plain.labels[0]?.x ?? 0)).toBeCloseTo(1.5);
    expect((moved.labels[0]?.y ?? 0) - (plain.labels[0]?.y ?? 0)).toBeCloseTo(-0.5);
    expect(await setPrinter(desk, { name: 'x', x: '11', y: '' })).toEqual({ ok: false, fault: 'shift', field: 'x' });
    for (let i = 0; i < 19; i += 1) await setPrinter(desk, { name: `n${i}`, x: '', y: '' });
    expect(await setPrinter(desk, { name: 'encore', x: '', y: '' })).toMatchObject({ fault: 'printers-enough' });
    expect(await setPrinter(desk, { name: 'n1', x: '2', y: '' })).toEqual({ ok: true, value: null });
    await dropPrinter(desk, 'n1');
    expect(await setPrinter(desk, { name: 'encore', x: '', y: '' })).toEqual({ ok: true, value: null });
  });

  test('a picture is drawn anew and small; what is no picture is refused', async () => {
    const png = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#0b5450' } })
      .withExif({ IFD0: { Copyright: 'secret' } })
      .png()
      .toBuffer();
    expect(await setLogo(desk, new Blob([new Uint8Array(png)]))).toEqual({ ok: true, value: null });
    const kept = (await school.db.organisation.findUniqueOrThrow({ where: { id: 'org' } })).logo ?? '';
    expect(kept).toMatch(/^data:image\/png;base64,/);
    expect(Buffer.from(kept.split(',')[1] ?? '', 'base64').toString('latin1')).not.toContain('secret');
    const { labels, look } = await print({ logo: 'on' });
    expect(look.logo?.ratio).toBeCloseTo(3, 1);
    expect(labels[0]?.drawn.some(({ kind }) => kind === 'logo')).toBe(true);
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const jpeg = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    const bad = [svg, new Uint8Array(jpeg), new Uint8Array(png.subarray(0, 60)), new Uint8Array(300_001)];
    for (const bytes of bad) expect(await setLogo(desk, new Blob([bytes]))).toEqual({ ok: false, fault: 'picture', field: 'logo' });
    for (const no of [null, 'x', {}, undefined]) expect(await setLogo(desk, no)).toMatchObject({ fault: 'picture' });
    expect(await setLogo(desk, new Blob([]))).toEqual({ ok: true, value: null });
    expect((await print({ logo: 'on' })).look.logo).toBeNull();
  });

  test('what is not there and what makes no sense are refused, and nothing is written', async () => {
    const before = await stateOf(school.db);
    const unknown = randomUUID();
    const fault = async (more: Partial<typeof ASKED>) => printLabels(desk, { ...ASKED, ...more }, BASE);
    expect(await fault({ site: unknown })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await fault({ site: OTHER_SITE, room })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await fault({ of: 'batch', batch: unknown })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await fault({ first: '25' })).toEqual({ ok: false, fault: 'first', field: 'first' });
    expect(await fault({ first: '0' })).toMatchObject({ fault: 'first' });
    expect(await fault({ sheet: 'L4731' })).toMatchObject({ fault: 'invalid', field: 'sheet' });
    expect(await fault({ site: "' OR 1=1" })).toMatchObject({ fault: 'invalid' });
    expect(await printLabels(desk, ASKED, `https://${'tres-long.'.repeat(20)}example.fr`)).toMatchObject({ fault: 'address' });
    for (const given of [null, 7, 'x', [], { of: 'assets' }]) expect((await printLabels(desk, given, BASE)).ok).toBe(false);
    expect(await makeStickers(desk, { of: 'assets', site: unknown, room: '' })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await makeBatch(desk, { site: unknown, name: '', count: '3' })).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await stateOf(school.db)).toBe(before);
  });
});
