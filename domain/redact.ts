import { CONSENTS } from './ticket/ticket.ts';

/** By what a person can be named in a text. */
export interface Named {
  readonly givenName: string;
  readonly familyName: string;
  readonly login: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** What stands where somebody was named; the same in every language. */
export const TAKEN_OUT = '[…]';

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
/** As it is written, and as whoever has no accents at hand writes it; between its parts a space or a dash. */
const spelt = (name: string) =>
  [...new Set([name.normalize('NFC'), bare(name)])]
    .map((one) =>
      one
        .trim()
        .split(/[\s-]+/)
        .map(literal)
        .join('[\\s\\u00a0-]+'),
    )
    .join('|');
/** A number is read out, and written, with whatever between its figures. */
const dialled = (phone: string) => phone.replace(/\D/g, '').replace(/^33/, '0').split('').join('[\\s\\u00a0./-]*');

/**
 * Takes somebody's name out of texts.
 * @param isTheirs on a ticket of theirs each name alone is theirs, too; elsewhere another person of that name is meant as likely, and only
 *   the whole name, with its title, an address or a number is
 */
export function cleaner(person: Named, isTheirs: boolean): (text: string) => string {
  const [given, family] = [spelt(person.givenName), spelt(person.familyName)];
  const whole = [`(?:${given})[\\s\\u00a0]+(?:${family})`, `(?:${family})[\\s\\u00a0]+(?:${given})`];
  const titled = `(?:M\\.|MM\\.|Mme|Mlle|Monsieur|Madame|Mr\\.?|Mrs\\.?|Ms\\.?)[\\s\\u00a0]+(?:${family})`;
  const alone = [family, given].filter((one) => one.length >= 3);
  const isOwnWord = isTheirs || /[\d._@-]/.test(person.login);
  const phone = dialled(person.phone ?? '');
  const names = [
    ...(person.email === null ? [] : [literal(person.email)]),
    ...(phone.length >= 30 ? [`(?:\\+33[\\s\\u00a0./-]*)?${phone}`, `\\+33[\\s\\u00a0./-]*${phone.replace(/^0\[.*?\]\*/, '')}`] : []),
    ...whole,
    titled,
    ...(isOwnWord && person.login.length >= 3 ? [literal(person.login)] : []),
    ...(isTheirs ? alone : []),
  ];
  const all = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.normalize('NFC').replace(all, TAKEN_OUT);
}

/** Fields in which people write as they please; all others hold codes, ids and dates. */
const PROSE: ReadonlySet<string> = new Set(['text', 'how', 'beneficiaryName', 'callback', 'name', 'resource', 'note', 'label']);
const CODES: ReadonlySet<string> = new Set(CONSENTS);

/** Is `reason` prose here? Of a verb that gives one in words, and of a priority that was set by hand. */
function saysWhy(record: Readonly<Record<string, unknown>>): boolean {
  const type = record['type'];
  return type === 'OwnershipReleased' || type === 'OwnershipRelieved' || ('priority' in record && 'by' in record);
}

/** A head, an event or what was said of one, with `clean` over every text that somebody wrote in it; the same object where nothing changes. */
export function redacted<T>(value: T, clean: (text: string) => string): T {
  if (Array.isArray(value)) {
    const list = value.map((one) => redacted(one, clean));
    return list.some((one, i) => one !== value[i]) ? (list as T) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const next: Record<string, unknown> = {};
  let isChanged = false;
  for (const [key, one] of Object.entries(record)) {
    const isProse = typeof one === 'string' && !CODES.has(one) && (PROSE.has(key) || (key === 'reason' && saysWhy(record)));
    const cleaned = isProse ? clean(one) : redacted(one, clean);
    next[key] = isProse && cleaned === one.normalize('NFC') ? one : cleaned;
    if (next[key] !== one) isChanged = true;
  }
  return isChanged ? (next as T) : value;
}
