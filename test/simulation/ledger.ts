/** What must be true of the server's tables at any moment, and of everything at the end. */

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Document } from '#domain/documents.ts';
import type { OriginId } from '#domain/ids.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { evolve } from '#domain/ticket/evolve.ts';
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts';
import { PROTOCOL, parseAnswer, type SyncRequest } from '#domain/wire.ts';
import { textOf, wordsLeft } from './effect.ts';
import type { House } from './house.ts';
import type { Phone } from './phone.ts';
import { Broken, hold, type Watch } from './watch.ts';

interface EventRow {
  readonly ticketId: string;
  readonly version: number;
  readonly ordinal: number;
  readonly actorId: string | null;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly data: string;
  readonly origin: string | null;
  readonly seq: number | null;
}

const events = (house: House) => house.raw.prepare('SELECT * FROM Event ORDER BY version, ordinal').all() as EventRow[];

/** Executed once (6), in the order of the seqs (7), with a receipt (9), by the owner of the origin (10), at times that make sense (56). */
export function checkTables(house: House): void {
  const last = new Map<string, { seq: number; version: number; at: number }>();
  const owners = new Map(
    (house.raw.prepare('SELECT id, personId FROM Origin').all() as { id: string; personId: string }[]).map((o) => [o.id, o.personId]),
  );
  const receipts = new Map(
    (house.raw.prepare('SELECT origin, seq, outcome FROM Receipt').all() as { origin: string; seq: number; outcome: string }[]).map((r) => [
      `${r.origin} ${r.seq}`,
      r.outcome,
    ]),
  );
  for (const { origin, seq, version, actorId, occurredAt, receivedAt } of events(house)) {
    if (origin === null || seq === null) continue;
    const id = `${origin} ${seq}`;
    const at = Date.parse(occurredAt);
    const before = last.get(origin);
    hold(
      before === undefined || before.seq < seq || before.version === version,
      before?.seq === seq ? 6 : 7,
      () => `${id} was executed at version ${version}, after ${JSON.stringify(before)}`,
    );
    hold(before === undefined || before.seq !== seq || before.version === version, 6, () => `${id} was executed twice`);
    hold(before === undefined || before.at <= at, 56, () => `${id} is said to have happened before what the same device did earlier`);
    hold(at <= Date.parse(receivedAt), 40, () => `${id} happened after it was received`);
    hold(receipts.get(id)?.includes('"executed"') === true, 9, () => `${id} has events and the receipt ${receipts.get(id)}`);
    hold(owners.get(origin) === actorId, 10, () => `${id} was executed as ${actorId}`);
    last.set(origin, { seq, version, at });
  }
}

/** The events fold to the stored heads; nobody's ticket is stolen (54); what has ended stays as it ended. */
function checkFolds(house: House): void {
  const heads = new Map(
    (house.raw.prepare('SELECT id, version, head FROM Ticket').all() as { id: string; version: number; head: string }[]).map((t) => [t.id, t]),
  );
  const folded = new Map<string, Ticket | null>();
  const versions = new Map<string, number>();
  for (const row of events(house)) {
    const before = folded.get(row.ticketId) ?? null;
    const event = JSON.parse(row.data) as TicketEvent;
    if (event.type === 'OwnershipTaken')
      hold(before?.assignee === null, 54, () => `${row.ticketId} was taken from ${before?.assignee} by ${row.actorId}`);
    if (event.type === 'OwnershipRelieved')
      hold(before?.assignee === event.from, 54, () => `${row.ticketId} was relieved from ${event.from}, who did not have it`);
    const after = evolve(before, { event, by: row.actorId as never, at: Date.parse(row.occurredAt) });
    if (before !== null && after !== null && !isOpen(before)) {
      const { photos: _a, ...was } = before;
      const { photos: _b, ...is } = after;
      hold(isDeepStrictEqual(was, is), 'ended', () => `${row.ticketId} had ended, and ${event.type} changed it`);
    }
    folded.set(row.ticketId, after);
    versions.set(row.ticketId, row.version);
  }
  const { version: top } = house.raw.prepare('SELECT version FROM Organisation').get() as { version: number };
  for (const [id, { version, head }] of heads) {
    hold(
      isDeepStrictEqual(JSON.parse(JSON.stringify(folded.get(id))), JSON.parse(head)),
      'fold',
      () => `${id} folds to ${JSON.stringify(folded.get(id))} and is stored as ${head}`,
    );
    hold(version === versions.get(id), 'version', () => `${id} is at version ${version}, its last event at ${versions.get(id)}`);
    hold(version <= top, 'version', () => `${id} is at version ${version}, the organisation at ${top}`);
  }
  hold(heads.size === folded.size, 'fold', () => 'events of a ticket that is not there');
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
  checkFolds(house);
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
    const text = textOf(JSON.parse(row.data) as TicketEvent);
    if (text !== null) times.set(text, (times.get(text) ?? 0) + 1);
  }
  for (const { words, entry } of watch.taps) {
    const outcome = watch.outcomes.get(words);
    const left = wordsLeft(entry.command);
    if (left === null || outcome === undefined) continue;
    const found = times.get(left) ?? 0;
    hold(found <= 1, 6, () => `${words} was executed ${found} times`);
    if (house.restores > 0) continue;
    hold(
      found === (outcome.kind === 'executed' ? 1 : 0),
      outcome.kind === 'executed' ? 2 : 27,
      () => `${words} is ${JSON.stringify(outcome)}, and in the tables ${found} times`,
    );
  }
}
