import { expect, test } from 'vitest';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId, TicketId } from '#domain/ids.ts';
import { parseCommand } from '#domain/ticket/commands.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { emptyReplica, type TicketView, type View } from '#domain/view.ts';
import type { Me } from '#domain/wire.ts';
import { words } from '#domain/words/index.ts';
import { othersOf, repeatedBy } from './others.ts';
import { factsOf, inCategory, outcomeOf, qualifyCommand, symptomsOf } from './qualify.ts';
import { reasonOf } from './reason.ts';

const uuid = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const site = uuid(1) as SiteId;
const server = uuid(2) as AssetId;
const room = uuid(3) as RoomId;
const me = { person: uuid(9) as PersonId, name: 'Karim', memberships: [{ role: 'correspondent', site }], teams: [], sites: [site] } as unknown as Me;
const head = upcastTicket({
  ...{
    id: uuid(4) as TicketId,
    number: '2026-00001',
    site,
    asset: null,
    room: null,
    code: null,
    nature: 'incident',
    category: 'display',
    symptom: 'no_image',
  },
  ...{
    text: '',
    confidential: false,
    level: 1,
    categoryLevel: 1,
    status: 'new',
    handedTo: { to: 'level' },
    requester: uuid(8),
    beneficiary: uuid(8),
  },
  ...{
    recorder: uuid(8),
    assignee: null,
    helpers: [],
    observers: [],
    impact: 'group',
    urgency: 'high',
    priority: 2,
    reachable: true,
    photos: [],
    openedAt: 5,
  },
} as unknown as Ticket);
const view: View = {
  ...emptyReplica(),
  tickets: new Map(),
  rooms: new Map([[room, { kind: 'room', id: room, site, vip: false } as RoomDocument]]),
  assets: new Map([[server, { kind: 'asset', id: server, site, room, critical: true } as AssetDocument]]),
};
const w = words('fr');
const said = (facts: Parameters<typeof reasonOf>[1]) => {
  const { actor, text } = reasonOf(w, facts);
  return `${actor} ${text}`;
};

test('the form begins with what is known, and says it unchanged', () => {
  const facts = factsOf(head);
  expect(parseCommand(qualifyCommand(head, facts, 2))).toMatchObject({
    category: 'display',
    symptom: 'no_image',
    asset: null,
    priority: null,
    reason: '',
  });
});

test('the priority follows the facts and the equipment, with its reason', () => {
  const facts = { ...factsOf(head), asset: server };
  expect(outcomeOf(head, facts, view, me)).toMatchObject({ priority: 1, raised: 'critical', asset: server, room });
  expect(said({ ...head, raised: 'critical', priority: 1 })).toBe('P1\u00a0: une classe, cours difficile\u00a0; équipement critique.');
  expect(said(head)).toBe('P2\u00a0: une classe, cours difficile.');
  expect(said({ ...head, symptom: 'site_down' })).toBe('P1\u00a0: tout le réseau du site est arrêté, toujours P1.');
});

test('whoever has the trouble raises it as before, where the place does not', () => {
  const vip = { ...head, raised: 'vip', priority: 1 } as const;
  expect(outcomeOf(vip, factsOf(vip), view, me)).toMatchObject({ priority: 1, raised: 'vip' });
  // Moved elsewhere: the raise may have been that of the room it was thought to be in.
  expect(outcomeOf(vip, { ...factsOf(vip), room }, view, me)).toMatchObject({ priority: 2, raised: null });
});

test('another priority than the facts give goes with its reason; the same one is no other', () => {
  const facts = { ...factsOf(head), priority: 4, reason: ' Salle fermée ' };
  expect(qualifyCommand(head, facts, 2)).toMatchObject({ priority: 4, reason: 'Salle fermée' });
  expect(qualifyCommand(head, { ...facts, priority: 2 }, 2)).toMatchObject({ priority: null, reason: '' });
  // What follows from the facts alone does not look at it.
  expect(outcomeOf(head, facts, view, me)).toMatchObject({ priority: 2, override: null });
});

test('another category forgets a symptom that is not its own, and a request is one', () => {
  const facts = factsOf(head);
  expect(inCategory(facts, 'printing')).toEqual({ category: 'printing', symptom: '' });
  expect(inCategory({ ...facts, symptom: 'no_sound' }, 'workstation')).toEqual({ category: 'workstation', symptom: 'no_sound' });
  expect(inCategory(facts, 'request')).toEqual({ category: 'request', symptom: '', nature: 'service_request' });
  expect(symptomsOf(head, 'request')).not.toContain('access_right');
});

test('the ticket that this one repeats: same equipment first, then same room, never an ended one or itself', () => {
  const ticket = (n: number, more: Partial<Ticket>): TicketView =>
    ({
      kind: 'ticket',
      id: uuid(n),
      version: 1,
      head: { ...head, id: uuid(n), ...more },
      timeline: [],
      names: {},
      pending: [],
      doubtful: [],
    }) as unknown as TicketView;
  const mine = ticket(10, { asset: server });
  const all = [
    mine,
    ticket(11, { openedAt: 9 }),
    ticket(12, { room }),
    ticket(13, { asset: server }),
    ticket(14, { asset: server, status: 'closed' }),
  ];
  const known = { ...view, tickets: new Map(all.map((t) => [t.id, t])) };
  const found = othersOf(known, mine);
  expect(repeatedBy(known, mine)?.id).toBe(uuid(13));
  expect(repeatedBy(known, { ...mine, head: { ...mine.head, status: 'resolved' } })).toBeUndefined();
  expect(found.map((o) => [o.ticket.id, o.shares])).toEqual([
    [uuid(13), 'asset'],
    [uuid(12), 'room'],
    [uuid(11), null],
  ]);
});
