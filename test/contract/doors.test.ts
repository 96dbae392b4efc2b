/**
 * Every door of the server: what each demands, and that whoever lacks it is refused with nothing written. A door that is not in these tables
 * fails the first test.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitCommands } from '#app/_doors/submit-commands.ts';
import * as office from '#app/admin/actions.ts';
import { POST as ack } from '#app/api/ack/route.ts';
import { GET as me } from '#app/api/me/route.ts';
import { GET as getPhoto, PUT as putPhoto } from '#app/api/photos/[hash]/route.ts';
import { GET as devices } from '#app/api/push/devices/route.ts';
import { GET as key } from '#app/api/push/key/route.ts';
import { POST as subscribe, DELETE as unsubscribe } from '#app/api/push/subscribe/route.ts';
import { GET as trialState } from '#app/api/push/test/[id]/route.ts';
import { POST as trial } from '#app/api/push/test/route.ts';
import { POST as syncRoute } from '#app/api/sync/route.ts';
import { createFirstAdministrator } from '#app/welcome/actions.ts';
import type { PersonId, PhotoHash } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { CONTENT_TYPE, type Outcome, PROTOCOL } from '#domain/wire.ts';
import { filesUnder } from '#scripts/files.ts';
import { env } from '#server/env.ts';
import { keepPhoto } from '#server/photos.ts';
import { handleAuth } from '#server/session/next-auth.ts';
import { databases } from '#test/databases.ts';
import {
  Device,
  ENGINEER,
  HUGO,
  MINA,
  newTicket,
  OTHER_SITE,
  opening,
  openSchool,
  PROVIDER,
  REQUESTER,
  type School,
  SITE,
  SUPERVISOR,
  TEAM,
  TECH,
} from './school.ts';

const SECRET = 'a secret of the tests, 32 bytes long or more';
const folder = mkdtempSync(join(tmpdir(), 'relais-doors-'));
process.env['DATA_DIR'] = folder;
process.env['NEXTAUTH_SECRET'] = SECRET;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jar = vi.hoisted(() => ({ cookie: undefined as string | undefined }));
vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => (jar.cookie === undefined ? undefined : { value: jar.cookie }) }) }));

const JSON_TYPE = 'application/json';
type Ask = { readonly body?: unknown; readonly headers?: Record<string, string | null> };

/** A request as a page of this installation sends it; a header that is null is left out. */
function request(method: string, type: string, { body, headers }: Ask): Request {
  const all: Record<string, string | null> = { origin: env().publicUrl, 'content-type': method === 'GET' ? null : type, ...headers };
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null);
  const content = body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) };
  return new Request(`${env().publicUrl}/x`, { method, headers: given, ...(method === 'GET' ? {} : content) });
}

/** The routes, by file and method: the type they take, and how they are called with a made-up address. */
const HASH = 'c'.repeat(64);
const DEVICE = randomUUID();
const KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: randomBytes(16).toString('base64url'),
};
const SUBSCRIPTION = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', keys: KEYS, label: 'Chrome, Android' };
const empty = () => ({ protocol: PROTOCOL, origin: randomUUID(), epoch: null, since: 0, settled: 0, page: null, entries: [] });
const ROUTES: Record<string, { type: string; body?: () => unknown; call: (r: Request) => Promise<Response> }> = {
  'POST app/api/sync': { type: CONTENT_TYPE, body: empty, call: syncRoute },
  'PUT app/api/photos/[hash]': {
    type: 'image/jpeg',
    body: () => new Uint8Array(10),
    call: (r) => putPhoto(r, { params: Promise.resolve({ hash: HASH }) }),
  },
  'GET app/api/photos/[hash]': { type: '', call: (r) => getPhoto(r, { params: Promise.resolve({ hash: HASH }) }) },
  'POST app/api/ack': { type: JSON_TYPE, body: () => ({ notice: randomUUID(), step: 'shown' }), call: ack },
  'GET app/api/me': { type: '', call: () => me() },
  'GET app/api/push/devices': { type: '', call: () => devices() },
  'GET app/api/push/key': { type: '', call: () => key() },
  'POST app/api/push/subscribe': { type: JSON_TYPE, body: () => SUBSCRIPTION, call: subscribe },
  'DELETE app/api/push/subscribe': { type: JSON_TYPE, body: () => ({ device: DEVICE }), call: unsubscribe },
  'POST app/api/push/test': { type: JSON_TYPE, body: () => ({}), call: trial },
  'GET app/api/push/test/[id]': { type: '', call: (r) => trialState(r, { params: Promise.resolve({ id: randomUUID() }) }) },
};
/** Sign-in is for those who have no session: test/contract/session.test.ts. */
const OPEN_ROUTES = ['GET app/api/auth/[...nextauth]', 'POST app/api/auth/[...nextauth]'];

const PERSON = { givenName: 'Eve', familyName: 'Essai', login: 'eve', phone: '', language: 'fr', role: 'admin', site: '' };
const PLACE = { uai: '0450062Y', name: 'École', city: 'Ici', phone: '', timeZone: 'Europe/Paris' };
/** The acts of the office, each with an argument that would work for an administrator. */
const OFFICE: { [name in keyof typeof office]: () => Promise<{ ok: boolean; fault?: string }> } = {
  sites: () => office.sites(),
  people: () => office.people(),
  createSite: () => office.createSite(PLACE),
  createPerson: () => office.createPerson(PERSON),
  shutPerson: () => office.shutPerson(HUGO),
  reopenPerson: () => office.reopenPerson(HUGO),
  newPassword: () => office.newPassword(HUGO),
  labelsOf: () => office.labelsOf(SITE),
};

test('every door is here', () => {
  const routes = filesUnder('app/api', /route\.ts$/).flatMap((file) => {
    const methods = [...readFileSync(file, 'utf8').matchAll(/^export (?:async function|const) ([A-Z]+)\b/gm)].map(([, method]) => method);
    return methods.map((method) => `${method} ${file.replace('/route.ts', '')}`);
  });
  expect(routes.sort()).toEqual([...Object.keys(ROUTES), ...OPEN_ROUTES].sort());
  const actions = filesUnder('app', /\.tsx?$/).filter((file) => /^'use server'/m.test(readFileSync(file, 'utf8')));
  expect(actions.sort()).toEqual(['app/_doors/submit-commands.ts', 'app/admin/actions.ts', 'app/welcome/actions.ts']);
});

describe.each(databases())('the doors on $name', (kind) => {
  let school: School;
  let admin: PersonId;
  let foreign: PersonId;

  const enter = async (person: string, { version = 0, secret = SECRET, maxAge = 3600 } = {}) => {
    jar.cookie = await encode({ token: { sub: person, v: version }, secret, maxAge });
  };
  /** Everything that the tables hold, in one word. */
  const state = async () => {
    const { db } = school;
    const tables = [db.organisation, db.counter, db.site, db.person, db.membership, db.oneTimeLink, db.subscription, db.notice, db.delivery];
    const more = [db.ticket, db.event, db.ticketPerson, db.ticketPhoto, db.photo, db.origin, db.receipt, db.exit];
    const rows = await Promise.all([...tables, ...more].map((table) => (table as typeof db.site).findMany()));
    return createHash('sha256')
      .update(JSON.stringify(rows.map((list) => list.map((row) => JSON.stringify(row)).sort())))
      .digest('hex');
  };
  const person = async (login: string, role: string, siteId: string | null) => {
    const id = randomUUID() as PersonId;
    await school.db.person.create({ data: { id, login, givenName: login, familyName: 'Essai' } });
    await school.db.membership.create({ data: { id: randomUUID(), personId: id, role, siteId } });
    return id;
  };

  beforeAll(async () => {
    school = await openSchool(kind);
    const { db, close } = school;
    (globalThis as { relaisDb?: unknown }).relaisDb = Promise.resolve({ db, close });
    admin = await person('ada', 'admin', null);
    foreign = await person('far', 'correspondent', OTHER_SITE);
    school.now = Date.now();
  });
  afterAll(async () => {
    delete (globalThis as { relaisDb?: unknown }).relaisDb;
    await school.close();
  });
  beforeEach(() => {
    jar.cookie = undefined;
  });

  const WITHOUT: Record<string, () => Promise<void>> = {
    'nobody signed in': async () => {},
    'a cookie that is not ours': () => enter(admin, { secret: 'another secret, quite as long as the first one' }),
    'a session that was revoked': () => enter(admin, { version: 7 }),
    'a session whose time is over': () => enter(admin, { maxAge: -60 }),
    'a person who never was': () => enter(randomUUID()),
    'an account that is shut': async () => enter(await shut()),
    'a cookie that is no cookie': async () => {
      jar.cookie = 'x'.repeat(5000);
    },
  };
  let closed: PersonId | undefined;
  const shut = async () => {
    closed ??= await person('gone', 'admin', null);
    await school.db.person.update({ where: { id: closed }, data: { disabledAt: new Date() } });
    return closed;
  };

  test.each(Object.keys(WITHOUT))('%s: every door is shut, and nothing is written', async (how) => {
    await WITHOUT[how]?.();
    const before = await state();
    for (const [name, { type, body, call }] of Object.entries(ROUTES)) {
      const response = await call(request(name.split(' ')[0] as string, type, { body: body?.() }));
      expect([name, response.status]).toEqual([name, 401]);
      expect(await response.json()).toEqual({ error: 'signed-out' });
      expect(response.headers.get('cache-control'), name).toBe('no-store');
    }
    for (const [name, act] of Object.entries(OFFICE)) expect([name, await act()]).toEqual([name, { ok: false, fault: 'signed-out' }]);
    expect((await submitCommands(empty())).status).toBe(401);
    expect(await createFirstAdministrator({ ...PERSON, token: 'x'.repeat(43), organisation: 'x', password: 'une rivière sous la lune' })).toEqual({
      ok: false,
      fault: 'link',
    });
    expect(await state()).toBe(before);
  });

  test.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://localhost:3001' }],
    ['null: a frame in a sandbox', { origin: 'null' }],
    ['none', { origin: null }],
    ['forged with its proxy’s word', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
  ])('an Origin %s writes nothing, whoever’s cookie it brings', async (_, headers) => {
    await enter(admin);
    const before = await state();
    for (const [name, { type, body, call }] of Object.entries(ROUTES)) {
      if (name.startsWith('GET')) continue;
      const response = await call(request(name.split(' ')[0] as string, type, { body: body?.(), headers }));
      expect([name, response.status]).toEqual([name, 403]);
    }
    expect(await state()).toBe(before);
  });

  test('a body of a type that a form can send, or none, is not read', async () => {
    await enter(admin);
    const before = await state();
    for (const [name, { type, body, call }] of Object.entries(ROUTES)) {
      if (name.startsWith('GET') || type.startsWith('image')) continue;
      for (const given of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', null]) {
        const response = await call(request(name.split(' ')[0] as string, type, { body: body?.(), headers: { 'content-type': given } }));
        expect([name, given, response.status]).toEqual([name, given, 415]);
      }
    }
    expect(await state()).toBe(before);
  });

  test('the office is for administrators of the organisation; nobody else reads or writes there', async () => {
    const local = await person(`local-${kind.name}`, 'admin', SITE);
    const partner = await person(`partner-${kind.name}`, 'partner', null);
    const before = await state();
    for (const id of [MINA, TECH, PROVIDER, REQUESTER, ENGINEER, SUPERVISOR, foreign, local, partner]) {
      await enter(id);
      for (const [name, act] of Object.entries(OFFICE)) expect([id, name, await act()]).toEqual([id, name, { ok: false, fault: 'not-allowed' }]);
    }
    expect(await state()).toBe(before);
    await enter(admin);
    expect((await office.sites()).ok).toBe(true);
  });

  test('what belongs to somebody else is not there: photo, alert, device, test', async () => {
    const hash = createHash('sha256').update(PIXEL).digest('hex') as PhotoHash;
    const mina = await Device.ready(school, MINA);
    const ticket = newTicket();
    await mina.say(opening(ticket, { photos: [hash] }), { type: 'escalate', v: 1, ticket, direction: 'up', reason: 'skills', text: '', team: null });
    expect(await keepPhoto(school.db, await school.actor(MINA), hash, PIXEL, school.now)).toBeNull();
    const notice = await school.db.notice.findFirstOrThrow({ where: { ticketId: ticket } });
    await enter(MINA);
    const kept = (await (await subscribe(request('POST', JSON_TYPE, { body: SUBSCRIPTION }))).json()) as { device: string };
    const begun = (await (await trial(request('POST', JSON_TYPE, { body: {} }))).json()) as { test: string };
    const photo = await getPhoto(request('GET', '', {}), { params: Promise.resolve({ hash }) });
    expect([photo.status, photo.headers.get('content-type'), photo.headers.get('x-content-type-options')]).toEqual([200, 'image/png', 'nosniff']);
    expect(photo.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(photo.headers.get('cache-control')).toMatch(/^private,/);

    const before = await state();
    for (const id of [foreign, REQUESTER, PROVIDER]) {
      await enter(id);
      for (const [there, absent] of [
        [hash, HASH],
        [hash, '../../keys.json'],
      ] as const) {
        for (const which of [there, absent]) {
          const where = { params: Promise.resolve({ hash: which }) };
          expect((await getPhoto(request('GET', '', {}), where)).status).toBe(404);
          expect((await putPhoto(request('PUT', 'image/png', { body: PIXEL }), where)).status).toBe(404);
        }
      }
      expect((await ack(request('POST', JSON_TYPE, { body: { notice: notice.id, step: 'opened' } }))).status).toBe(204);
      expect((await unsubscribe(request('DELETE', JSON_TYPE, { body: { device: kept.device } }))).status).toBe(204);
      expect((await trialState(request('GET', '', {}), { params: Promise.resolve({ id: begun.test }) })).status).toBe(404);
      expect(await (await devices()).json()).toEqual({ devices: [] });
    }
    expect(await state()).toBe(before);
  });

  test('every command about a ticket of another school is answered as if it were not there, by either door', async () => {
    const mina = await Device.ready(school, MINA);
    const [there, nowhere] = [newTicket(), newTicket()];
    await mina.say(opening(there), { type: 'take', v: 1, ticket: there, expected: null });
    const rest = { v: 1 as const };
    const about = (ticket: typeof there): Command[] => [
      { ...rest, type: 'take', ticket, expected: MINA },
      { ...rest, type: 'release', ticket, reason: 'x' },
      { ...rest, type: 'relieve', ticket, from: MINA, reason: 'x' },
      { ...rest, type: 'escalate', ticket, direction: 'out', reason: 'warranty', text: '', team: TEAM },
      { ...rest, type: 'ask_help', ticket, helper: HUGO, text: '' },
      { ...rest, type: 'join', ticket },
      { ...rest, type: 'note', ticket, text: 'x', visibility: 'public' },
      { ...rest, type: 'attach', ticket, hash: HASH as PhotoHash },
      { ...rest, type: 'start', ticket },
      { ...rest, type: 'wait', ticket, reason: 'parts', until: null, text: '' },
      { ...rest, type: 'resume', ticket },
      { ...rest, type: 'resolve', ticket, text: 'x', resolution: 'permanent', mode: 'remote' },
      { ...rest, type: 'drop', ticket, reason: 'duplicate', text: '' },
    ];
    const tickets = async () => JSON.stringify([await school.db.ticket.findMany(), await school.db.event.count(), await school.db.notice.count()]);
    const before = await tickets();
    for (const id of [foreign, REQUESTER, PROVIDER]) {
      await enter(id);
      const device = await Device.ready(school, id);
      for (const door of ['route', 'action'] as const) {
        const said = device.request([...about(there), ...about(nowhere)].map((command) => device.entry(command)));
        const answer =
          door === 'action'
            ? (await submitCommands({ ...said, person: id })).body
            : await (await syncRoute(request('POST', CONTENT_TYPE, { body: said }))).json();
        const { receipts } = answer as { receipts: { outcome: Outcome }[] };
        expect(receipts).toHaveLength(26);
        for (const { outcome } of receipts) expect(outcome).toEqual({ kind: 'refused', refusal: { code: 'unknown' }, at: expect.any(Number) });
        device.settled = device.seq;
      }
      // Opened at a school where one has no role, or nobody has: not allowed, and the same.
      const [a, b] = (
        await device.say(opening(newTicket(), { site: id === REQUESTER ? OTHER_SITE : SITE }), opening(newTicket(), { site: randomUUID() as never }))
      ).receipts;
      if (id !== PROVIDER) expect(a?.outcome).toEqual(b?.outcome);
      expect(b?.outcome).toMatchObject({ kind: 'refused', refusal: { code: 'not-allowed' } });
    }
    expect(await tickets()).toBe(before);
  });

  test('things of another school are left out of what is opened here, as unknown ones are', async () => {
    const room = randomUUID();
    await school.db.room.create({ data: { id: room, siteId: SITE, name: 'secrète', version: 1 } });
    const asset = randomUUID();
    await school.db.asset.create({ data: { id: asset, siteId: SITE, roomId: room, type: 'laptop', critical: true, version: 1 } });
    const far = await Device.ready(school, foreign);
    const heads = [];
    for (const [a, r] of [
      [asset, room],
      [randomUUID(), randomUUID()],
    ]) {
      const ticket = newTicket();
      await far.say(opening(ticket, { site: OTHER_SITE, asset: a as never, room: r as never }));
      const { id: _, number: __, openedAt: ___, ...head } = await school.head(ticket);
      heads.push(head);
    }
    expect(heads[0]).toEqual(heads[1]);
    expect(heads[0]).toMatchObject({ asset: null, room: null, priority: 4 });
  });

  test('no text makes a door fall: a zero in a login, an address, an id', async () => {
    const form = async (login: string) => {
      const ask = (method: string, path: string, cookie: string, fields?: Record<string, string>) =>
        handleAuth(
          new Request(`${env().publicUrl}/api/auth/${path}`, {
            method,
            headers: { cookie },
            ...(fields ? { body: new URLSearchParams(fields) } : {}),
          }),
        );
      const csrf = await ask('GET', 'csrf', '');
      const cookie = csrf.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      return (await ask('POST', 'callback/credentials', cookie, { csrfToken, login, password: 'une rivière sous la lune' })).status;
    };
    for (const login of ['a\u0000b', 'a\ud800b', '__proto__']) expect([login, await form(login)]).toEqual([login, 401]);
    await enter(admin);
    const before = await state();
    for (const id of ['\u0000', 'x'.repeat(36), '__proto__']) {
      expect((await trialState(request('GET', '', {}), { params: Promise.resolve({ id }) })).status).toBe(404);
      expect((await unsubscribe(request('DELETE', JSON_TYPE, { body: { device: id } }))).status).toBe(400);
      expect((await trial(request('POST', JSON_TYPE, { body: { device: id } }))).status).toBe(400);
      for (const act of [office.shutPerson, office.reopenPerson, office.newPassword, office.labelsOf])
        expect(await act(id)).toEqual({ ok: false, fault: 'not-allowed' });
    }
    for (const raw of [undefined, null, 7, 'x', [], {}, new Map(), 1n]) expect((await submitCommands(raw)).status).toBe(400);
    expect(await state()).toBe(before);
  });

  test('what one account may bring is limited: requests, devices', async () => {
    const busy = await person(`busy-${kind.name}`, 'requester', SITE);
    await enter(busy);
    const statuses = new Set<number>();
    for (let i = 0; i < 201; i += 1) statuses.add((await submitCommands(empty())).status);
    expect([...statuses]).toEqual([200, 429]);
    expect(await school.db.origin.count({ where: { personId: busy } })).toBe(200);
  });
});

/** One grey pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
