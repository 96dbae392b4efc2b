/**
 * Ten thousand notices from the running server to a push service on this machine, which decrypts each; and what a person's command waits
 * meanwhile, beside what it waits when nothing is sent. Open loop: a command is due at its time whether the last was answered or not.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from '#domain/ids.ts';
import { PLAIN_OPEN } from '#domain/ticket/commands.ts';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { type Opened, openDatabase } from '#server/db.ts';
import { startServer } from '#test/server.ts';
import { signIn } from './http.ts';
import { cpuOf, type Figure, fixed, print, quantile } from './measure.ts';
import type { Counted, Told } from './push-service.ts';

const NOTICES = 10_000;
const DEVICES = 1000;
/** Commands a second: a few hundred times what 1 600 tickets a month are. */
const RATE = 25;
const IDLE_SECONDS = 20;
/** Devices that send them, each its next when the last is settled, as phones do. */
const SENDERS = 16;
const WANTED = { rate: 500, slower: 2 } as const;

async function ask<T>(service: ChildProcess, what: unknown): Promise<T> {
  const answer = once(service, 'message');
  service.send(what as never);
  return (await answer)[0] as T;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const id = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** People, each with one device, and their notices, which nobody looks at yet. */
async function prepare({ db }: Opened, { phones }: Told): Promise<void> {
  const now = new Date();
  const people = phones.map((_, i) => ({ id: id(), login: `bench-${i}`, givenName: 'A', familyName: String(i) }));
  await db.person.createMany({ data: people });
  await db.subscription.createMany({
    data: phones.map(({ endpoint, keys }, i) => ({
      ...{ id: randomUUID(), personId: people[i]?.id ?? '', endpoint, ...keys, label: 'Chrome, Android' },
      ...{ createdAt: now, lastContact: now },
    })),
  });
  const data = { number: '2026-00123', category: 'display', place: { building: 'Bât. B', room: '203' } };
  for (let from = 0; from < NOTICES; from += 500) {
    await db.notice.createMany({
      data: Array.from({ length: 500 }, (_, i) => ({
        ...{ id: id(), ticketId: randomUUID(), personId: people[(from + i) % people.length]?.id ?? '', kind: 'assigned', data },
        ...{ createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000), state: 'prepared' },
      })),
    });
  }
}

/** Opens tickets at a steady rate until it is told to stop. @returns what each waited, ms */
async function commands(url: string, cookie: string, until: () => boolean): Promise<number[]> {
  const senders = Array.from({ length: SENDERS }, () => ({ origin: randomUUID(), seq: 0, since: 0, epoch: null as string | null, busy: false }));
  const place = await firstAsset(url, cookie);
  const waits: number[] = [];
  const open: Promise<void>[] = [];
  const one = async (due: number) => {
    const sender = senders.find((s) => !s.busy);
    // Sixteen behind: the wait is counted by those who are.
    if (sender === undefined) return;
    sender.busy = true;
    const about = { ...place, room: null, code: null, nature: 'incident', channel: 'scan', category: 'display', symptom: 'no_image' };
    const command = { type: 'open', ...PLAIN_OPEN, ticket: id(), ...about, text: 'x', impact: 'person', urgency: 'normal', photos: [] };
    const entries = [{ seq: sender.seq + 1, at: Date.now(), offset: 0, command }];
    const { epoch, since, origin } = sender;
    const body = JSON.stringify({ protocol: 1, origin, epoch, since, settled: sender.seq, page: null, entries });
    const response = await fetch(`${url}/api/sync`, { method: 'POST', body, headers: { cookie, origin: url, 'content-type': CONTENT_TYPE } });
    const answer = (await response.json()) as { epoch: string; cursor: number; receipts: readonly unknown[] };
    if (response.status !== 200) throw new Error(`a command was answered ${response.status}`);
    waits.push(performance.now() - due);
    // A first answer that is a reset has executed nothing.
    if (answer.receipts.length > 0) sender.seq += 1;
    [sender.epoch, sender.since, sender.busy] = [answer.epoch, answer.cursor, false];
  };
  // Everybody is known before anything is measured.
  for (let round = 0; round < 2; round += 1) for (const _ of senders) await one(performance.now());
  waits.length = 0;
  const start = performance.now();
  for (let n = 0; !until(); ) {
    for (; start + (n * 1000) / RATE <= performance.now(); n += 1) open.push(one(start + (n * 1000) / RATE));
    await wait(2);
  }
  await Promise.all(open);
  return waits;
}

async function firstAsset(url: string, cookie: string): Promise<{ site: string; asset: string }> {
  const body = JSON.stringify({ protocol: 1, origin: randomUUID(), epoch: null, since: 0, settled: 0, page: null, entries: [] });
  const response = await fetch(`${url}/api/sync`, { method: 'POST', body, headers: { cookie, origin: url, 'content-type': CONTENT_TYPE } });
  const { changes } = (await response.json()) as { changes: { kind: string; id: string; site: string; type?: string }[] };
  const found = changes.find((c) => c.kind === 'asset' && c.type === 'projector');
  if (found === undefined) throw new Error('no projector in the demo');
  return { site: found.site, asset: found.id };
}

export async function benchPush(): Promise<void> {
  const service = fork(join(fileURLToPath(new URL('.', import.meta.url)), 'push-service.ts'));
  await once(service, 'message');
  const told = await ask<Told>(service, { phones: DEVICES });
  const server = await startServer({ flags: ['--demo'], settings: { PUSH_TEST_HOST: told.host, NODE_EXTRA_CA_CERTS: told.caFile } });
  const opened = await openDatabase(`file:${join(server.dataDir, 'relais.db')}`, false);
  await prepare(opened, told);
  const cookie = await signIn(server.url, 'karim');

  const idleFrom = performance.now();
  const idle = await commands(server.url, cookie, () => performance.now() - idleFrom > IDLE_SECONDS * 1000);

  const before = cpuOf(server.pid);
  const loaded = performance.now();
  await opened.db.notice.updateMany({ where: { state: 'prepared' }, data: { state: 'queued' } });
  let counted: Counted = { messages: 0, notices: 0, faults: [], took: 0 };
  let isOver = false;
  const watching = (async () => {
    while (counted.notices < NOTICES && performance.now() - loaded < 180_000) {
      await wait(250);
      counted = await ask<Counted>(service, 'count');
    }
    isOver = true;
  })();
  const busy = await commands(server.url, cookie, () => isOver);
  await watching;
  const cpu = (cpuOf(server.pid) - before) / 1000;
  await wait(500);
  const sent = await opened.db.notice.count({ where: { kind: 'assigned', state: 'sent', expiresAt: { gt: new Date() } } });

  const rate = counted.notices / (counted.took / 1000);
  const [p99, p99Idle] = [quantile(busy, 0.99), quantile(idle, 0.99)];
  const figures: Figure[] = [
    {
      name: `${NOTICES} notices, accepted by the push service, a second`,
      value: fixed(rate, 0),
      target: `>= ${WANTED.rate}`,
      met: rate >= WANTED.rate,
    },
    { name: 'messages that came; notices told of; written down as sent', value: `${counted.messages}; ${counted.notices}; ${sent}` },
    { name: 'faults that the push service found', value: String(counted.faults.length), target: '0', met: counted.faults.length === 0 },
    { name: `a command, nothing being sent: p50, p99 ms (${idle.length})`, value: `${fixed(quantile(idle, 0.5), 1)}, ${fixed(p99Idle, 1)}` },
    {
      name: `a command meanwhile: p50, p99 ms (${busy.length})`,
      value: `${fixed(quantile(busy, 0.5), 1)}, ${fixed(p99, 1)}`,
      target: `p99 <= ${WANTED.slower} x idle`,
      met: p99 <= WANTED.slower * p99Idle,
    },
    { name: 'the server’s CPU meanwhile, s; load', value: `${fixed(cpu, 1)}; ${fixed(loadavg()[0] ?? 0, 1)}` },
  ];
  print(`Push, ${DEVICES} devices, ${RATE} commands a second beside (SQLite)`, figures);
  for (const fault of counted.faults.slice(0, 3)) console.log(`  fault: ${fault}`);
  await opened.close();
  await server.kill();
  service.send('stop');
}
