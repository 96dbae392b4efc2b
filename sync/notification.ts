import type { PersonId } from '#domain/ids.ts';
import { type Language, words } from '#domain/words/index.ts';
import { type Alert, type Carried, carrying, NOTHING, TO_TAKE } from './carried.ts';

export interface Shown {
  readonly title: string;
  readonly options: NotificationOptions & { renotify?: boolean; actions?: { action: string; title: string }[]; data: Carried };
}

/**
 * The two lines of the lock screen. `tag` is the ticket: the next alert of the same ticket takes this one's place (invariant 48).
 * @param isTaken somebody has it by now, as far as this device knows: there is nothing to take any more
 * @param person who is signed in here
 */
export function notificationOf(alert: Alert, person: PersonId | null, isTaken = false): Shown {
  const tree = words(alert.language);
  const { title, body } = tree.lock.kind[alert.kind]({
    number: alert.number,
    category: alert.category === null ? null : tree.catalogue.category[alert.category],
    place: alert.place,
    before: null,
    n: alert.count,
  });
  const canTake = TO_TAKE.has(alert.kind) && alert.ticket !== null && !isTaken;
  return {
    title,
    options: {
      ...looks(alert.language),
      body,
      tag: alert.ticket ?? alert.notice,
      // A new alert of the same ticket sounds again, or nobody would hear an escalation.
      renotify: true,
      requireInteraction: alert.kind === 'critical',
      data: carrying(alert, person),
      ...(canTake ? { actions: [{ action: 'take', title: tree.lock.action.take }] } : {}),
    },
  };
}

/** Nobody is signed in here, or the push cannot be read: something is shown, for a silent push costs the permission; nothing of anybody. */
export function neutral(language: Language): Shown {
  const { unknown } = words(language).lock;
  return {
    title: unknown.title,
    options: { ...looks(language), body: unknown.body, tag: 'relais', data: NOTHING },
  };
}

function looks(language: Language): { icon: string; badge: string; lang: string } {
  return { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', lang: language };
}
