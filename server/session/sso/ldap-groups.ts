import { type Client, type Entry, SizeLimitExceededError } from 'ldapts';
import { log } from '#server/log.ts';

/** Groups of one person at most. */
const MOST_GROUPS = 500;
/** Groups in one answer: a directory that gives a thousand at most, or five hundred, gives all of them so. */
const PAGE = 100;
/** Groups that are asked about in one question. */
const ASKED = 40;
/** Groups in groups in groups: nobody keeps more, and a circle ends. */
const DEPTH = 10;
/** Of one attribute, as a claim. */
const LONGEST = 300;

/** What a filter needs of a value (RFC 4515, 3): a sign of the filter's own becomes its code, so that a login is never more than a value. */
export function escapeFilter(value: string): string {
  return value.replace(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The words of one attribute of an entry, whatever the case of its name. */
export function wordsOf(entry: Entry, name: string): string[] {
  const key = Object.keys(entry).find((one) => one.toLowerCase() === name.toLowerCase());
  const values = key === undefined ? [] : [entry[key]].flat();
  return values.filter((one) => typeof one === 'string').filter((text) => text !== '' && text.length <= LONGEST);
}

/** The name in a DN: `CN=Direction\, lycée,OU=…` is “Direction, lycée” and never “Direction” (RFC 4514, 2.4). Undefined: it begins with something else. */
export function nameInDn(dn: string): string | undefined {
  const [, escaped] = /^cn=((?:[^,+\\]|\\[0-9a-f]{2}|\\.)+)(?:,|$)/isu.exec(dn) ?? [];
  if (escaped === undefined) return undefined;
  const bytes = [...escaped.matchAll(/\\([0-9a-f]{2})|\\(.)|([^\\]+)/gisu)].map(([, code, sign, plain]) =>
    code === undefined ? Buffer.from(sign ?? plain ?? '') : Buffer.from(code, 'hex'),
  );
  return Buffer.concat(bytes).toString().trim();
}

export interface Groups {
  /** As the claim `memberOf`. */
  readonly dns: readonly string[];
  /** As the claim `group`. */
  readonly names: readonly string[];
}

/** Groups by DN, without case as DNs are compared, with the name that each gives itself. */
class Found {
  readonly #all = new Map<string, { readonly dn: string; readonly names: readonly string[] }>();

  /** @returns whether it is new here, and there is room for it */
  add(dn: string, names: readonly string[]): boolean {
    const key = dn.toLowerCase();
    const known = this.#all.get(key);
    if (known === undefined && this.isFull) return false;
    this.#all.set(key, { dn: known?.dn ?? dn, names: [...(known?.names ?? []), ...names] });
    return known === undefined;
  }

  get isFull(): boolean {
    return this.#all.size >= MOST_GROUPS;
  }

  get groups(): Groups {
    const all = [...this.#all.values()];
    const names = all.flatMap(({ dn, names }) => [...names, nameInDn(dn) ?? '']).filter((name) => name !== '');
    return { dns: all.map(({ dn }) => dn), names: [...new Set(names)] };
  }
}

/** The groups that answer to a filter, page by page. @returns those that are new */
async function look(client: Client, base: string, filter: string, found: Found, seconds: number): Promise<string[]> {
  const fresh: string[] = [];
  try {
    const pages = client.searchPaginated(base, { scope: 'sub', filter, attributes: ['cn'], timeLimit: seconds, paged: { pageSize: PAGE } });
    for await (const { searchEntries } of pages) {
      for (const group of searchEntries) if (found.add(group.dn, wordsOf(group, 'cn'))) fresh.push(group.dn);
      if (found.isFull) break;
    }
  } catch (error) {
    // A directory that gives no more than so many, pages or not: what came counts.
    if (!(error instanceof SizeLimitExceededError)) throw error;
    log('warn', 'the directory gives no more groups', { groups: fresh.length });
  }
  return fresh;
}

/**
 * The groups that hold somebody, whether their entry says so or only the groups do.
 * @param nested and the groups that hold those, level by level: every directory answers that, while Active Directory's own rule for it
 *   (1.2.840.113556.1.4.1941) is unknown to others and slow in a large domain
 */
export async function groupsOf(client: Client, entry: Entry, base: string, nested: boolean, seconds: number): Promise<Groups> {
  const found = new Found();
  for (const dn of wordsOf(entry, 'memberOf')) found.add(dn, []);
  const holds = (dn: string) => `(member=${escapeFilter(dn)})(uniqueMember=${escapeFilter(dn)})`;
  const uid = wordsOf(entry, 'uid')[0];
  await look(client, base, `(|${holds(entry.dn)}${uid === undefined ? '' : `(memberUid=${escapeFilter(uid)})`})`, found, seconds);
  let level = nested ? found.groups.dns : [];
  for (let depth = 1; level.length > 0 && depth < DEPTH && !found.isFull; depth += 1) {
    const above: string[] = [];
    for (let from = 0; from < level.length; from += ASKED) {
      const some = level.slice(from, from + ASKED);
      above.push(...(await look(client, base, `(|${some.map(holds).join('')})`, found, seconds)));
    }
    level = above;
  }
  return found.groups;
}
