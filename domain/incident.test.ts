import { expect, test } from 'vitest';
import type { ReportedDocument } from './documents.ts';
import type { PersonId, SiteId } from './ids.ts';
import { outagesOf, troublesOf } from './incident.ts';
import { SINCE, type Ticket } from './ticket/ticket.ts';

const SITE = 'a' as SiteId;
const ME = 'me' as PersonId;
const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 10, 24, 8);

let n = 0;
const ticket = (openedAt: number, more: Partial<Ticket> = {}): Ticket => {
  n += 1;
  return {
    ...SINCE,
    ...{ id: `t${n}`, site: SITE, asset: null, room: null, nature: 'incident', category: 'network', symptom: null, confidential: false },
    ...{ status: 'new', priority: 3, requester: 'rose', beneficiary: 'rose', recorder: 'rose', assignee: null, helpers: [], observers: [] },
    ...{ openedAt },
    ...more,
  } as unknown as Ticket;
};
const outages = (heads: readonly Ticket[], reported: readonly ReportedDocument[] = []) => outagesOf(troublesOf(heads, reported, ME), SITE);

test('one critical ticket is an outage, with its age; the whole network comes first', () => {
  const server = ticket(T0, { priority: 1, category: 'servers' });
  const down = ticket(T0 + HOUR, { symptom: 'site_down', priority: 2 });
  expect(outages([server, down, ticket(T0)])).toMatchObject([
    { lead: { id: down.id, down: true }, since: T0 + HOUR, isSeveral: false },
    { lead: { id: server.id }, since: T0, count: 1 },
  ]);
});

test('three of one category within two hours are one, and stay one until they are repaired', () => {
  const three = [0, 1, 2].map((i) => ticket(T0 + i * HOUR));
  expect(outages(three)).toMatchObject([{ lead: { id: three[0]?.id }, since: T0, count: 3, isSeveral: true }]);
  expect(outages(three.slice(1))).toEqual([]);
  expect(outages([...three.slice(0, 2), ticket(T0 + 2 * HOUR + 1)])).toEqual([]);
  expect(outages([...three.slice(0, 2), ticket(T0 + 2 * HOUR, { category: 'display' })])).toEqual([]);
  expect(outages([...three.slice(0, 2), { ...(three[2] as Ticket), status: 'resolved' }])).toEqual([]);
  // An old one of the same kind is not where it began.
  const old = ticket(T0 - 24 * HOUR);
  expect(outages([old, ...three])).toMatchObject([{ lead: { id: three[0]?.id }, count: 3 }]);
});

test('requests, tests, what is confidential, what is over and what is elsewhere say nothing of a site', () => {
  for (const more of [
    { nature: 'service_request' as const },
    { isTest: true },
    { confidential: true },
    { status: 'closed' as const },
    { site: 'b' as SiteId },
  ])
    expect(outages([ticket(T0, { priority: 1, ...more })])).toEqual([]);
});

test('a category with a critical ticket is said once', () => {
  const grave = ticket(T0 + HOUR, { priority: 1 });
  expect(outages([ticket(T0), ticket(T0), ticket(T0), grave])).toMatchObject([{ lead: { id: grave.id } }]);
});

test('who may not read it knows it from what is reported, also as an earlier server told it', () => {
  const reported = (more: Partial<ReportedDocument>) =>
    ({ kind: 'reported', id: 'r', version: 1, site: SITE, asset: null, room: null, status: 'new', ...more }) as ReportedDocument;
  const fault = { category: 'servers', since: T0, critical: true };
  expect(outages([], [reported({ fault })])).toMatchObject([{ lead: { id: 'r', isRead: false, isMine: false, isTaken: false }, since: T0 }]);
  expect(outages([], [reported({ fault, joined: true, status: 'taken' })])).toMatchObject([{ lead: { isMine: true, isTaken: true } }]);
  expect(outages([], [reported({ siteDown: true })])).toMatchObject([{ lead: { down: true }, since: null }]);
  expect(outages([], [reported({}), reported({ fault: { ...fault, critical: false } })])).toEqual([]);
  expect(outages([], [reported({ fault, status: 'resolved' })])).toEqual([]);
});

test('whoever is on it, or follows it, is told so', () => {
  const mine = (more: Partial<Ticket>) => outages([ticket(T0, { priority: 1, ...more })])[0]?.lead.isMine;
  expect([mine({}), mine({ requester: ME }), mine({ affected: [ME] })]).toEqual([false, true, true]);
});
