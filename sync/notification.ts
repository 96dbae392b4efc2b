import { CATEGORY_CODES, type CategoryCode } from '#domain/catalogue.ts';
import { isUuid, type TicketId } from '#domain/ids.ts';
import { NOTICE_KINDS, type NoticeKind } from '#domain/notice.ts';
import { type Language, languageOf, words } from '#domain/words/index.ts';

/** What a push carries, read (server/notify/payload.ts writes it). No name, no free text (invariant 50). */
export interface Alert {
  readonly notice: string;
  /** The device's id in the list of devices; said back with "shown". */
  readonly device: string | null;
  readonly ticket: TicketId | null;
  readonly kind: NoticeKind;
  readonly number: string | null;
  /** In the reader's language. */
  readonly place: string | null;
  readonly category: CategoryCode | null;
  /** How many tickets it gathers; null: it is of one. */
  readonly count: number | null;
  readonly language: Language;
}

/** What a notification carries until it is touched. */
export interface Carried {
  readonly notice: string | null;
  readonly device: string | null;
  readonly ticket: TicketId | null;
}

export interface Shown {
  readonly title: string;
  readonly options: NotificationOptions & { renotify?: boolean; actions?: { action: string; title: string }[]; data: Carried };
}

/** Kinds that somebody is expected to answer by taking the ticket. */
const TO_TAKE: ReadonlySet<NoticeKind> = new Set(['handover', 'critical', 'reopened']);

/** @returns null when it cannot be read: something is shown nevertheless */
export function parseAlert(text: string | undefined): Alert | null {
  let raw: Record<string, unknown>;
  try {
    raw = Object(JSON.parse(text ?? '')) as Record<string, unknown>;
  } catch {
    return null;
  }
  const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : null);
  const id = (value: unknown) => (typeof value === 'string' && isUuid(value) ? value : null);
  const kind = NOTICE_KINDS.find((k) => k === raw['k']);
  const notice = id(raw['n']);
  if (kind === undefined || notice === null) return null;
  return {
    notice,
    device: id(raw['d']),
    ticket: id(raw['t']) as TicketId | null,
    kind,
    number: word(raw['o']),
    place: word(raw['r']),
    category: CATEGORY_CODES.find((c) => c === raw['c']) ?? null,
    count: typeof raw['m'] === 'number' ? raw['m'] : null,
    language: languageOf(word(raw['l'])),
  };
}

/**
 * The two lines of the lock screen. `tag` is the ticket: the next alert of the same ticket takes this one's place (invariant 48).
 * @param isTaken somebody has it by now, as far as this device knows: there is nothing to take any more
 */
export function notificationOf(alert: Alert, isTaken = false): Shown {
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
      data: { notice: alert.notice, device: alert.device, ticket: alert.ticket },
      ...(canTake ? { actions: [{ action: 'take', title: tree.lock.action.take }] } : {}),
    },
  };
}

/** Nobody is signed in here, or the push cannot be read: something is shown, for a silent push costs the permission; nothing of anybody. */
export function neutral(language: Language): Shown {
  const { unknown } = words(language).lock;
  return {
    title: unknown.title,
    options: { ...looks(language), body: unknown.body, tag: 'relais', data: { notice: null, device: null, ticket: null } },
  };
}

function looks(language: Language): { icon: string; badge: string; lang: string } {
  return { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', lang: language };
}
