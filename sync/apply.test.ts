import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import type { Document } from '#domain/documents.ts';
import { MINA, SITE } from '#test/contract/model-server.ts';
import { freshBrowser } from '#test/contract/phone.ts';
import { NOTHING } from './absorb.ts';
import type { Patch, Store } from './port.ts';
import { databaseName } from './schema.ts';
import { openStore } from './store.ts';

beforeEach(freshBrowser);

const room = (id: string, name = id) =>
  ({ kind: 'room', id, version: 1, site: SITE, building: null, floor: null, name, codes: [] }) as unknown as Document;

async function take(store: Store, patch: Partial<Patch>): Promise<void> {
  expect(await store.apply({ ...NOTHING, ...patch }, await store.meta())).toBe(true);
}
async function held(store: Store): Promise<string[]> {
  const { documents } = await store.read('all');
  return documents.map((d) => ('name' in d ? String(d.name) : d.id)).sort();
}

test('[17] pages wait without being shown, then take the place of everything at once, the later over the earlier', async () => {
  const store = await openStore(MINA);
  await take(store, { put: [room('old')] });
  await take(store, { into: 'staging', clear: true, put: [room('a'), room('b', 'first telling')] });
  await take(store, { into: 'staging', put: [room('b', 'later telling')], drop: [{ kind: 'gone', of: 'room', id: 'a' }] });
  expect(await held(store)).toEqual(['old']);
  await take(store, { into: 'staging', put: [room('c')], swap: true });
  expect(await held(store)).toEqual(['c', 'later telling']);
});

test('[17] a reset that begins again forgets the pages of the one before', async () => {
  const store = await openStore(MINA);
  await take(store, { into: 'staging', clear: true, put: [room('of another world')] });
  await take(store, { into: 'staging', clear: true, put: [room('a')] });
  await take(store, { into: 'staging', put: [], swap: true });
  expect(await held(store)).toEqual(['a']);
});

test('[38] a reset that the first version left in the middle ends with this one', async () => {
  const store = await openStore(MINA);
  const raw = await openDB(databaseName(MINA));
  for (const id of ['a', 'b']) await raw.put('staging', room(id));
  raw.close();
  await take(store, { into: 'staging', put: [room('c')] });
  await take(store, { into: 'staging', put: [room('d')], swap: true });
  expect(await held(store)).toEqual(['a', 'b', 'c', 'd']);
});

test('[2] what cannot be written takes the whole answer with it', async () => {
  const store = await openStore(MINA);
  await take(store, { put: [room('a')] });
  const broken = { ...room('x'), floor: () => 'not a thing that a database keeps' } as unknown as Document;
  const isDone = await store.apply({ ...NOTHING, put: [room('b'), broken], meta: { cursor: 9 } }, await store.meta()).catch(() => false);
  expect(isDone).toBe(false);
  expect(await held(store)).toEqual(['a']);
  expect((await store.meta()).cursor).toBe(0);
});
