import { describe, expect, test } from 'vitest';
import type { PersonId, SiteId, TicketId } from './ids.ts';
import { kindOf, lettersOf, newsOf, type Told } from './letter.ts';
import type { Recorded, TicketEvent } from './ticket/events.ts';
import { evolveAll } from './ticket/evolve.ts';
import { SINCE, type Ticket } from './ticket/ticket.ts';

const [ROSE, BEN, MINA, AL] = ['rose', 'ben', 'mina', 'al'] as PersonId[];
const SITE = 'site' as SiteId;

const plain: Ticket = {
  ...{ id: 't' as TicketId, number: '2026-00001', site: SITE, asset: null, room: null, code: null, nature: 'incident', channel: 'scan' },
  ...{ category: 'display', symptom: 'no_image', text: 'Plus d’image', confidential: false, level: 1, categoryLevel: 1, status: 'new' },
  ...{ handedTo: { to: 'level' }, waitReason: null, waitUntil: null, requester: ROSE as PersonId, beneficiary: ROSE as PersonId },
  ...{ recorder: ROSE as PersonId, openedBySupport: false, assignee: null, assignedAt: null, helpers: [], observers: [], impact: 'group' },
  ...{ urgency: 'normal', priority: 3, reachable: true, openedAt: 1, ownedAt: null, endedAt: null, resolution: null, drop: null, photos: [] },
  ...SINCE,
} as Ticket;

/** A batch of one person's acts, each its own command. */
function batch(start: Ticket | null, ...acts: readonly (readonly [PersonId | null, TicketEvent])[]): Told[] {
  let before = start;
  return acts.map(([by, event], i) => {
    const recorded: Recorded[] = [{ id: String(i), event, by, at: 100 + i, received: 1000 }];
    const after = evolveAll(before, recorded) as Ticket;
    const told = { before, after, recorded };
    before = after;
    return told;
  });
}
const opened = (ticket: Partial<Ticket> = {}): readonly [PersonId, TicketEvent] => [
  ROSE as PersonId,
  { type: 'TicketOpened', ticket: { ...plain, ...ticket } },
];
const taken = [MINA, { type: 'OwnershipTaken', from: null }] as [PersonId, TicketEvent];
const started = [MINA, { type: 'WorkStarted' }] as [PersonId, TicketEvent];
const resolved = [MINA, { type: 'TicketResolved', text: 'Câble rebranché', resolution: 'permanent', mode: 'on_site' }] as [PersonId, TicketEvent];
const note = (by: PersonId | undefined, visibility: 'public' | 'internal', text = 'mot') =>
  [by, { type: 'NoteAdded', text, visibility }] as [PersonId, TicketEvent];

/** "rose: opened taken", "desk: opened" */
const told = (changes: Told[]) =>
  lettersOf(changes).map(({ to, steps }) => `${to.of === 'person' ? to.person : 'desk'}: ${steps.map((s) => s.what).join(' ')}`);

describe('letters', () => {
  test('the opening is confirmed to its own author, and told to the mailbox of the site', () => {
    expect(told(batch(null, opened()))).toEqual(['rose: opened', 'desk: opened']);
  });
  test('one letter a party tells a whole replay in order, with the times of the acts', () => {
    const changes = batch(plain, taken, started, resolved);
    expect(told(changes)).toEqual(['rose: taken started resolved', 'desk: taken started resolved']);
    const [letter] = lettersOf(changes);
    expect(letter?.steps.map((s) => s.at)).toEqual([100, 101, 102]);
    expect(kindOf(letter?.steps ?? [])).toBe('resolved');
    expect(letter?.steps.at(-1)?.text).toBe('Câble rebranché');
  });
  test('requester and beneficiary, each once', () => {
    expect(told(batch(null, opened({ beneficiary: BEN as PersonId })))).toEqual(['rose: opened', 'ben: opened', 'desk: opened']);
  });
  test('one’s own acts are not told to oneself', () => {
    const done = { ...plain, status: 'resolved' as const, assignee: MINA as PersonId };
    expect(told(batch(done, [ROSE as PersonId, { type: 'ResolutionConfirmed' }]))).toEqual(['desk: closed']);
    expect(told(batch({ ...plain, requester: MINA as PersonId, beneficiary: MINA as PersonId }, taken))).toEqual(['desk: taken']);
  });
  test('a public note goes to the requester, never to its author, to the mailbox nor to those who only follow', () => {
    expect(told(batch(plain, note(MINA, 'public')))).toEqual(['rose: note']);
    expect(told(batch(plain, note(ROSE, 'public')))).toEqual([]);
    expect(told(batch(plain, note(MINA, 'internal')))).toEqual([]);
    expect(told(batch({ ...plain, affected: [AL as PersonId] }, note(MINA, 'public')))).toEqual(['rose: note']);
  });
  test('being passed on is no reason to write, and is told when there is one', () => {
    const up = [MINA, { type: 'TicketEscalated', direction: 'up', reason: 'skills', text: 'secret', team: null }] as [PersonId, TicketEvent];
    expect(told(batch(plain, up))).toEqual([]);
    const changes = batch(plain, taken, up);
    expect(told(changes)).toEqual(['rose: taken passed_on', 'desk: taken passed_on']);
    expect(JSON.stringify(lettersOf(changes))).not.toContain('secret');
  });
  test('who has the same trouble hears its state without a word of it', () => {
    const [, affected] = lettersOf(batch({ ...plain, affected: [AL as PersonId] }, taken, note(MINA, 'public', 'mot secret'), resolved));
    expect(affected?.to).toEqual({ of: 'person', person: AL, as: 'affected' });
    expect(affected?.steps.map((s) => [s.what, s.text])).toEqual([
      ['taken', ''],
      ['resolved', ''],
    ]);
  });
  test('a confidential ticket: nothing to the mailbox, no text to anybody', () => {
    const changes = batch(null, opened({ confidential: true, text: 'entre nous' }), taken);
    expect(told(changes)).toEqual(['rose: opened taken']);
    expect(JSON.stringify(lettersOf(changes))).not.toContain('entre nous');
  });
  test('nothing to a mailbox that its owner cannot open, not even when the same replay ends the trouble', () => {
    const locked = { ...plain, category: 'accounts', symptom: 'forgotten_password', beneficiary: BEN as PersonId };
    expect(told(batch(null, opened(locked)))).toEqual(['rose: opened', 'desk: opened']);
    expect(told(batch(locked, taken, resolved))).toEqual(['rose: taken resolved', 'desk: taken resolved']);
  });
  test('a test is told to nobody', () => {
    expect(told(batch(null, opened({ isTest: true }), taken))).toEqual([]);
  });
  test('a duplicate says which one is kept', () => {
    const [letter] = lettersOf(batch(null, opened(), [null, { type: 'MarkedDuplicate', of: 'o' as TicketId, number: '2026-00007' }]));
    expect(letter?.steps.map((s) => [s.what, s.kept])).toEqual([
      ['opened', null],
      ['dropped', '2026-00007'],
    ]);
    expect(kindOf(letter?.steps ?? [])).toBe('opened');
    expect(newsOf(letter?.steps ?? [])?.what).toBe('dropped');
  });
  test('a whole school says that its network is down: its service hears it once, each person gets a number', () => {
    const down = opened({ category: 'network', symptom: 'site_down', priority: 1 });
    expect(told(batch(null, down))).toEqual(['rose: opened', 'desk: opened']);
    expect(told(batch(null, down, [null, { type: 'MarkedDuplicate', of: 'o' as TicketId, number: '2026-00007' }]))).toEqual(['rose: opened dropped']);
  });
  test('closed by the house is told to both, with what was done', () => {
    const done = evolveAll(plain, [{ event: resolved[1], by: resolved[0], at: 5 }]) as Ticket;
    const letters = lettersOf(batch(done, [null, { type: 'TicketClosed' }]));
    expect(letters.map((l) => l.steps.map((s) => [s.what, s.text]))).toEqual([[['closed', 'Câble rebranché']], [['closed', 'Câble rebranché']]]);
  });
});
