import { expect, test } from 'vitest';
import { reachBy, TOPICS, topicOf, topicsOf } from './alerts.ts';
import type { SiteId, TeamId } from './ids.ts';
import { NOTICE_KINDS } from './notice.ts';

test('every kind of notice belongs to one topic, but for the test that a person asks for, and what the morning gathers of the others', () => {
  const topics = NOTICE_KINDS.map((kind) => [kind, topicOf(kind)] as const);
  expect(topics.filter(([, topic]) => topic === null).map(([kind]) => kind)).toEqual(['gathered', 'test']);
  expect(new Set(topics.map(([, topic]) => topic).filter((t) => t !== null))).toEqual(new Set(TOPICS));
  expect(topicOf('a kind of next year')).toBeNull();
});

test('only who may take tickets is asked about calls', () => {
  const site = 's' as SiteId;
  expect(topicsOf({ memberships: [{ role: 'requester', site }], teams: [] })).not.toContain('calls');
  expect(topicsOf({ memberships: [{ role: 'approver', site }], teams: [] })).not.toContain('calls');
  expect(topicsOf({ memberships: [{ role: 'correspondent', site }], teams: [] })).toEqual(TOPICS);
  expect(topicsOf({ memberships: [{ role: 'requester', site }], teams: ['t' as TeamId] })).toEqual(TOPICS);
});

test('a person is reached by one device that was heard of within thirty days and refuses nothing', () => {
  const day = 86_400_000;
  const now = 100 * day;
  const device = (days: number, failures = 0, shown: number | null = null) => ({ lastContact: now - days * day, lastShown: shown, failures });
  expect(reachBy([], now)).toBe('none');
  expect(reachBy([device(31), device(90)], now)).toBe('silent');
  expect(reachBy([device(31, 0, now - day)], now)).toBe('ok');
  expect(reachBy([device(1, 2), device(31)], now)).toBe('refused');
  expect(reachBy([device(1, 2), device(29)], now)).toBe('ok');
});
