/** Everything that says no, or nothing, between a phone and its server. */
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Weather } from '#test/e2e/harness/proxy.ts';
import { doSomething, type Ground, groundOf } from '#test/faults/acts.ts';
import { judge } from '#test/faults/judge.ts';
import { moreCorrespondents, pocketsOf } from '#test/faults/people.ts';
import type { Pocket } from '#test/faults/pocket.ts';
import type { Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

/** s: what a balancer that is asked too much says. */
const ASKED_TO_WAIT = 2;
const QUICK: Readonly<Record<string, Weather>> = {
  '500': { status: 500, body: 'Internal Server Error' },
  '502': { status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' },
  '503': { status: 503, body: '<html><h1>503</h1></html>' },
  '504': { status: 504, body: '<html><h1>504 Gateway Time-out</h1></html>' },
  '429': { status: 429, headers: { 'retry-after': String(ASKED_TO_WAIT) }, body: 'Too Many Requests' },
  'HTML 200': 'portal',
  '302': 'redirect',
};
/** Each costs a phone its 15 s. */
const SLOW = ['late', 'silent'] as const;

const carries = (path: string, method: string) => method !== 'GET' && !path.startsWith('/api/auth');
/** Which phone asks: a cookie that stays when its session is renewed. */
const STAYS = 'next-auth.csrf-token';
const whose = (headers: IncomingHttpHeaders) => new RegExp(`${STAYS}=([^;]+)`).exec(headers.cookie ?? '')?.[1] ?? '';

/** The quick ones, mixed: two requests of three, whichever kind came least often. */
async function quickOnes(world: World, pockets: readonly Pocket[], ground: Ground, each: number): Promise<void> {
  const { dice, line } = world;
  const given = new Map(Object.keys(QUICK).map((kind) => [kind, 0]));
  const next = () => [...given].sort(([, a], [, b]) => a - b)[0] as [string, number];
  line.weather = (path, method) => {
    const [kind, times] = next();
    if (!carries(path, method) || times >= each || dice.below(3) === 0) return 'clear';
    given.set(kind, times + 1);
    return QUICK[kind] ?? 'clear';
  };
  while (next()[1] < each) {
    await Promise.all(
      pockets.map(async (pocket) => {
        await doSomething(world, pocket, ground, 'F4');
        await pocket.hand('nudge');
        await sleep(dice.below(120));
      }),
    );
  }
}

/** Each phone in turn of its own: a request that hangs, taps meanwhile, and the phone's own way out of it. */
async function slowOnes(world: World, pockets: readonly Pocket[], ground: Ground, each: number, tell: (line: string) => void): Promise<void> {
  const { dice, line } = world;
  const due = dice.shuffled(SLOW.flatMap((kind) => Array.from({ length: each }, () => kind)));
  const armed = new Map<string, (typeof SLOW)[number]>();
  line.weather = (path, method, headers) => {
    const kind = carries(path, method) ? armed.get(whose(headers)) : undefined;
    if (kind === undefined) return 'clear';
    armed.delete(whose(headers));
    return kind;
  };
  let met = 0;
  await Promise.all(
    pockets.map(async (pocket) => {
      const cookies = await pocket.seat.context().cookies();
      const key = cookies.find(({ name }) => name === STAYS)?.value ?? '';
      for (let kind = due.pop(); kind !== undefined; kind = due.pop()) {
        // The server action's door is tried again by a page that begins anew.
        if (dice.below(3) === 0) {
          await pocket.leave();
          await pocket.page.reload({ waitUntil: 'commit' });
          await pocket.isLoaded();
        }
        armed.set(key, kind);
        for (let i = 0; i < 2; i += 1) await doSomething(world, pocket, ground, 'F4');
        await pocket.isSent(60_000);
        if (armed.has(key)) throw new Error(`${pocket.name} never met ${JSON.stringify(kind)}`);
        met += 1;
        if (met % 10 === 0) tell(`${met} hung`);
      }
    }),
  );
}

/** After a 429 nothing is asked, by a phone that nobody touches, before the time named. @returns breaches */
async function keptTheWait(world: World, pocket: Pocket): Promise<string[]> {
  let saidAt = 0;
  const soon: number[] = [];
  world.line.weather = (path, method, headers) => {
    if (!carries(path, method) || whose(headers) === '') return 'clear';
    // The action's refusal is asked again by the route, which can read it.
    if (path !== '/api/sync') return { status: 429, headers: { 'retry-after': '4' } };
    if (saidAt > 0) soon.push(performance.now() - saidAt);
    if (saidAt > 0) return 'clear';
    saidAt = performance.now();
    return { status: 429, headers: { 'retry-after': '4' } };
  };
  await pocket.hand('nudge');
  await sleep(6_500);
  world.line.weather = () => 'clear';
  const early = soon.filter((ms) => ms < 3_900);
  if (saidAt === 0) return [`${pocket.name} never asked`];
  return early.length === 0 ? [] : [`${pocket.name} asked ${early.map(Math.round).join(', ')} ms after it had been asked to wait 4 s`];
}

export const f04: Row = {
  id: 'F4',
  title: 'each of 500, 502, 503, 504, 429, HTML 200, 302, time-out, half-open (of each)',
  ways: [
    { database: 'sqlite', full: 40, short: 1 },
    { database: 'postgresql', full: 10, short: 0 },
  ],
  async run({ dice, count, database, servers, tell }) {
    const world = await World.open(dice, { database, servers });
    try {
      const logins = ['karim', 'mina', ...(await moreCorrespondents(world.house, count < 10 ? 0 : 10))];
      const pockets = await pocketsOf(world, logins);
      const ground = await groundOf(world);
      await quickOnes(world, pockets, ground, count);
      tell(`${count} of each quick one`);
      world.line.weather = () => 'clear';
      for (const pocket of pockets) await pocket.hand('nudge');
      await slowOnes(world, pockets, ground, count, tell);
      await world.wellAgain();
      for (const pocket of pockets) await pocket.isSent();
      const impatient = await keptTheWait(world, pockets[0] as Pocket);
      const verdict = await judge(world.house, pockets);
      return { ...verdict, breaches: [...verdict.breaches, ...impatient] };
    } finally {
      await world.close();
    }
  },
};
