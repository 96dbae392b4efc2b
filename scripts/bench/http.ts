/** What the running server spends on a poll that changes nothing and on an opened ticket, Next's own share told apart. */
import { randomUUID } from 'node:crypto';
import { uuidv7 } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import type { Running } from '#test/server.ts';
import { cpuOf, type Figure, fixed, median, print, quantile } from './measure.ts';

const ROUNDS = 5;
const TIMES = 300;

/** Signs in as the sign-in page does. @returns the cookies */
export async function signIn(url: string, login: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = csrf.headers.getSetCookie().map((c) => c.split(';')[0]);
  const body = new URLSearchParams({ csrfToken, login, password: DEMO_PASSWORD });
  const done = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    body,
    headers: { cookie: cookies.join('; '), origin: url },
    redirect: 'manual',
  });
  if (done.status !== 200) throw new Error(`sign-in of ${login}: ${done.status}`);
  return [...cookies, ...done.headers.getSetCookie().map((c) => c.split(';')[0])].join('; ');
}

interface Round {
  readonly cpu: number;
  readonly times: readonly number[];
}

async function round(pid: number, times: number, work: () => Promise<void>): Promise<Round> {
  const spent: number[] = [];
  const before = cpuOf(pid);
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await work();
    spent.push(performance.now() - start);
  }
  return { cpu: (cpuOf(pid) - before) / times, times: spent };
}

export async function benchHttp({ url, pid }: Running): Promise<void> {
  const cookie = await signIn(url, 'karim');
  const origin = randomUUID();
  let [since, seq, epoch]: [number, number, string | null] = [0, 0, null];
  let bytes = 0;
  const ask = async (entries: readonly unknown[]) => {
    const body = JSON.stringify({ protocol: 1, origin, epoch, since, settled: seq - entries.length, page: null, entries });
    const response = await fetch(`${url}/api/sync`, { method: 'POST', body, headers: { cookie, origin: url, 'content-type': CONTENT_TYPE } });
    if (response.status !== 200) throw new Error(`sync: ${response.status}`);
    const text = await response.text();
    bytes = text.length;
    const answer = JSON.parse(text) as { epoch: string; cursor: number; changes: { kind: string; id: string; site: string; type?: string }[] };
    [since, epoch] = [answer.cursor, answer.epoch];
    return answer;
  };
  const first = await ask([]);
  const asset = first.changes.find((c) => c.kind === 'asset' && c.type === 'projector');
  if (asset === undefined) throw new Error('no projector in the demo');
  const open = () => {
    seq += 1;
    const ticket = uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const command = {
      type: 'open',
      ...PLAIN_OPEN,
      ticket,
      site: asset.site,
      asset: asset.id,
      room: null,
      code: null,
      nature: 'incident',
      channel: 'scan',
      category: 'display',
      symptom: 'no_image',
      text: 'x',
      impact: 'person',
      urgency: 'normal',
      photos: [],
    };
    return { seq, at: Date.now(), offset: 0, command };
  };
  const nothing = async () => {
    const response = await fetch(`${url}/api/me`);
    await response.arrayBuffer();
  };
  const poll = async () => void (await ask([]));
  const report = async () => void (await ask([open()]));
  for (let i = 0; i < 50; i += 1) await Promise.all([nothing(), poll()]);

  const rounds = { nothing: [] as Round[], poll: [] as Round[], report: [] as Round[] };
  for (let i = 0; i < ROUNDS; i += 1) {
    rounds.nothing.push(await round(pid, TIMES, nothing));
    rounds.poll.push(await round(pid, TIMES, poll));
  }
  const pollBytes = bytes;
  for (let i = 0; i < ROUNDS; i += 1) rounds.report.push(await round(pid, 60, report));
  const cpu = (all: readonly Round[]) => median(all.map((r) => r.cpu));
  const p95 = (all: readonly Round[]) =>
    quantile(
      all.flatMap((r) => r.times),
      0.95,
    );
  const [n, p, r] = [cpu(rounds.nothing), cpu(rounds.poll), cpu(rounds.report)];
  const figures: Figure[] = [
    { name: 'Next’s own share: a route that says 401 and asks nobody, CPU ms', value: fixed(n) },
    { name: 'a pull that changes nothing, CPU ms, all told', value: fixed(p) },
    { name: 'a pull that changes nothing, CPU ms, above Next’s share', value: fixed(p - n), target: '<= 1.0', met: p - n <= 1 },
    { name: 'a ticket opened, one a request, CPU ms, all told', value: fixed(r) },
    { name: 'a ticket opened, one a request, CPU ms, above Next’s share', value: fixed(r - n), target: '<= 1.9', met: r - n <= 1.9 },
    { name: 'a pull that changes nothing, p95 ms on loopback', value: fixed(p95(rounds.poll), 1) },
    { name: 'a pull that changes nothing, bytes of body', value: String(pollBytes) },
  ];
  print('Over HTTP, server process alone (SQLite)', figures);
}
