/** What a person without an account can do with a sticker, and what nobody learns by trying codes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { publicHtml } from '#app/p/_page/html.ts';
import { GET } from '#app/p/[code]/route.ts';
import type { StickerCode, TicketId } from '#domain/ids.ts';
import { NO_ACCOUNT } from '#domain/no-account.ts';
import { isProof } from '#domain/proof.ts';
import { makeCode } from '#domain/sticker.ts';
import { type Challenge, newChallenge, provenBy } from '#server/public/challenge.ts';
import { contactLeft } from '#server/public/contact.ts';
import { LEAST_BITS, Load, MOST_BITS } from '#server/public/load.ts';
import { hearPublicReport } from '#server/public/report.ts';
import { publicSticker } from '#server/public/sticker.ts';
import { signIn } from '#server/session/credentials.ts';
import { Throttle } from '#server/throttle.ts';
import { databases } from '#test/databases.ts';
import { Device, ENGINEER, HUGO, MINA, OTHER_SITE, openSchool, PROVIDER, REQUESTER, type School, SITE } from './school.ts';

process.env['NEXTAUTH_SECRET'] ??= 'a secret of the tests, 32 bytes long or more';
vi.setConfig({ testTimeout: 120_000 });

const code = (n: number) => makeCode(Uint8Array.of(n % 32, n >> 5, 3, 1, 4, 1, 5, 9));
const [ON_ASSET, ON_ROOM, REVOKED, BLANK, ANYWHERE, GONE, OTHER] = Array.from({ length: 7 }, (_, i) => code(i)) as [
  StickerCode,
  StickerCode,
  StickerCode,
  StickerCode,
  StickerCode,
  StickerCode,
  StickerCode,
];
const UNKNOWN = code(900);
const HIDDEN = { serial: 'SECRETSERIAL', inventory: 'INV-SECRET', room: 'Salle cachée', maker: 'Epson' };

function work({ seed, bits }: Challenge): number {
  let nonce = 0;
  while (!isProof(seed, bits, nonce)) nonce += 1;
  return nonce;
}

describe.each(databases())('a sticker without an account, on $name', ({ name, open }) => {
  let school: School;
  const asset = randomUUID();
  const room = randomUUID();
  beforeAll(async () => {
    school = await openSchool({ name, open });
    const { db } = school;
    await db.room.create({ data: { id: room, siteId: SITE, name: HIDDEN.room, version: 1 } });
    const thing = { type: 'projector', version: 1, maker: HIDDEN.maker };
    await db.asset.create({ data: { ...thing, id: asset, siteId: SITE, roomId: room, serial: HIDDEN.serial, inventory: HIDDEN.inventory } });
    const [retired, far] = [randomUUID(), randomUUID()];
    await db.asset.create({ data: { ...thing, id: retired, siteId: SITE, state: 'retired' } });
    await db.asset.create({ data: { ...thing, id: far, siteId: OTHER_SITE } });
    await db.sticker.createMany({
      data: [
        { code: ON_ASSET, siteId: SITE, assetId: asset, state: 'bound' },
        { code: ON_ROOM, siteId: SITE, roomId: room, state: 'bound' },
        { code: REVOKED, siteId: SITE, assetId: asset, state: 'revoked' },
        { code: BLANK, siteId: SITE, state: 'blank' },
        { code: ANYWHERE, state: 'blank' },
        { code: GONE, siteId: SITE, assetId: retired, state: 'bound' },
        { code: OTHER, siteId: OTHER_SITE, assetId: far, state: 'bound' },
      ],
    });
  });
  afterAll(() => school.close());

  const report = (
    of: StickerCode,
    more: { challenge?: Challenge; what?: string; address?: string; counts?: Throttle; nonce?: number; at?: number } = {},
  ) => {
    const at = more.at ?? school.now;
    const challenge = more.challenge ?? newChallenge(of, LEAST_BITS, at);
    const body = {
      challenge: challenge.token,
      nonce: more.nonce ?? work(challenge),
      what: more.what ?? 'L’image est toute rose.',
      name: 'Jean Petit',
      contact: '06 00 00 00 00',
    };
    return hearPublicReport(school.db, of, body, { address: more.address ?? '192.0.2.1', now: at }, more.counts ?? new Throttle());
  };

  test('a page shows whether it is reported, and nothing of what it is', async () => {
    const sticker = await publicSticker(school.db, ON_ASSET);
    expect(sticker).toMatchObject({ reported: null });
    const page = publicHtml({ kind: 'form', code: ON_ASSET, reported: null, challenge: newChallenge(ON_ASSET, 14, school.now) }, 'fr');
    for (const secret of Object.values(HIDDEN)) expect(page).not.toContain(secret);
    expect(page).not.toContain(asset);
    expect(page).not.toContain(SITE);
  });

  test('unknown, revoked, blank, and on something that is gone: one answer, in the same time', async () => {
    const codes = { UNKNOWN, REVOKED, BLANK, ANYWHERE, GONE } as const;
    for (const one of Object.values(codes)) expect(await publicSticker(school.db, one)).toBeNull();
    const pages = Object.values(codes).map((one) => publicHtml({ kind: 'unknown', code: one }, 'fr').replaceAll(one, 'CODE'));
    expect(new Set(pages).size).toBe(1);
    (globalThis as { relaisDb?: unknown }).relaisDb = Promise.resolve({ db: school.db, close: async () => {} });
    const names = Object.keys(codes) as (keyof typeof codes)[];
    const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] as number;
    /** In turns that begin elsewhere each time, so that whatever else the machine does falls on all of them alike. */
    const furthest = async (rounds: number): Promise<number> => {
      const times = new Map(names.map((n) => [n, [] as number[]]));
      for (let i = 0; i < rounds; i += 1) {
        for (const which of [...names].sort((a, b) => ((a.charCodeAt(0) * 7 + i * 13) % 5) - ((b.charCodeAt(0) * 7 + i * 13) % 5))) {
          const request = new Request('http://localhost/p/x');
          const params = Promise.resolve({ code: codes[which] });
          const began = process.hrtime.bigint();
          await GET(request, { params });
          times.get(which)?.push(Number(process.hrtime.bigint() - began));
        }
      }
      const all = median([...times.values()].flat());
      return Math.max(...[...times.values()].map((list) => Math.abs(median(list) - all) / all));
    };
    // A difference that is there stays there; a busy machine's does not.
    let off = 1;
    for (let i = 0; i < 5 && off >= 0.05; i += 1) off = await furthest(800);
    expect(off).toBeLessThan(0.05);
    delete (globalThis as { relaisDb?: unknown }).relaisDb;
  });

  test('a report is a real ticket of that site at once: number, alerts, the words; the contact for support only', async () => {
    const mina = await Device.ready(school, MINA);
    const challenge = newChallenge(ON_ASSET, LEAST_BITS, school.now);
    expect(await report(ON_ASSET, { challenge })).toBe('kept');
    const id = challenge.token.slice(0, 36) as TicketId;
    expect(await school.head(id)).toMatchObject({
      site: SITE,
      asset,
      requester: NO_ACCOUNT,
      channel: 'scan',
      status: 'new',
      level: 1,
      text: 'L’image est toute rose.',
    });
    expect((await school.head(id)).number).toMatch(/^\d{4}-\d{5}$/);
    const told = (await mina.pull()).changes;
    expect(told.some((c) => c.kind === 'ticket' && c.id === id)).toBe(true);
    // What nobody takes is told of as every ticket's: the sweep looks at it.
    expect((await school.db.ticket.findUniqueOrThrow({ where: { id } })).wakeAt).not.toBeNull();
    expect(JSON.stringify(told)).not.toContain('Jean Petit');
    expect(await contactLeft(school.db, await school.actor(HUGO), id)).toEqual({ name: 'Jean Petit', contact: '06 00 00 00 00' });
    for (const other of [REQUESTER, PROVIDER]) expect(await contactLeft(school.db, await school.actor(other), id)).toBeNull();
    expect(await contactLeft(school.db, await school.actor(ENGINEER), randomUUID())).toBeNull();
    expect(await publicSticker(school.db, ON_ASSET)).toMatchObject({ reported: 'new' });
    await mina.say({ type: 'take', v: 1, ticket: id, expected: null });
    expect(await publicSticker(school.db, ON_ASSET)).toMatchObject({ reported: 'held' });
  });

  test('said twice with one challenge, it is one ticket; a door of a room takes a report too', async () => {
    const challenge = newChallenge(ON_ROOM, LEAST_BITS, school.now);
    const nonce = work(challenge);
    const before = await school.db.ticket.count();
    for (let i = 0; i < 3; i += 1) expect(await report(ON_ROOM, { challenge, nonce, at: school.now + i * 1000 })).toBe('kept');
    const both = await Promise.all([report(ON_ROOM, { challenge, nonce }), report(ON_ROOM, { challenge, nonce })]);
    expect(both).toEqual(['kept', 'kept']);
    expect(await school.db.ticket.count()).toBe(before + 1);
    expect(await publicSticker(school.db, ON_ROOM)).toMatchObject({ room, asset: null, reported: 'new' });
  });

  test('nobody signs in as the one in whose name it is', async () => {
    const { login } = await school.db.person.findUniqueOrThrow({ where: { id: NO_ACCOUNT } });
    for (const password of ['', 'sans compte', 'x'.repeat(12)]) {
      expect((await signIn(school.db, { login, password, address: null }, school.now)).kind).not.toBe('in');
    }
    expect(await school.db.membership.count({ where: { personId: NO_ACCOUNT } })).toBe(0);
  });

  test('without its work, of another sticker, of another time, or altered, a challenge opens nothing', async () => {
    const before = await school.db.ticket.count();
    const challenge = newChallenge(ON_ASSET, 16, school.now);
    const nonce = work(challenge);
    const lazy = [...Array(40).keys()].find((n) => !isProof(challenge.seed, 16, n)) as number;
    expect(await report(ON_ASSET, { challenge, nonce: lazy })).toBe('again');
    expect(await report(OTHER, { challenge, nonce })).toBe('again');
    expect(await report(ON_ASSET, { challenge, nonce, at: school.now + 3_700_000 })).toBe('again');
    const cheaper = { ...challenge, token: challenge.token.replace('.16.', '.01.') };
    expect(await report(ON_ASSET, { challenge: cheaper, nonce })).toBe('again');
    for (const token of ['', 'x', `${randomUUID()}.16.${school.now + 1000}.${'a'.repeat(43)}`])
      expect(provenBy(token, nonce, ON_ASSET, school.now)).toBeNull();
    expect(await report(ON_ASSET, { what: ' ' })).toBe('empty');
    for (const raw of [null, 7, 'x', [], {}, { challenge: 7 }, { what: 'x'.repeat(9000) }])
      expect(['again', 'empty']).toContain(await hearPublicReport(school.db, ON_ASSET, raw, { address: null, now: school.now }, new Throttle()));
    // One that was revoked meanwhile.
    const late = newChallenge(REVOKED, LEAST_BITS, school.now);
    expect(await report(REVOKED, { challenge: late })).toBe('not-in-use');
    expect(await school.db.ticket.count()).toBe(before);
  });

  test('a thousand reports from one address are few tickets; whoever is honest passes meanwhile', async () => {
    const counts = new Throttle();
    const load = new Load();
    const before = await school.db.ticket.count();
    const answers = new Map<string, number>();
    const prices: number[] = [];
    // The flood scans what it can reach, and is spared its work here: what holds it is not the work alone.
    for (let i = 0; i < 1000; i += 1) {
      const at = school.now + i * 300;
      prices.push(load.bitsFor('198.51.100.9', at));
      const challenge = newChallenge(i % 2 === 0 ? ON_ASSET : OTHER, 1, at);
      const answer = await report(i % 2 === 0 ? ON_ASSET : OTHER, { challenge, address: '198.51.100.9', counts, at });
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    expect((await school.db.ticket.count()) - before).toBeLessThanOrEqual(6);
    expect(answers.get('too-many')).toBeGreaterThan(980);
    expect(prices[0]).toBe(LEAST_BITS);
    expect(Math.max(...prices)).toBe(MOST_BITS);
    const after = school.now + 300_000;
    for (let i = 0; i < 5; i += 1) {
      const address = `203.0.113.${i}`;
      const bits = load.bitsFor(address, after);
      expect(bits).toBeLessThan(MOST_BITS);
      // On the very stickers that are flooded.
      const honest = newChallenge(i % 2 === 0 ? ON_ASSET : OTHER, Math.min(bits, 16), after);
      expect(await report(i % 2 === 0 ? ON_ASSET : OTHER, { challenge: honest, address, counts, at: after })).toBe('kept');
    }
  });
});
