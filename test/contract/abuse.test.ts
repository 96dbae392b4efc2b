/** What somebody who is signed in, and does not use our app, can say to the server: refused, and nobody else is the worse for it. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PhotoHash } from '#domain/ids.ts';
import { RequestSchema } from '#domain/request.ts';
import { adoptPhotos, keepPhoto, readPhoto } from '#server/photos.ts';
import { databases } from '#test/databases.ts';
import {
  alarmsDuring,
  Device,
  full,
  HUGO,
  kinds,
  MINA,
  newTicket,
  note,
  OTHER_SITE,
  opening,
  openSchool,
  REQUESTER,
  type School,
  TECH,
} from './school.ts';

// Where the server keeps the photos.
const folder = mkdtempSync(join(tmpdir(), 'relais-abuse-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entry = (seq: number) => ({ seq, at: 0, offset: 0, command: null });
const envelope = { protocol: 1, origin: randomUUID(), person: MINA, epoch: null, since: 0, settled: 0, page: null };
const isTaken = (entries: object[], more: object = {}) => RequestSchema.safeParse({ ...envelope, entries, ...more }).success;

describe('a request', () => {
  test('[7] says its entries in the order of their seqs, each once', () => {
    expect(isTaken([entry(1), entry(2), entry(9)])).toBe(true);
    expect(isTaken([entry(2), entry(1)])).toBe(false);
    expect(isTaken([entry(1), entry(3), entry(2)])).toBe(false);
    expect(isTaken([entry(1), entry(1)])).toBe(false);
  });

  test('counts within what the tables hold', () => {
    for (const seq of [0, -1, 1.5, 2 ** 31, Number.NaN]) expect(isTaken([entry(seq)])).toBe(false);
    for (const more of [{ since: -1 }, { since: 2 ** 31 }, { settled: 2 ** 31 }, { protocol: 0 }, { origin: 'x' }, { page: 'x'.repeat(401) }])
      expect(isTaken([], more)).toBe(false);
    for (const at of [9e15, -9e15, 0.5, '0']) expect(isTaken([{ ...entry(1), at }])).toBe(false);
    expect(isTaken(Array.from({ length: 101 }, (_, i) => entry(i + 1)))).toBe(false);
  });
});

describe.each(databases())('abuse on $name', (kind) => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool(kind);
  });
  afterAll(() => school.close());

  test('extreme counts settle, and the next request is answered', async () => {
    const mina = await Device.ready(school, MINA);
    mina.seq = 2 ** 31 - 2;
    const ticket = newTicket();
    const extreme = { ...mina.entry(opening(ticket)), at: -8.64e15, offset: -8.64e15 };
    const reset = await school.ask(MINA, mina.request([extreme], { epoch: null, settled: 2 ** 31 - 1 }));
    expect(full(reset)).toMatchObject({ reset: true, receipts: [] });
    expect(kinds(full(await school.ask(MINA, mina.request([extreme]))).receipts)).toEqual(['settled']);
    expect(await school.db.ticket.count({ where: { id: ticket } })).toBe(0);
  });

  test('names of the language’s own objects are words like others', async () => {
    const mina = await Device.ready(school, MINA);
    const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const tickets = odd.map(() => newTicket());
    const { receipts } = await mina.say(
      ...odd.map((word, i) => opening(tickets[i] as never, { category: word, symptom: word })),
      JSON.parse('{"__proto__":{"type":"open"},"type":"take","v":1}'),
    );
    expect(kinds(receipts)).toEqual(['executed', 'executed', 'executed', 'executed', 'refused invalid']);
    for (const ticket of tickets) expect(await school.head(ticket)).toMatchObject({ level: 1, confidential: false });
  });

  test('a ticket is opened at a site that is there, whatever the scope of the role', async () => {
    const tech = await Device.ready(school, TECH);
    const ticket = newTicket();
    const { receipts } = await tech.say(opening(ticket, { site: randomUUID() as never }), opening(newTicket(), { site: OTHER_SITE }));
    expect(kinds(receipts)).toEqual(['refused not-allowed', 'executed']);
    expect(await school.db.ticket.count({ where: { id: ticket } })).toBe(0);
  });

  test('a continuation that was made up begins again, or is nothing to be afraid of', async () => {
    const mina = await Device.ready(school, MINA);
    const version = await school.version();
    const made = [`${mina.epoch}|9999999999|ticket|`, `${mina.epoch}|1|asset|\u0000`, `${mina.epoch}|1|person|`, '|||', 'x'];
    for (const page of made) {
      const answer = full(await school.ask(MINA, new Device(school, MINA).request([], { page })));
      expect(answer.cursor).toBeLessThanOrEqual(version);
    }
  });

  test('[21] one account that lies about what it knows makes the others begin again three times a half day, not every ten minutes', async () => {
    const hugo = await Device.ready(school, HUGO);
    let resets = 0;
    await alarmsDuring(async () => {
      for (let i = 0; i < 12; i += 1) {
        school.now += 30 * 60_000;
        const liar = await Device.ready(school, MINA);
        liar.since = 2_000_000_000;
        expect((await liar.pull()).reset).toBe(true);
        const answer = await hugo.pull();
        if (!answer.reset) continue;
        resets += 1;
        hugo.epoch = answer.epoch;
        hugo.since = answer.cursor;
      }
    });
    expect(resets).toBe(3);
    expect(kinds((await hugo.say(opening(newTicket()))).receipts)).toEqual(['executed']);
  });

  test('to know the hash of another school’s photo is not to have the picture', async () => {
    const bytes = await sharp({ create: { width: 2, height: 2, channels: 3, background: { r: 9, g: 9, b: 9 } } })
      .png()
      .toBuffer();
    const hash = createHash('sha256').update(bytes).digest('hex') as PhotoHash;
    const [rose, tech] = [await Device.ready(school, REQUESTER), await Device.ready(school, TECH)];
    const [theirs, hers] = [newTicket(), newTicket()];
    await tech.say(opening(theirs, { site: OTHER_SITE, photos: [hash] }));
    expect(await keepPhoto(school.db, await school.actor(TECH), hash, bytes, school.now)).toBeNull();
    const rosa = await school.actor(REQUESTER);
    expect(await readPhoto(school.db, rosa, hash)).toBeNull();
    await rose.say(opening(hers, { photos: [hash] }), { type: 'attach', v: 1, ticket: hers, hash: 'b'.repeat(64) });
    expect((await school.head(hers)).photos[0]?.stored).toBe(false);
    expect(await readPhoto(school.db, rosa, hash)).toBeNull();
    expect((await readPhoto(school.db, await school.actor(TECH), hash))?.mime).toBe('image/png');
    // Who has the bytes has the picture already; and who brought them need not bring them twice.
    expect(await keepPhoto(school.db, rosa, hash, bytes, school.now)).toBeNull();
    expect((await readPhoto(school.db, rosa, hash))?.bytes).toEqual(bytes);
    rmSync(join(folder, 'photos'), { recursive: true });
    expect(await readPhoto(school.db, rosa, hash), 'its file was lost').toBeNull();
    expect(await keepPhoto(school.db, rosa, hash, bytes, school.now)).toBeNull();
    expect((await readPhoto(school.db, rosa, hash))?.bytes).toEqual(bytes);
    const again = newTicket();
    await tech.say(opening(again, { photos: [hash] }));
    expect((await school.head(again)).photos[0]?.stored).toBe(true);
  });

  test('[44] a photo that a restored database forgot is found again on the disk, unless two people have named its hash', async () => {
    const pictures = await Promise.all(
      [40, 80].map((r) =>
        sharp({ create: { width: 3, height: 3, channels: 3, background: { r, g: 0, b: 0 } } })
          .png()
          .toBuffer(),
      ),
    );
    const [own, claimed] = pictures.map((bytes) => createHash('sha256').update(bytes).digest('hex') as PhotoHash) as [PhotoHash, PhotoHash];
    for (const [i, hash] of [own, claimed].entries()) {
      mkdirSync(join(folder, 'photos', hash.slice(0, 2)), { recursive: true });
      writeFileSync(join(folder, 'photos', hash.slice(0, 2), hash), pictures[i] as Buffer);
    }
    const [rose, tech] = [await Device.ready(school, REQUESTER), await Device.ready(school, TECH)];
    const [theirs, hers] = [newTicket(), newTicket()];
    await tech.say(opening(theirs, { photos: [own, claimed] }));
    await rose.say(opening(hers, { photos: [claimed] }));
    expect(await adoptPhotos(school.db, school.now)).toBe(1);
    expect((await school.head(theirs)).photos.map((p) => p.stored)).toEqual([true, false]);
    expect((await school.head(hers)).photos.map((p) => p.stored)).toEqual([false]);
    expect((await readPhoto(school.db, await school.actor(TECH), own))?.bytes).toEqual(pictures[0]);
    expect(await adoptPhotos(school.db, school.now), 'once').toBe(0);
  });

  test('[10] origins of others, asked for with any of the two claims, execute nothing', async () => {
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket));
    const version = await school.version();
    await expect(school.ask(HUGO, mina.request([mina.entry(note(ticket, 'x'))]))).rejects.toMatchObject({ name: 'ForeignOrigin' });
    const own = await Device.ready(school, HUGO);
    await expect(school.ask(HUGO, own.request([own.entry(note(ticket, 'x'))], { person: MINA }))).rejects.toMatchObject({ name: 'ForeignOrigin' });
    expect(await school.version()).toBe(version);
  });
});
