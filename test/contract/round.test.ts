/** The tour of a room: forty scans without a network, two people at once, and what it came to. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetDocument, Document } from '#domain/documents.ts';
import type { AssetId, PersonId, PhotoHash, RoomId, SiteId } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import { type Label, stepOf, tourOf, undoable } from '#domain/register/tour.ts';
import { replicaOf, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { listRounds, readRound } from '#server/office/rounds.ts';
import { keepPhoto, readPhoto } from '#server/photos.ts';
import { roundAsPdf } from '#server/round-pdf.ts';
import { roundAsCsv, roundScope } from '#server/rounds.ts';
import { databases } from '#test/databases.ts';
import { Device, HUGO, MINA, OTHER_SITE, openSchool, REQUESTER, type Said, type School, SITE, TECH } from './school.ts';
import { readingFor } from './seats.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-round-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A phone without a network: what it was last told, and what was tapped since. A kill leaves it as it is. */
class Walker {
  readonly device: Device;
  readonly #told: Said;
  readonly #outbox: { seq: number; at: number; command: RegisterCommand }[] = [];
  readonly #room: { id: RoomId; site: SiteId };
  readonly #round = randomUUID();
  at: number;

  constructor(device: Device, told: Said, room: RoomId, at: number) {
    this.device = device;
    this.#told = told;
    this.#room = { id: room, site: SITE };
    this.at = at;
  }

  get view(): View {
    return project(replicaOf(this.#told.changes.filter((c): c is Document => c.kind !== 'gone')), this.#outbox, this.#told.me as Me);
  }
  get tour() {
    return tourOf(this.view, this.#room.id, this.at);
  }

  #say(command: Record<string, unknown>): void {
    this.at += 1000;
    const round = this.tour.round?.id ?? this.#round;
    const whole = { v: 1, site: SITE, room: this.#room.id, round, ...command } as unknown as RegisterCommand;
    this.#outbox.push({ seq: this.#outbox.length + 1, at: this.at, command: whole });
  }

  /** As the screen does with a label that was read. @returns what it made of it */
  scan(label: Label, hash: PhotoHash | null = null): string {
    const step = stepOf(this.tour, this.#room, label);
    if (step.kind !== 'count') return step.kind;
    this.#say({ type: 'count', key: step.key, asset: step.asset?.id ?? null, how: step.how, note: '', hash });
    return step.how;
  }
  thing(id: AssetId): Label {
    return { kind: 'asset', asset: this.view.assets.get(id) as AssetDocument };
  }
  undo(): string {
    const [last] = undoable(this.tour, this.device.person);
    if (last === undefined) throw new Error('nothing to take back');
    this.#say({ type: 'uncount', key: last.key });
    return last.key;
  }
  end(): void {
    this.#say({ type: 'end_round' });
  }
  /** The network is back: every tap, with its own time. */
  async sync(school: School): Promise<Said> {
    const { device } = this;
    const entries = this.#outbox.map(({ command, at }) => device.entry(command, at));
    return device.hear(await school.ask(device.person, device.request(entries)));
  }
}

describe.each(databases())('the tour of a room on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
    // Tours are shown for a week: of now.
    school.now = Date.now();
  });
  afterAll(() => school.close());

  async function newRoom(name: string, siteId: SiteId = SITE): Promise<RoomId> {
    const id = randomUUID() as RoomId;
    await school.db.room.create({ data: { id, siteId, building: 'Bât. B', name, version: 1 } });
    return id;
  }
  async function things(n: number, roomId: RoomId, more: Record<string, unknown> = {}): Promise<AssetId[]> {
    const ids = Array.from({ length: n }, () => randomUUID() as AssetId);
    for (const [i, id] of ids.entries())
      await school.db.asset.create({
        data: { id, siteId: SITE, roomId, type: 'workstation', inventory: `${roomId.slice(0, 4)}-${i}`, version: 1, ...more },
      });
    return ids;
  }
  async function walker(person: PersonId, room: RoomId): Promise<Walker> {
    const device = new Device(school, person);
    return new Walker(device, await device.reset(), room, school.now - 600_000);
  }
  const reading = (person: PersonId) => readingFor(school, person, roundScope);

  test('forty scans without a network, three of them repeats, two unknown, two misplaced, four undone: the report is exact, each thing once', async () => {
    const [room, elsewhere] = [await newRoom('203'), await newRoom('204')];
    const [here, strays] = [await things(36, room), await things(2, elsewhere)];
    await things(1, room, { state: 'in_repair' });
    const mina = await walker(MINA, room);
    const results: string[] = [];
    for (const id of here.slice(0, 31)) results.push(mina.scan(mina.thing(id)));
    for (const id of [here[0], here[4], here[30]]) results.push(mina.scan(mina.thing(id as AssetId)));
    results.push(mina.scan(mina.thing(strays[0] as AssetId)));
    results.push(mina.scan({ kind: 'unknown', key: '4XZ8-0TRW' }));
    for (const id of here.slice(31, 33)) results.push(mina.scan(mina.thing(id)));
    results.push(mina.scan(mina.thing(strays[1] as AssetId)));
    results.push(mina.scan({ kind: 'nothing', key: 'Serial number = 0042' }));
    expect(results).toHaveLength(40);
    const times = (what: string) => results.filter((r) => r === what).length;
    expect([times('found'), times('repeat'), times('moved'), times('unknown')]).toEqual([33, 3, 2, 2]);
    // Killed and opened again: what is on the disk is all there is, and it is the same.
    expect(mina.tour.found).toHaveLength(33);
    expect([1, 2, 3, 4].map(() => mina.undo())).toEqual(['Serial number = 0042', strays[1], here[32], here[31]]);
    const before = mina.tour;
    expect([before.found.length, before.moved.length, before.unknown.length, before.missing.length, before.expected]).toEqual([31, 1, 1, 5, 36]);
    expect(mina.view.assets.get(strays[1] as string)?.room).toBe(elsewhere);
    mina.end();

    const said = await mina.sync(school);
    expect(said.receipts.every(({ outcome }) => outcome.kind === 'executed')).toBe(true);
    const told = await listRounds(await reading(MINA), { site: '', before: '' });
    const row = told.ok ? told.value.rows.find((r) => r.roomName === '203') : undefined;
    expect(row).toMatchObject({ found: 31, missing: 5, moved: 1, left: 0, unknown: 1, who: ['Mina Essai'], building: 'Bât. B', siteName: 'École 0' });
    const counted = await school.db.counted.findMany({ where: { roundId: row?.id ?? '' } });
    expect(counted).toHaveLength(33);
    expect(new Set(counted.map((c) => c.assetId ?? c.key)).size).toBe(33);
    const rooms = await school.db.asset.findMany({ where: { id: { in: strays } }, select: { id: true, roomId: true } });
    expect(new Map(rooms.map((a) => [a.id, a.roomId]))).toEqual(
      new Map([
        [strays[0], room],
        [strays[1], elsewhere],
      ]),
    );
    // Seen when it was counted, not when the phone came back; what was taken back stays as it was.
    const seen = await school.db.asset.findMany({ where: { id: { in: here } }, select: { id: true, seenAt: true } });
    const seenAt = new Map(seen.map((a) => [a.id, a.seenAt?.getTime() ?? null]));
    expect(seenAt.get(here[0] as string)).toBeLessThan(school.now - 500_000);
    expect(seenAt.get(here[35] as string)).toBeNull();

    // The report stays what it was when things move on.
    await school.db.asset.update({ where: { id: here[35] as string }, data: { roomId: elsewhere } });
    const whole = await readRound(await reading(TECH), row?.id);
    expect(
      whole.ok &&
        whole.value.lines
          .filter((l) => l.how === 'missing')
          .map((l) => l.thing?.inventory)
          .sort(),
    ).toEqual([31, 32, 33, 34, 35].map((i) => `${room.slice(0, 4)}-${i}`).sort());
    const csv = whole.ok ? roundAsCsv(whole.value, 'fr') : '';
    expect(csv.split('\r\n')).toHaveLength(1 + 31 + 5 + 1 + 1 + 1);
    expect(csv).toContain('"4XZ8-0TRW"');
    expect(csv).toContain('"Bât. B / 204"');
    const pdf = whole.ok ? Buffer.from(await roundAsPdf(whole.value, 'fr')).toString('latin1') : '';
    expect([pdf.slice(0, 5), pdf.includes('%%EOF')]).toEqual(['%PDF-', true]);
  });

  test('two people in one room without a network: one list, nothing twice, and each sees the other’s', async () => {
    const room = await newRoom('Atelier');
    const here = await things(6, room);
    const [mina, hugo] = [await walker(MINA, room), await walker(HUGO, room)];
    for (const id of here.slice(0, 4)) mina.scan(mina.thing(id));
    for (const id of here.slice(2, 6)) hugo.scan(hugo.thing(id));
    hugo.scan({ kind: 'unknown', key: '7777-7777' });
    await mina.sync(school);
    await hugo.sync(school);
    const told = (await mina.device.pull()).changes.find((c) => c.kind === 'room' && c.id === room);
    const counts = told?.kind === 'room' ? (told.round?.counts ?? []) : [];
    expect(
      counts
        .filter((c) => c.asset !== null)
        .map((c) => c.asset)
        .sort(),
    ).toEqual([...here].sort());
    expect(new Set(counts.map((c) => c.by))).toEqual(new Set([MINA, HUGO]));
    expect(await school.db.round.count({ where: { roomId: room } })).toBe(1);
    const list = await listRounds(await reading(HUGO), { site: SITE, before: '' });
    const atelier = list.ok ? list.value.rows.find((r) => r.roomName === 'Atelier') : undefined;
    expect(atelier).toMatchObject({ found: 6, missing: 0, unknown: 1, endedAt: null });
    // The room is removed, or merged with another: its tour stays, and is said to be of one that is gone.
    await school.db.asset.updateMany({ where: { roomId: room }, data: { roomId: null } });
    await school.db.room.delete({ where: { id: room } });
    const gone = await readRound(await reading(HUGO), atelier?.id);
    expect(gone.ok && gone.value).toMatchObject({ roomName: null, building: null, found: 6 });
    expect(gone.ok && roundAsCsv(gone.value, 'fr')).toContain('"salle supprimée"');
  });

  test('the photo of something unknown is brought by who counted it, seen by support of the school, and by nobody else', async () => {
    const room = await newRoom('CDI');
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#123456' } })
      .jpeg()
      .toBuffer();
    const hash = createHash('sha256').update(bytes).digest('hex') as PhotoHash;
    const mina = await walker(MINA, room);
    mina.scan({ kind: 'unknown', key: '9999-9999' }, hash);
    const [minaActor, hugoActor] = [await school.actor(MINA), await school.actor(HUGO)];
    expect(await keepPhoto(school.db, minaActor, hash, bytes, school.now)).toBe('unknown');
    await mina.sync(school);
    expect(await keepPhoto(school.db, hugoActor, hash, bytes, school.now)).toBe('unknown');
    expect(await keepPhoto(school.db, minaActor, hash, bytes, school.now)).toBeNull();
    expect((await readPhoto(school.db, hugoActor, hash))?.bytes.length).toBe(bytes.length);
    expect(await readPhoto(school.db, await school.actor(REQUESTER), hash)).toBeNull();
    // Naming a hash on a tour of one’s own does not open somebody else’s picture.
    const far = randomUUID() as PersonId;
    await school.db.person.create({ data: { id: far, login: far, givenName: 'Loin', familyName: 'Essai' } });
    await school.db.membership.create({ data: { id: randomUUID(), personId: far, role: 'correspondent', siteId: OTHER_SITE } });
    const theirs = await newRoom('Loin', OTHER_SITE);
    const device = await Device.ready(school, far);
    await device.say({
      type: 'count',
      v: 1,
      site: OTHER_SITE,
      room: theirs,
      round: randomUUID(),
      key: 'x',
      asset: null,
      how: 'unknown',
      note: '',
      hash,
    });
    expect(await readPhoto(school.db, await school.actor(far), hash)).toBeNull();
    const list = await listRounds(await reading(far), { site: '', before: '' });
    expect(list.ok && list.value.rows.map((r) => r.roomName)).toEqual(['Loin']);
    const all = await listRounds(await reading(TECH), { site: SITE, before: '' });
    const ours = all.ok ? all.value.rows.find((r) => r.roomName === 'CDI') : undefined;
    expect(await readRound(await reading(far), ours?.id)).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await readRound(await reading(far), randomUUID())).toEqual({ ok: false, fault: 'not-allowed' });
    expect(await listRounds(await reading(far), { site: SITE, before: '' })).toEqual({ ok: false, fault: 'not-allowed' });
  });
});
