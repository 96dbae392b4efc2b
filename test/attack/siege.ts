/** The ground of the attack: a server, people, what was tried and how it ended, and somebody who goes on working meanwhile. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTENT_TYPE, PROTOCOL } from '#domain/wire.ts';
import type { Running } from '#test/server.ts';
import { ask, signIn } from './line.ts';

export interface Siege {
  readonly url: string;
  readonly server: Running;
  readonly databaseUrl: string;
  readonly password: string;
  /** Notes how one thing that was tried ended. */
  check(what: string, held: boolean, detail?: unknown): void;
}

export class Score {
  passed = 0;
  failed = 0;

  readonly check = (what: string, held: boolean, detail?: unknown): void => {
    if (held) this.passed += 1;
    else this.failed += 1;
    console.log(`${held ? 'held  ' : 'FAILED'} ${what}${held || detail === undefined ? '' : `: ${String(JSON.stringify(detail)).slice(0, 400)}`}`);
  };
}

export const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const quantile = (all: readonly number[], q: number) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * q))] ?? 0;

/** Mina at work, on the phone that she has signed in on before: pulls, reads, writes a note now and then. */
export class Correspondent {
  readonly times: number[] = [];
  readonly troubles: string[] = [];
  notes = 0;
  #isAtWork = true;
  #done: Promise<void> = Promise.resolve();
  cookie = '';
  readonly #base: string;
  readonly #password: string;

  constructor(base: string, password: string) {
    this.#base = base;
    this.#password = password;
  }

  async arrive(ticket: string): Promise<void> {
    const { status, cookie } = await signIn(this.#base, 'mina', this.#password);
    if (status !== 200) throw new Error(`Mina cannot sign in: ${status}`);
    this.cookie = cookie;
    this.#done = this.#work(ticket);
  }

  async #work(ticket: string): Promise<void> {
    const origin = randomUUID();
    let [epoch, since, seq] = [null as string | null, 0, 0];
    for (let turn = 0; this.#isAtWork; turn += 1) {
      const command = { type: 'note', v: 2, ticket, text: `Note ${turn}`, visibility: 'internal', call: null };
      const entries = epoch !== null && turn % 5 === 1 ? [{ seq: seq + 1, at: Date.now(), offset: 0, command }] : [];
      seq += entries.length;
      const body = JSON.stringify({ protocol: PROTOCOL, origin, epoch, since, settled: Math.max(0, seq - entries.length), page: null, entries });
      const synced = await ask(this.#base, '/api/sync', {
        method: 'POST',
        headers: { 'content-type': CONTENT_TYPE },
        body,
        cookie: this.cookie,
        from: '203.0.113.5',
      });
      this.#hear('sync', synced);
      if (synced.status === 200) {
        const said = JSON.parse(synced.text) as { epoch: string; cursor: number; receipts: { outcome: { kind: string } }[] };
        if (said.receipts.some(({ outcome }) => outcome.kind !== 'executed')) this.troubles.push(`note: ${JSON.stringify(said.receipts)}`);
        this.notes += said.receipts.length;
        [epoch, since] = [said.epoch, said.cursor];
      }
      this.#hear('ticket', await ask(this.#base, `/api/tickets/${ticket}`, { cookie: this.cookie, from: '203.0.113.5' }));
      await sleep(600);
    }
  }

  #hear(what: string, { status, took }: { status: number; took: number }): void {
    this.times.push(took);
    if (status !== 200) this.troubles.push(`${what} ${status}`);
  }

  async leave(): Promise<{ p50: number; p95: number; worst: number }> {
    this.#isAtWork = false;
    await this.#done;
    return { p50: quantile(this.times, 0.5), p95: quantile(this.times, 0.95), worst: Math.max(...this.times) };
  }
}
