import { type Actor, SUPPORT } from './actor.ts';
import type { Instant } from './ids.ts';
import type { NoticeKind } from './notice.ts';

/** What a person chooses by: few, and each a thing that they would name. */
export const TOPICS = ['calls', 'mine', 'visits', 'approvals', 'reported'] as const;
export type Topic = (typeof TOPICS)[number];

/** Exhaustive on purpose: a kind of notice exists only with the topic that it is chosen by. A test is asked for, so nobody declines it. */
const TOPIC: Readonly<Record<NoticeKind, Topic | null>> = {
  handover: 'calls',
  critical: 'calls',
  hierarchical: 'calls',
  help_asked: 'calls',
  reopened: 'calls',
  assigned: 'mine',
  note: 'mine',
  already_taken: 'mine',
  helper_joined: 'mine',
  relieved: 'mine',
  withdrawn: 'mine',
  visit: 'visits',
  visit_answered: 'visits',
  approval_asked: 'approvals',
  approved: 'approvals',
  refused: 'approvals',
  requester_taken: 'reported',
  requester_resolved: 'reported',
  delay: 'mine',
  overdue: 'mine',
  resumed: 'mine',
  reminder: 'visits',
  unanswered: 'calls',
  unseen: 'calls',
  // Made of what was chosen one by one.
  gathered: null,
  test: null,
};

/** The topic of a kind of notice; null where there is nothing to choose, also for a kind that a newer server wrote. */
export function topicOf(kind: string): Topic | null {
  return TOPIC[kind as NoticeKind] ?? null;
}

/** The topics that this person can ever hear of: nobody calls a teacher to take a ticket. */
export function topicsOf({ memberships, teams }: Pick<Actor, 'memberships' | 'teams'>): readonly Topic[] {
  const takes = teams.length > 0 || memberships.some((m) => SUPPORT.has(m.role) || m.role === 'provider');
  return TOPICS.filter((topic) => topic !== 'calls' || takes);
}

/** A device that was not heard of for so long does not count on being there, ms. */
export const SILENT_AFTER = 30 * 86_400_000;

export function isSilent(lastContact: Instant, now: Instant): boolean {
  return lastContact < now - SILENT_AFTER;
}

/** How sure it is that a person hears: `none` no device, `silent` none was heard of for long, `refused` their push services refuse what is sent. */
export const REACHES = ['ok', 'none', 'silent', 'refused'] as const;
export type Reach = (typeof REACHES)[number];

/** By what is known of their devices. @param failures messages that its push service refused in a row */
export function reachBy(
  devices: readonly { readonly lastContact: Instant; readonly lastShown: Instant | null; readonly failures: number }[],
  now: Instant,
): Reach {
  if (devices.length === 0) return 'none';
  const heard = devices.filter((d) => !isSilent(Math.max(d.lastContact, d.lastShown ?? 0), now));
  if (heard.length === 0) return 'silent';
  return heard.some((d) => d.failures === 0) ? 'ok' : 'refused';
}

/** Who is called to take tickets, and so must be reachable: a teacher without a device misses nothing that a mail does not tell. */
export function isCalled(roles: readonly string[]): boolean {
  return roles.some((role) => role === 'provider' || (SUPPORT as ReadonlySet<string>).has(role));
}
