/** What rights can be asked on at a site: a shared folder, a mailbox, an application (requirements C15). */
export interface Resource {
  readonly name: string;
  /** Who answers for it: a post, or a person. Empty: nobody has said. */
  readonly owner: string;
  /** Pay, health, pupils' files: who agrees and who opens it look twice. */
  readonly sensitive: boolean;
}

/** Of one site: each phone of it holds them. */
export const RESOURCES_MAX = 200;
/** As long as what a request may name (domain/ticket/commands.ts). */
const NAME_MAX = 120;
const OWNER_MAX = 120;
const SENSITIVE = /^(sensible|sensitive)$/i;

const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
const fold = (text: string) =>
  plain(text)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/**
 * Reads a list as people type it, one a line: "Partage Paie ; Intendance ; sensible". The same name twice is once, as said last.
 * @returns null where a line is not one, or there are too many
 */
export function readResources(text: string): Resource[] | null {
  const found = new Map<string, Resource>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [name = '', owner = '', third = '', ...more] = line.split(';').map(plain);
    const isLine =
      name !== '' && name.length <= NAME_MAX && owner.length <= OWNER_MAX && (third === '' || SENSITIVE.test(third)) && more.length === 0;
    if (!isLine || /\p{Cc}/u.test(name + owner)) return null;
    found.set(fold(name), { name, owner, sensitive: third !== '' });
  }
  return found.size <= RESOURCES_MAX ? [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr')) : null;
}

/** The same list, to be typed on. @param sensitive the word for it */
export function typedResources(resources: readonly Resource[], sensitive: string): string {
  return resources.map((r) => [r.name, r.owner, r.sensitive ? sensitive : ''].join(' ; ').replace(/( ; )+$/, '')).join('\n');
}

/** Which of them somebody has named, whatever the accents and capitals; null: none, which may be asked for as well. */
export function resourceNamed(resources: readonly Resource[] | undefined, name: string): Resource | null {
  const wanted = fold(name);
  return wanted === '' ? null : (resources?.find((r) => fold(r.name) === wanted) ?? null);
}
