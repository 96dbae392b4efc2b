import { expect, test } from 'vitest';
import type { AssetId, RoomId, SiteId, TicketId } from '#domain/ids.ts';
import type { Ticket } from '#domain/ticket/ticket.ts';
import { byAge, byRoom, clusters, type Failure, failureOf, modelKey, proposals, recurrenceScope, type Thing } from './recurrence.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const TODAY = '2026-11-24';
const DAY = 86_400_000;
const SITE = 's' as SiteId;

let made = 0;
function failure(asset: string | null, more: Partial<Failure> = {}): Failure {
  made += 1;
  const where = { site: SITE, asset: asset as AssetId | null, room: 'r1' as RoomId };
  return { ticket: `t${made}` as TicketId, number: `2026-${made}`, ...where, category: 'display', symptom: 'no_image', at: NOW - made, ...more };
}

function thing(id: string, more: Partial<Thing> = {}): [AssetId, Thing] {
  const of = { type: 'projector', maker: 'Epson', model: 'EB-X49', state: 'in_service' as const };
  const bought = { purchasedOn: '2024-09-01', warrantyUntil: '2025-08-31', cost: null };
  return [id as AssetId, { id: id as AssetId, site: SITE, room: 'r1' as RoomId, ...of, ...bought, ...more }];
}

const times = (n: number, asset: string | null, more: Partial<Failure> = {}) => Array.from({ length: n }, () => failure(asset, more));

test('a fault counts when it was reported within 90 days; a wish, a try and what was nothing do not', () => {
  const ticket = { id: 't', nature: 'incident', status: 'closed', isTest: false, openedAt: NOW - 90 * DAY } as unknown as Ticket;
  expect(failureOf(ticket, NOW)).not.toBeNull();
  expect(failureOf({ ...ticket, nature: 'assistance' }, NOW)).not.toBeNull();
  expect(failureOf({ ...ticket, openedAt: NOW - 90 * DAY - 1 }, NOW)).toBeNull();
  expect(failureOf({ ...ticket, nature: 'service_request' }, NOW)).toBeNull();
  expect(failureOf({ ...ticket, status: 'dropped' }, NOW)).toBeNull();
  expect(failureOf({ ...ticket, isTest: true }, NOW)).toBeNull();
});

test('three tickets on one thing put it on the list, with its price and its proof; two do not', () => {
  const failures = [...times(3, 'a'), ...times(2, 'b')];
  const list = proposals(failures, new Map([thing('a', { cost: 45_000 }), thing('b')]), [], new Map(), TODAY);
  expect(list.map((p) => p.thing.id)).toEqual(['a']);
  expect(list[0]).toMatchObject({ reasons: [{ kind: 'recurring', tickets: 3 }], isClaim: false, cost: 45_000, isEstimate: false });
  expect(list[0]?.failures.map((f) => f.ticket)).toEqual(failures.slice(0, 3).map((f) => f.ticket));
});

test('what is under warranty is its maker’s to replace; what is gone already is on no list', () => {
  const failures = [...times(3, 'new'), ...times(5, 'gone')];
  const things = new Map([thing('new', { warrantyUntil: TODAY }), thing('gone', { state: 'retired' })]);
  expect(proposals(failures, things, [], new Map(), TODAY)).toMatchObject([{ thing: { id: 'new' }, isClaim: true }]);
});

test('what has served its time is listed when it fails, and not while it works', () => {
  const old = { purchasedOn: '2017-09-01', warrantyUntil: null };
  const list = proposals(times(1, 'a'), new Map([thing('a', old), thing('b', old)]), [], new Map(), TODAY);
  expect(list.map((p) => [p.thing.id, p.reasons.map((r) => r.kind)])).toEqual([['a', ['old']]]);
});

test('a price that nobody wrote is that of its like, and said to be', () => {
  const things = new Map([thing('a'), thing('b', { model: 'Other' }), thing('c', { type: 'tablet', model: 'None' })]);
  const failures = [...times(3, 'a'), ...times(3, 'b'), ...times(3, 'c')];
  const prices = new Map([
    [modelKey({ type: 'projector', maker: 'EPSON ', model: ' eb-x49' }) ?? '', [90_000, 30_000, 50_000]],
    ['projector', [70_000]],
  ]);
  const list = proposals(failures, things, [], prices, TODAY);
  expect(list.map((p) => [p.thing.id, p.cost, p.isEstimate])).toEqual([
    ['a', 50_000, true],
    ['b', 70_000, true],
    ['c', null, false],
  ]);
});

test('the same fault on several of one model is a cluster; the same number on one alone is not', () => {
  const things = new Map([thing('a'), thing('b'), thing('c', { model: 'EB-L200F' }), thing('d', { model: null })]);
  const failures = [...times(2, 'a'), failure('b'), failure('b', { category: 'network' }), ...times(4, 'c'), ...times(4, 'd')];
  const found = clusters(failures, things, new Map([[modelKey(thing('a')[1]) ?? '', 25]]));
  expect(found.map((c) => [c.model, c.category, c.failures.length, c.things, c.installed])).toEqual([['EB-X49', 'display', 3, 2, 25]]);
  // Its second fault makes a thing of a bad series one to replace; its first does not.
  const list = proposals(failures.slice(0, 3), things, found, new Map(), TODAY);
  expect(list.map((p) => [p.thing.id, p.reasons])).toEqual([['a', [{ kind: 'series', things: 2, installed: 25 }]]]);
});

test('a room where three things were reported is named, most first, and tells how many things', () => {
  const failures = [...times(2, 'a'), failure(null), ...times(4, 'b', { room: 'r2' as RoomId }), ...times(2, 'c', { room: null })];
  expect(byRoom(failures).map((r) => [r.room, r.failures.length, r.things])).toEqual([
    ['r2', 4, 1],
    ['r1', 3, 2],
  ]);
});

test('faults by age: whole years, and those of which nobody knows', () => {
  const things = new Map([thing('a', { purchasedOn: '2025-12-01' }), thing('b', { purchasedOn: '2015-01-01' }), thing('c', { purchasedOn: null })]);
  const inUse = new Map<number | null, number>([
    [0, 10],
    [1, 5],
    [9, 2],
    [null, 1],
  ]);
  expect(byAge([failure('a'), ...times(2, 'b'), failure('c'), failure('x'), failure(null)], things, inUse, TODAY)).toEqual([
    { from: 0, to: 1, things: 15, failures: 1 },
    { from: 8, to: null, things: 2, failures: 2 },
    { from: null, to: null, things: 1, failures: 1 },
  ]);
});

test('who reads it: those who see all tickets of their sites', () => {
  const as = (role: string, site: string | null) => recurrenceScope({ memberships: [{ role, site }] } as never);
  expect(as('engineer', null)).toBe('all');
  expect(as('supervisor', SITE)).toEqual([SITE]);
  for (const role of ['correspondent', 'requester', 'approver', 'provider', 'partner']) expect(as(role, SITE)).toEqual([]);
});
