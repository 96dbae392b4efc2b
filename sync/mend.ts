import type { StoreNames } from 'idb';
import type { OriginId, PersonId } from '#domain/ids.ts';
import { nextBase } from './apply.ts';
import type { News } from './port.ts';
import { type Database, type Identity, identityOf, type MetaRow, newborn, type Tables, troubleOf } from './schema.ts';
import { hasIdentity, isSound, isWellInformed } from './sound.ts';
import { look, write } from './transaction.ts';

/** What the browser says of a record that it holds and cannot read any more. */
const UNREADABLE = Symbol('unreadable');

/**
 * Runs `work`; where a damaged record makes it fail, mends what can be mended and runs it once more. Only then does anything look at
 * every record: a healthy database pays nothing. Also where nothing is found to be wrong: page and worker start together, and the other one
 * may have mended it meanwhile.
 */
export async function mending<T>(work: () => Promise<T>, mend: () => Promise<void>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.trouble !== 'unavailable') throw trouble;
    try {
      await mend();
    } catch {
      // It keeps nothing at all: the first answer tells it best.
      throw trouble;
    }
    return await work();
  }
}

/**
 * Takes out or replaces what cannot be used, in one transaction: an outbox record that cannot be read keeps its place and is refused by the
 * server (invariant 12); documents, or a reset under way, are asked again; meta is made anew under the origin that its second copy
 * remembers, so that what was on its way is not executed twice; without that, under a new origin, and says that work may be lost (47).
 */
export async function mend(db: Database, person: PersonId, mint: () => OriginId, tell: (news: News) => void): Promise<void> {
  const [outbox, documents, staging, refused, told, photos, meta] = await Promise.all([
    recordsOf(db, 'outbox'),
    recordsOf(db, 'documents'),
    recordsOf(db, 'staging'),
    recordsOf(db, 'refused'),
    recordsOf(db, 'told'),
    recordsOf(db, 'photos'),
    recordsOf(db, 'meta'),
  ]);
  const unread = (records: readonly (readonly [IDBValidKey, unknown])[]) => records.filter(([, value]) => value === UNREADABLE).map(([key]) => key);
  const asked = new Set(meta.flatMap(([, value]) => askedBy(value)));
  // Asked for once and come back the same: the server's own, of another version perhaps. It is left out, and not asked for without end.
  const bad = documents.filter(([key, value]) => !isSound(value) && !asked.has(nameOf(key, value)));
  const isStagingBad = staging.some(([, value]) => !isPage(value) && !isSound(value));
  const [lostOutbox, others] = [unread(outbox), { refused: unread(refused), told: unread(told), photos: unread(photos) }];
  const unreadMeta = unread(meta);
  const askAgain = bad.length > 0 || isStagingBad;

  /** Meta as on the first day, under the numbers of old where they are known. */
  const anew = async (tx: Parameters<typeof nextBase>[0], known: Identity | undefined, lost: boolean): Promise<MetaRow> => {
    if (known !== undefined) return { ...newborn(person, known.origin), ...identityOf(known), lost };
    return { ...newborn(person, mint()), base: await nextBase(tx), lost: true };
  };
  const revision = await write(db, ['meta', 'outbox', 'documents', 'staging', 'refused', 'told', 'photos'], 'strict', async (tx) => {
    const metas = tx.objectStore('meta');
    const held = async (key: 'meta' | 'origin') => (unreadMeta.includes(key) ? undefined : await metas.get(key));
    const [found, copy] = [await held('meta'), await held('origin')];
    const known = [found, copy].find(hasIdentity) as Identity | undefined;
    const isInformed = known !== undefined && known === found && isWellInformed(found);
    if (isInformed && !askAgain && lostOutbox.length === 0 && Object.values(others).every((keys) => keys.length === 0)) return null;
    for (const key of lostOutbox) await tx.objectStore('outbox').put({ at: 0, offset: 0, command: null }, key as number);
    for (const [key] of bad) await tx.objectStore('documents').delete(key as [string, string]);
    for (const name of ['refused', 'told', 'photos'] as const) for (const key of others[name]) await tx.objectStore(name).delete(key as never);
    if (isStagingBad) await tx.objectStore('staging').clear();
    const before = isInformed ? (found as MetaRow) : await anew(tx, known, (found as Partial<MetaRow> | undefined)?.lost === true);
    const again = askAgain || !isInformed ? { epoch: null, cursor: 0, reset: null } : {};
    const next: MetaRow = {
      ...before,
      ...again,
      asked: [...asked, ...bad.map(([key, value]) => nameOf(key, value))],
      revision: before.revision + 1,
    };
    await metas.put(next, 'meta');
    await metas.put(identityOf(next), 'origin');
    return next.revision;
  });
  if (revision !== null) tell({ kind: 'absorbed', revision, keys: 'all' });
}

function askedBy(meta: unknown): readonly string[] {
  const { asked } = (typeof meta === 'object' && meta !== null ? meta : {}) as Partial<MetaRow>;
  return Array.isArray(asked) ? asked : [];
}

/** A document and its version, in one word. */
function nameOf(key: IDBValidKey, value: unknown): string {
  const { version } = (typeof value === 'object' && value !== null ? value : {}) as { version?: unknown };
  return `${String(key)} ${String(version)}`;
}

/** Every record with its key: at once where the browser can, else one by one, so that those it cannot read stand alone. */
async function recordsOf(db: Database, name: StoreNames<Tables>): Promise<(readonly [IDBValidKey, unknown])[]> {
  const keys: IDBValidKey[] = await look(db, [name]).objectStore(name).getAllKeys();
  try {
    const values: unknown[] = await look(db, [name]).objectStore(name).getAll();
    if (values.length === keys.length) return values.map((value, i) => [keys[i] as IDBValidKey, value] as const);
  } catch {
    // Which one, is seen below.
  }
  const one = (key: IDBValidKey): Promise<unknown> =>
    look(db, [name])
      .objectStore(name)
      .get(key as never)
      .catch(() => UNREADABLE);
  const records: (readonly [IDBValidKey, unknown])[] = [];
  for (const key of keys) records.push([key, await one(key)]);
  return records;
}

function isPage(value: unknown): boolean {
  const { kind, put, drop } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return kind === 'page' && Array.isArray(put) && Array.isArray(drop) && put.every(isSound);
}
