/**
 * Every id of another school, asked for by every role of this one through every door that there is: nothing of it is in any answer, an id that
 * is there is answered as one that is nowhere, and not one row of the other school has changed.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { MAX_ENTRIES } from '#domain/protocol.ts';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { allDoors } from '#scripts/doors/list.ts';
import { databases } from '#test/databases.ts';
import { furnish, type Ids, SECRET } from './other-school.ts';
import { Device, newTicket, SITE, TEAM } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

type Act = (...args: unknown[]) => Promise<unknown>;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HASH = /^[0-9a-f]{64}$/;

/** What stands in the place of every id that a door is called with; null: they are left as they are. */
const place: { id: string | null } = { id: null };
function placed(value: unknown): unknown {
  const { id } = place;
  if (id === null) return value;
  if (typeof value === 'string') return UUID.test(value) || HASH.test(value) ? id : value;
  if (Array.isArray(value)) return value.map(placed);
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, placed(v)]));
  return value;
}

const DOORS = allDoors();
const ACTIONS = DOORS.filter(({ kind }) => kind === 'action');
// The acts that the list of doors knows how to call are called with another id in the place of theirs.
for (const file of new Set(ACTIONS.map((door) => door.file))) {
  vi.doMock(resolve(file), async (original) => {
    const all = await original<Record<string, Act>>();
    return Object.fromEntries(Object.entries(all).map(([name, act]) => [name, (...args: unknown[]) => act(...args.map(placed))]));
  });
}
const doors = await import('./doors.ts');
const isTable = (value: unknown): value is Record<string, () => Promise<unknown>> =>
  typeof value === 'object' && value !== null && Object.values(value).length > 0 && Object.values(value).every((one) => typeof one === 'function');
const acts = (Object.values(doors) as unknown[]).filter(isTable);

/** Who of this school asks: every role, on the one site, and those who come from outside. */
const ROLES = ['requester', 'correspondent', 'approver', 'technician', 'engineer', 'supervisor', 'admin', 'partner', 'provider'] as const;

/** What a route's query may be asked for an id under. */
const QUERIES = ['id', 'site', 'ticket', 'asset', 'room', 'person', 'code', 'q', 'before', 'page', 'since', 'import', 'batch'];

/** Every command that ever was, with the fields named as their values are. */
const COMMANDS = readdirSync('test/fixtures/commands').flatMap((file) =>
  Object.values(JSON.parse(readFileSync(join('test/fixtures/commands', file), 'utf8')) as Record<string, Record<string, unknown>>),
);

/** Each id through each way by three of the nine roles on one database, by three others on the other: tens of thousands. `CRAWL=whole`: by all. */
const IS_WHOLE = process.env['CRAWL'] === 'whole';

/** Doors that hash a password at each knock: one id stands for all. */
const SLOW = /password|recover|invit/i;

interface Probe {
  readonly name: string;
  readonly ask: (id: string) => Promise<string>;
}

const told = (value: unknown) => JSON.stringify(value, (_, v) => (v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v)) ?? '';

/** Every way in which an id can be said to a door. */
async function probes(): Promise<Probe[]> {
  const found: Probe[] = [];
  for (const { kind, file, handler, name, demands } of DOORS) {
    // What anybody may read without a session is another test's.
    if ((kind !== 'route' && kind !== 'action') || !demands.who.includes('a session')) continue;
    const all = (await import(/* @vite-ignore */ resolve(file))) as Record<string, Act>;
    const act = all[handler] as Act;
    if (kind === 'action') {
      found.push({ name: `${name}(id)`, ask: async (id) => told(await act(id)) });
      const fields = ['id', 'site', 'person', 'asset', 'room', 'ticket', 'import', 'batch', 'team', 'code', 'round', 'file'];
      found.push({ name: `${name}({id})`, ask: async (id) => told(await act(Object.fromEntries(fields.map((field) => [field, id])))) });
      continue;
    }
    if (file.includes('[...nextauth]') || file === 'app/api/sync/route.ts') continue;
    const known = doors.ROUTES[`${handler} ${file.replace('/route.ts', '')}`];
    const names = [...file.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, param = '']) => param);
    const call = async (id: string, query: string, body?: unknown) => {
      const asked = doors.request(handler, known?.type ?? doors.JSON_TYPE, { body });
      const request = query === '' ? asked : new Request(`${asked.url}?${query}`, asked);
      const response = (await act(request, { params: Promise.resolve(Object.fromEntries(names.map((param) => [param, id]))) })) as Response;
      return `${response.status} ${Buffer.from(await response.arrayBuffer()).toString('latin1')}`;
    };
    if (names.length > 0 && handler === 'GET') found.push({ name: `${name} path`, ask: (id) => call(id, '') });
    if (handler === 'GET') for (const query of QUERIES) found.push({ name: `${name}?${query}`, ask: (id) => call(id, `${query}=${id}`) });
    else
      found.push({
        name: `${name} body`,
        ask: (id) => {
          place.id = id;
          const body = placed(known?.body?.() ?? { id });
          place.id = null;
          return call(id, '', body);
        },
      });
  }
  for (const table of acts)
    for (const [name, act] of Object.entries(table))
      found.push({
        name: `${name} as its form says it`,
        ask: async (id) => {
          place.id = id;
          try {
            return told(await act());
          } finally {
            place.id = null;
          }
        },
      });
  return found;
}

describe.each(databases())('another school on $name', (kind) => {
  let behind: Awaited<ReturnType<typeof doors.openBehind>>;
  let ids: Ids;
  const people = new Map<string, PersonId>();

  beforeAll(async () => {
    behind = await doors.openBehind(kind);
    ids = await furnish(behind);
    for (const id of Object.values(ids)) others.add(id);
    for (const role of ROLES) {
      const id = await doors.addPerson(behind.school, `here-${role}`, role, role === 'provider' ? null : SITE);
      if (role === 'provider') await behind.school.db.teamMember.create({ data: { teamId: TEAM, personId: id } });
      people.set(role, id);
    }
  });
  afterAll(() => behind.close());

  /** Signed in as they are now: some doors end one's own sessions, or all but the one whose cookie they then give. */
  const enter = async (person: PersonId) => {
    const { sessionVersion } = await behind.school.db.person.findUniqueOrThrow({ where: { id: person }, select: { sessionVersion: true } });
    await doors.enter(person, { version: sessionVersion });
  };
  const SIGNED_OUT = /^401 |"signed-out"/;

  const forgetRates = () => {
    delete (globalThis as { relaisThrottle?: unknown }).relaisThrottle;
  };
  /** What of the other school stands in this answer, beside the id that was asked for. */
  const leaks = (answer: string, asked: string) => [SECRET, ...Object.values(ids)].filter((secret) => secret !== asked && answer.includes(secret));
  const others = new Set<string>();
  /** The answer, but for the id that was asked for, the time, and ids that were made for the answer. */
  const without = (answer: string, id: string) =>
    answer
      .replaceAll(id, 'ID')
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (minted) => (others.has(minted) ? minted : 'MINTED'))
      .replace(/"challenge":"[\w-]+"/, 'CHALLENGE')
      .replace(/\d{13}/g, 'NOW');

  test('answers nothing of itself to anybody, through any door', async () => {
    const all = await probes();
    // Where a name that all sites show has changed, their documents are stamped anew (server/site-news.ts).
    const rowsNow = async () =>
      new Map(
        [...(await doors.rowsOf(behind.school.db))].map(([table, rows]) => [
          table,
          table === 'Site' ? rows.map((row) => row.replace(/"version":\d+/, '')) : rows,
        ]),
      );
    const before = await rowsNow();
    const bad: unknown[] = [];
    let asked = 0;
    for (const [r, [role, person]] of [...people].entries()) {
      await enter(person);
      for (const [w, { name, ask: asks }] of all.entries()) {
        const ask = async (id: string) => {
          const answer = await asks(id);
          if (!SIGNED_OUT.test(answer)) return answer;
          await enter(person);
          return asks(id);
        };
        const nowhere: Record<string, string> = {};
        for (const [i, [what, id]] of Object.entries(ids).entries()) {
          if (!IS_WHOLE && (r + w + i) % 3 !== (kind.name === 'sqlite' ? 1 : 0)) continue;
          if (SLOW.test(name) && what !== 'colleague') continue;
          const form = UUID.test(id) ? 'uuid' : HASH.test(id) ? 'hash' : 'code';
          const absent = form === 'uuid' ? randomUUID() : form === 'hash' ? 'd'.repeat(64) : '0AAA0AAA';
          nowhere[form] ??= without(await ask(absent), absent);
          forgetRates();
          const answer = await ask(id);
          asked += 1;
          const found = leaks(answer, id);
          // One's own data tell of themselves that they were asked for, and when: only what is in them is looked at.
          const isAlike = name.startsWith('GET /api/account/export') || without(answer, id) === nowhere[form];
          if (found.length > 0 || !isAlike)
            bad.push({ role, name, what, found, answer: answer.slice(0, 300), nowhere: nowhere[form]?.slice(0, 300) });
        }
      }
    }
    console.log(`${kind.name}: ${asked} probes through ${all.length} ways by ${people.size} roles, ${bad.length} leaks`);
    expect(bad.slice(0, 10)).toEqual([]);
    expect(asked).toBeGreaterThan(2000);
    const after = await rowsNow();
    const changed = [...before].flatMap(([table, rows]) => {
      const now = new Set(after.get(table));
      return rows
        .filter((row) => !now.has(row) && (row.includes(SECRET) || Object.values(ids).some((id) => row.includes(id))))
        .map((row) => `${table} ${row}`);
    });
    expect(changed).toEqual([]);
  }, 600_000);

  test('is touched by no command, and pulled by nobody', async () => {
    const { school } = behind;
    const { POST } = (await import('#app/api/sync/route.ts')) as { POST: (request: Request) => Promise<Response> };
    const about = (which: Readonly<Record<string, string>>) => {
      const swap = (value: unknown, key: string): unknown => {
        if (typeof value === 'string') return which[key] ?? (UUID.test(value) ? which['ticket'] : HASH.test(value) ? which['photo'] : value);
        if (Array.isArray(value)) return value.map((one) => swap(one, key));
        if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, swap(v, k)]));
        return value;
      };
      // A ticket is opened under an id of one's own: that another has it is known to whoever knows the id.
      return COMMANDS.map((command) => {
        const said = swap(command, '') as Record<string, unknown>;
        return command['type'] === 'open' ? { ...said, ticket: newTicket() } : said;
      });
    };
    const there = (site: string, ticket: string, of: Ids) =>
      ({
        ...{ site, ticket, room: of['room'], asset: of['asset'], code: of['code'] },
        ...{ person: of['person'], helper: of['person'], from: of['colleague'], photo: of['photo'] },
      }) as Record<string, string>;
    const nowhere = Object.fromEntries(
      Object.entries(ids).map(([what, id]) => [what, UUID.test(id) ? randomUUID() : HASH.test(id) ? 'd'.repeat(64) : '0AAA0AAA']),
    );
    const before = await doors.rowsOf(school.db);
    let asked = 0;
    for (const [role, person] of people) {
      await enter(person);
      for (const ticket of ['ticket', 'hidden'] as const) {
        forgetRates();
        const outcomes: string[][] = [];
        for (const of of [ids, nowhere]) {
          const commands = about(there(of['site'] as string, of[ticket] as string, of));
          const device = new Device(school, person);
          const reset = (await (await POST(doors.request('POST', CONTENT_TYPE, { body: device.request([]) }))).json()) as {
            epoch: string;
            cursor: number;
          };
          Object.assign(device, { epoch: reset.epoch, since: reset.cursor });
          expect(leaks(JSON.stringify(reset), '')).toEqual([]);
          const said: string[] = [];
          for (let i = 0; i < commands.length; i += MAX_ENTRIES) {
            const body = device.request(commands.slice(i, i + MAX_ENTRIES).map((command) => device.entry(command)));
            const answer = (await (await POST(doors.request('POST', CONTENT_TYPE, { body }))).json()) as {
              receipts: { outcome: unknown }[];
              changes: unknown[];
            };
            expect([role, leaks(JSON.stringify(answer.changes), '')]).toEqual([role, []]);
            said.push(...answer.receipts.map(({ outcome }) => without(JSON.stringify(outcome), 'none')));
          }
          asked += said.length;
          outcomes.push(said);
        }
        const [a, b] = outcomes.map((list) =>
          list.map(
            (said, i) =>
              `${String(COMMANDS[i]?.['type'])}: ${Object.values({ ...ids, ...nowhere }).reduce((text, id) => text.replaceAll(id, 'ID'), said)}`,
          ),
        );
        expect([role, ticket, a]).toEqual([role, ticket, b]);
      }
    }
    console.log(`${kind.name}: ${asked} commands`);
    const after = await doors.rowsOf(school.db);
    for (const table of [
      'Ticket',
      'Event',
      'Asset',
      'Room',
      'Site',
      'Sticker',
      'Notice',
      'Photo',
      'TicketPhoto',
      'Person',
      'Membership',
      'Round',
      'Counted',
    ])
      expect([table, after.get(table)]).toEqual([table, before.get(table)]);
  }, 120_000);
});
