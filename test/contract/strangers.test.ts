/** Behind the doors: what somebody signed in learns of, and does to, what is not theirs. Nothing. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitCommands } from '#app/_doors/submit-commands.ts';
import * as office from '#app/admin/actions.ts';
import { POST as ack } from '#app/api/ack/route.ts';
import { GET as getPhoto, PUT as putPhoto } from '#app/api/photos/[hash]/route.ts';
import { GET as devices } from '#app/api/push/devices/route.ts';
import { POST as subscribe, DELETE as unsubscribe } from '#app/api/push/subscribe/route.ts';
import { GET as trialState } from '#app/api/push/test/[id]/route.ts';
import { POST as trial } from '#app/api/push/test/route.ts';
import { POST as syncRoute } from '#app/api/sync/route.ts';
import type { PersonId, PhotoHash } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { CONTENT_TYPE, type Outcome } from '#domain/wire.ts';
import { env } from '#server/env.ts';
import { keepPhoto } from '#server/photos.ts';
import { handleAuth } from '#server/session/next-auth.ts';
import { databases } from '#test/databases.ts';
import { jar } from './cookie-jar.ts';
import { addPerson, type Behind, empty, enter, HASH, JSON_TYPE, openBehind, request, SUBSCRIPTION, stateOf } from './doors.ts';
import { Device, HUGO, MINA, newTicket, OTHER_SITE, opening, PROVIDER, REQUESTER, type School, SITE, TEAM } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

/** One grey pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

describe.each(databases())('strangers on $name', (kind) => {
  let behind: Behind;
  let school: School;
  let admin: PersonId;
  let foreign: PersonId;
  const state = () => stateOf(school.db);
  const person = (login: string, role: string, site: string | null) => addPerson(school, login, role, site);

  beforeAll(async () => {
    behind = await openBehind(kind);
    ({ school, admin, foreign } = behind);
  });
  afterAll(() => behind.close());
  beforeEach(() => {
    jar.cookie = undefined;
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
    expect(photo.headers.get('cache-control')).toBe('no-store');

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
      { ...rest, type: 'note', v: 2, ticket, text: 'x', visibility: 'public', call: null },
      { ...rest, type: 'attach', ticket, hash: HASH as PhotoHash },
      { ...rest, type: 'start', v: 2, ticket, remote: false },
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
      for (const act of [office.shutPerson, office.reopenPerson, office.newPassword])
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
