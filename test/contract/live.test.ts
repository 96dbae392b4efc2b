/** The line of news: who is woken, by what, and how it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { openDatabase } from '#server/db.ts';
import { storeOf } from '#server/sql.ts';
import { throttle } from '#server/throttle.ts';
import { databases } from '#test/databases.ts';
import { jar } from './cookie-jar.ts';
import { type Behind, enter, openBehind, ROUTES, request } from './doors.ts';
import { Device, HUGO, MINA, newTicket, note, opening, PROVIDER, REQUESTER, type School, TEAM, TECH } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

const ask = (name: string, body?: unknown) => {
  const route = ROUTES[name] as (typeof ROUTES)[string];
  return route.call(request(name.split(' ')[0] as string, route.type, { body }));
};

/** What a line has said so far. */
class Ear {
  said = '';
  isOver = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(response: Response) {
    this.#reader = (response.body as ReadableStream<Uint8Array>).getReader();
    void this.#listen();
  }

  async #listen(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      this.said += new TextDecoder().decode(value);
    }
    this.isOver = true;
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

describe.each(databases())('news on $name', (kind) => {
  let behind: Behind;
  let school: School;
  const ears: Ear[] = [];
  const listen = async (person: PersonId) => {
    await enter(person);
    const response = await ask('GET app/api/live');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const ear = new Ear(response);
    ears.push(ear);
    return ear;
  };
  const news = (ear: Ear) => ear.said.split('event: news').length - 1;

  beforeAll(async () => {
    behind = await openBehind(kind);
    school = behind.school;
  });
  afterAll(async () => {
    (globalThis as { relaisHush?: () => void }).relaisHush?.();
    await behind.close();
  });
  beforeEach(async () => {
    for (const ear of ears.splice(0)) await ear.close();
    jar.cookie = undefined;
    for (const person of [MINA, HUGO, TECH, REQUESTER, PROVIDER, behind.foreign])
      for (let i = 0; i < 60; i += 1) throttle().giveBack(`live:${person}`);
  });

  test('whoever may see the ticket is woken within seconds, and told nothing of it; nobody else is', async () => {
    const [mina, tech, far, provider] = [await listen(MINA), await listen(TECH), await listen(behind.foreign), await listen(PROVIDER)];
    const ticket = newTicket();
    const hugo = await Device.ready(school, HUGO);
    const start = Date.now();
    await hugo.say(opening(ticket, { text: 'Rien que pour nous' }));
    await vi.waitFor(() => expect([news(mina), news(tech)]).toEqual([1, 1]), { timeout: 5_000, interval: 20 });
    expect(Date.now() - start).toBeLessThan(3_000);
    for (const ear of [mina, tech]) expect(ear.said).toMatch(/event: news\ndata: \d+\n\n$/);
    await hugo.say({ type: 'assign', v: 1, ticket, expected: null, person: null, team: TEAM, text: '' });
    const chief = await Device.ready(school, TECH);
    await chief.say({ type: 'assign', v: 1, ticket, expected: null, person: null, team: TEAM, text: '' });
    await vi.waitFor(() => expect(news(provider)).toBe(1), { timeout: 5_000, interval: 20 });
    expect(news(far)).toBe(0);
  });

  test('a form that is open is hinted to colleagues, not to whoever wrote, reported, or may not see it', async () => {
    const ticket = newTicket();
    const rose = await Device.ready(school, REQUESTER);
    await rose.say(opening(ticket));
    const [hugo, own, rosa, far] = [await listen(HUGO), await listen(MINA), await listen(REQUESTER), await listen(behind.foreign)];
    await enter(MINA);
    expect((await ask('POST app/api/live/typing', { ticket, open: true })).status).toBe(204);
    await vi.waitFor(() => expect(hugo.said).toContain(`data: ${JSON.stringify({ ticket, name: 'Mina Essai', open: true })}`));
    for (const ear of [own, rosa, far]) expect(ear.said).not.toContain('typing');
    // Whoever may not see it is answered alike, and hints nothing.
    const before = hugo.said;
    await enter(behind.foreign);
    expect((await ask('POST app/api/live/typing', { ticket, open: true })).status).toBe(204);
    expect((await ask('POST app/api/live/typing', { ticket: newTicket(), open: true })).status).toBe(204);
    expect((await ask('POST app/api/live/typing', { ticket, open: 'yes' })).status).toBe(400);
    expect(hugo.said).toBe(before);
    await rose.say(note(ticket, 'Fin'));
  });

  test('several servers on one PostgreSQL: a form that is open at one is hinted at the other; what is no hint is nothing', async () => {
    const { others } = storeOf(school.db);
    if (kind.name === 'sqlite') return expect(others).toBeUndefined();
    const ticket = newTicket();
    await (await Device.ready(school, REQUESTER)).say(opening(ticket));
    const [hugo, rosa] = [await listen(HUGO), await listen(REQUESTER)];
    const far = await openDatabase(school.url);
    try {
      const there = storeOf(far.db).others;
      const heard: string[] = [];
      const deafen = await there?.hear(
        (text) => heard.push(text),
        () => {},
      );
      const hint = { server: 'another', ticket, person: TECH, name: 'Thomas Essai', open: true };
      for (const said of ['', '[]', '{', JSON.stringify({ ...hint, ticket: newTicket() }), JSON.stringify({ ...hint, person: 'x' })])
        await there?.say(said);
      await there?.say(JSON.stringify(hint));
      await vi.waitFor(() => expect(hugo.said).toContain(`data: ${JSON.stringify({ ticket, name: 'Thomas Essai', open: true })}`), {
        timeout: 5_000,
      });
      expect(hugo.said.split('event: typing')).toHaveLength(2);
      expect(rosa.said).not.toContain('typing');
      await enter(MINA);
      expect((await ask('POST app/api/live/typing', { ticket, open: false })).status).toBe(204);
      await vi.waitFor(() => expect(heard.at(-1)).toContain(`"person":"${MINA}"`));
      // Once here, though it comes back from the database as well.
      await new Promise((done) => setTimeout(done, 300));
      expect(hugo.said.split('event: typing')).toHaveLength(3);
      deafen?.();
    } finally {
      await far.close();
    }
  });

  test('an account has a few lines, not many; one that is closed makes room', async () => {
    for (let i = 0; i < 6; i += 1) await listen(HUGO);
    await enter(HUGO);
    expect((await ask('GET app/api/live')).status).toBe(429);
    await ears[0]?.close();
    expect((await ask('GET app/api/live')).status).toBe(200);
  });

  test('a line ends with the session, within half a minute', async () => {
    const ear = await listen(MINA);
    await school.db.person.update({ where: { id: MINA }, data: { sessionVersion: { increment: 1 } } });
    await vi.waitFor(() => expect(ear.isOver).toBe(true), { timeout: 30_000, interval: 100 });
    await school.db.person.update({ where: { id: MINA }, data: { sessionVersion: 0 } });
  }, 40_000);

  test('the end of the server ends them all', async () => {
    const ear = await listen(TECH);
    (globalThis as { relaisHush?: () => void }).relaisHush?.();
    await vi.waitFor(() => expect(ear.isOver).toBe(true));
  });
});
