import { CATEGORY_CODES, type CategoryCode } from '#domain/catalogue.ts';
import { isUuid, type PersonId, type TicketId } from '#domain/ids.ts';
import { NOTICE_KINDS, type NoticeKind } from '#domain/notice.ts';
import { type Language, languageOf } from '#domain/words/language.ts';

/** Kinds that somebody is expected to answer by taking the ticket. */
export const TO_TAKE: ReadonlySet<NoticeKind> = new Set(['handover', 'critical', 'reopened']);

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
  /** It asks for somebody to take the ticket: to be put away once somebody has. */
  readonly calls: boolean;
  /** Whose it is: who was signed in here when it was shown. Nobody else takes anything with it. */
  readonly person: PersonId | null;
}

export const NOTHING: Carried = { notice: null, device: null, ticket: null, calls: false, person: null };

/**
 * What a notification carries, whoever showed it: we did; or, from an older version, without the last two; or the system, with the push itself
 * (a declarative one), which says nothing of who is signed in.
 */
export function carriedOf(data: unknown): Carried {
  if (typeof data !== 'object' || data === null) return NOTHING;
  const alert = parseAlert(JSON.stringify(data));
  if (alert !== null) return carrying(alert, null);
  const { notice, device, ticket, calls, person } = data as Record<string, unknown>;
  const id = (value: unknown) => (typeof value === 'string' && isUuid(value) ? value : null);
  return {
    notice: id(notice),
    device: id(device),
    ticket: id(ticket) as TicketId | null,
    calls: calls === true,
    person: id(person) as PersonId | null,
  };
}

export function carrying({ notice, device, ticket, kind }: Alert, person: PersonId | null): Carried {
  return { notice, device, ticket, calls: TO_TAKE.has(kind), person };
}

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
