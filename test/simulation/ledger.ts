/** What must be true of the server's tables at any moment, and of everything at the end. */

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Document } from '#domain/documents.ts';
import type { OriginId } from '#domain/ids.ts';
import { parseRegister } from '#domain/register/commands.ts';
import type { RegisterEvent } from '#domain/register/events.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { PROTOCOL, parseAnswer, type SyncRequest } from '#domain/wire.ts';
import { Broken, checkActs, checkFolds, checkRegister, type EventRow, hold, type RegisterRow } from '#test/truths.ts';
import { textOf, wordsLeft, wordsOfEvent } from './effect.ts';
import type { House } from './house.ts';
import type { Phone } from './phone.ts';
import type { Watch } from './watch.ts';

/** The server's tables, read beside it. */
const events = (house: House): EventRow[] =>
  (house.raw.prepare('SELECT * FROM Event ORDER BY version, ordinal').all() as Stored[]).map((row) => ({
    ...row,
    occurredAt: Date.parse(row.occurredAt),
    receivedAt: Date.parse(row.receivedAt),
    event: JSON.parse(row.data) as TicketEvent,
  }));

type Stored = Omit<EventRow, 'occurredAt' | 'receivedAt' | 'event'> & {
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly data: string;
};

const registerEvents = (house: House): RegisterRow[] =>
  (house.raw.prepare('SELECT * FROM RegisterEvent ORDER BY version, ordinal').all() as (Stored & { subjectId: string })[]).map((row) => ({
    ...row,
    occurredAt: Date.parse(row.occurredAt),
    receivedAt: Date.parse(row.receivedAt),
    event: JSON.parse(row.data) as RegisterEvent,
  }));

export function checkTables(house: House): void {
  const register = registerEvents(house);
  checkRegister(register);
  checkActs({
    events: [...events(house), ...register].sort((a, b) => a.version - b.version || (a.seq ?? 0) - (b.seq ?? 0)),
    owners: new Map(
      (house.raw.prepare('SELECT id, personId FROM Origin').all() as { id: string; personId: string }[]).map((o) => [o.id, o.personId]),
    ),
    receipts: new Map(
      (
        house.raw.prepare("SELECT origin, seq, outcome ->> '$.kind' AS kind FROM Receipt").all() as { origin: string; seq: number; kind: string }[]
      ).map((r) => [`${r.origin} ${r.seq}`, r.kind]),
    ),
  });
}

function checkHeads(house: House): void {
  const { version } = house.raw.prepare('SELECT version FROM Organisation').get() as { version: number };
  const heads = house.raw.prepare('SELECT id, version, head FROM Ticket').all() as { id: string; version: number; head: string }[];
  checkFolds({
    events: events(house),
    version,
    heads: new Map(heads.map((t) => [t.id, { version: t.version, head: JSON.parse(t.head) as Ticket }])),
  });
}

/** Everything a new device of this person is given. */
export async function freshDocuments(house: House, person: string): Promise<Map<string, Document>> {
  const origin = randomUUID() as OriginId;
  const out = new Map<string, Document>();
  let request: SyncRequest = { protocol: PROTOCOL, origin, epoch: null, since: 0, settled: 0, page: null, entries: [] };
  for (;;) {
    const { answer } = await house.deliver(person, request);
    if (answer?.kind !== 'answer' || !answer.reset) throw new Broken('reset', `a new device got ${JSON.stringify(answer)}`);
    const parsed = parseAnswer(JSON.parse(JSON.stringify(answer)));
    if (parsed?.kind !== 'answer') throw new Broken(22, 'an answer that the device cannot read');
    for (const change of parsed.changes) if (change.kind !== 'gone') out.set(`${change.kind} ${change.id}`, change);
    if (answer.page === null) return out;
    request = { ...request, page: answer.page };
  }
}

/** Faults have stopped and everybody has said everything. */
export async function checkEnd(house: House, phones: readonly Phone[], watch: Watch): Promise<void> {
  checkTables(house);
  checkHeads(house);
  const fresh = new Map<string, Map<string, Document>>();
  for (const phone of phones) {
    const { person } = phone.store;
    hold(phone.store.entries().length === 0, 'converges', () => `${phone.name} still holds ${JSON.stringify(phone.store.entries())}`);
    const expected = fresh.get(person) ?? (await freshDocuments(house, person));
    fresh.set(person, expected);
    const held = new Map(phone.store.documents.map((d) => [`${d.kind} ${d.id}`, d]));
    for (const key of new Set([...expected.keys(), ...held.keys()])) {
      const [mine, theirs] = [held.get(key), expected.get(key)];
      hold(
        isDeepStrictEqual(mine, theirs),
        26,
        () => `${phone.name} holds of ${key}: ${JSON.stringify(mine)}; a new device is given: ${JSON.stringify(theirs)}`,
      );
    }
  }
  checkTaps(house, watch);
}

/** Of what was executed, the words are in the tables once; of what was refused, never. */
function checkTaps(house: House, watch: Watch): void {
  const times = new Map<string, number>();
  for (const row of events(house)) {
    const text = textOf(row.event);
    if (text !== null) times.set(text, (times.get(text) ?? 0) + 1);
  }
  const before = new Map<string, unknown>();
  for (const { event } of registerEvents(house)) {
    const text = wordsOfEvent(event);
    if (text === null) continue;
    times.set(text, (times.get(text) ?? 0) + 1);
    if (event.type === 'AssetChanged') before.set(text, event.from.model);
  }
  for (const { words, entry } of watch.taps) {
    const outcome = watch.outcomes.get(words);
    const left = wordsLeft(entry.command);
    if (left === null || outcome === undefined) continue;
    const found = times.get(left) ?? 0;
    hold(found <= 1, 6, () => `${words} was executed ${found} times`);
    const correction = parseRegister(entry.command);
    if (correction?.type === 'amend_asset' && before.has(left))
      hold(before.get(left) === correction.from.model, 54, () => `${words} wrote over ${before.get(left)}, which the person had not seen`);
    if (house.restores > 0) continue;
    hold(
      found === (outcome.kind === 'executed' ? 1 : 0),
      outcome.kind === 'executed' ? 2 : 27,
      () => `${words} is ${JSON.stringify(outcome)}, and in the tables ${found} times`,
    );
  }
}
