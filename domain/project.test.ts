import { expect, test } from 'vitest';
import { HUGO, MINA, person, SITE } from '#test/contract/model-server.ts';
import { NOW, noting, opening, taking, ticketId } from '#test/contract/phone.ts';
import { project } from './project.ts';
import { type Recorded, saidOf } from './ticket/events.ts';
import { emptyReplica, type Pending, type Replica, replicaOf } from './view.ts';

const mina = person(MINA, 'Mina');
const pending = (...commands: unknown[]): Pending[] => commands.map((command, i) => ({ seq: i + 1, at: NOW, command }));
const over = (replica: Replica, outbox: readonly Pending[], me = mina) => project(replica, outbox, me);

test('[25] an open that would be refused by now is still shown where it was, with its reason; so is what hangs on it', () => {
  const ticket = ticketId();
  const outbox = pending(opening(ticket, { text: 'Plus d’image' }), noting(ticket, 'urgent'));
  expect(over(emptyReplica(), outbox).tickets.get(ticket)?.doubtful).toEqual([]);
  // The role was taken away; the phone has learnt it before the ticket left.
  const stranger = { ...mina, memberships: [], sites: [] };
  const shown = over(emptyReplica(), outbox, stranger).tickets.get(ticket);
  expect(shown).toMatchObject({ head: { text: 'Plus d’image', site: SITE, number: null }, pending: [1, 2] });
  expect(shown?.doubtful).toEqual([
    { seq: 1, refusal: { code: 'not-allowed', verb: 'open' } },
    { seq: 2, refusal: { code: 'unknown' } },
  ]);
});

test('[25] an open of a ticket that somebody else opened under the same id is marked on that one', () => {
  const ticket = ticketId();
  const theirs = over(emptyReplica(), pending(opening(ticket)), { ...mina, person: HUGO }).tickets.get(ticket);
  if (theirs === undefined) throw new Error('no ticket');
  const shown = over(replicaOf([theirs]), pending(opening(ticket))).tickets.get(ticket);
  expect(shown?.doubtful).toEqual([{ seq: 1, refusal: { code: 'already-exists' } }]);
});

test('[24] a command whose event has come is not shown again, and counts as nothing that waits', () => {
  const ticket = ticketId();
  const opened = over(emptyReplica(), pending(opening(ticket))).tickets.get(ticket);
  const note: Recorded = {
    id: 'e2',
    event: { type: 'NoteAdded', text: 'vu', visibility: 'public' },
    by: MINA,
    at: NOW,
    received: NOW,
    said: saidOf('origin', 2),
  };
  if (opened === undefined) throw new Error('no ticket');
  const replica = replicaOf([{ ...opened, timeline: [...opened.timeline, note] }]);
  const waiting: Pending[] = [
    { seq: 2, at: NOW, command: noting(ticket, 'vu'), said: saidOf('origin', 2) },
    { seq: 3, at: NOW, command: noting(ticket, 'vu'), said: saidOf('origin', 3) },
  ];
  const shown = over(replica, waiting).tickets.get(ticket);
  expect(shown?.timeline.filter((r) => r.event.type === 'NoteAdded').map((r) => r.id)).toEqual(['e2', '3.0']);
  expect(shown?.pending).toEqual([3]);
});

test('what no command touches is the same object, whatever waits', () => {
  const [touched, still] = [ticketId(), ticketId()];
  const base = replicaOf([...over(emptyReplica(), pending(opening(touched), opening(still))).tickets.values()]);
  const before = over(base, []);
  const after = over(base, pending(taking(touched)));
  expect(after.tickets.get(still)).toBe(before.tickets.get(still));
  expect(after.tickets.get(touched)).not.toBe(before.tickets.get(touched));
  expect(after.assets).toBe(base.assets);
});
