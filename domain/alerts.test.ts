import { expect, test } from 'vitest';
import { TOPICS, topicOf, topicsOf } from './alerts.ts';
import type { SiteId, TeamId } from './ids.ts';
import { NOTICE_KINDS } from './notice.ts';

test('every kind of notice belongs to one topic, but for the test that a person asks for', () => {
  const topics = NOTICE_KINDS.map((kind) => [kind, topicOf(kind)] as const);
  expect(topics.filter(([, topic]) => topic === null).map(([kind]) => kind)).toEqual(['test']);
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
