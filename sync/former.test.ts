import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { formerPhoto, formerWork, letGoOfFormer } from './former.ts';
import { databaseName } from './schema.ts';
import { openStore } from './store.ts';

const OLD = '0193a000-0000-7000-8000-000000000001' as PersonId;
const NOBODY = '0193a000-0000-7000-8000-000000000002' as PersonId;

test('what a former account left is read as it was tapped, changes nothing, and goes only when its owner lets go of it', async () => {
  const store = await openStore(OLD);
  await store.append({ type: 'note', text: 'La clé est chez le gardien' }, 1000);
  await store.append({ type: 'take' }, 2000);
  const bytes = new TextEncoder().encode('une image').buffer;
  await store.keepPhotos([{ hash: 'a'.repeat(64), bytes, mime: 'image/jpeg', width: 1, height: 1 }], 1000);
  await store.signOut();
  const before = await store.meta();

  const { done, photos } = await formerWork(OLD);
  expect(done.map(({ at, command }) => [at, command])).toEqual([
    [1000, { type: 'note', text: 'La clé est chez le gardien' }],
    [2000, { type: 'take' }],
  ]);
  expect(new Set(done.map(({ key }) => key)).size).toBe(2);
  expect(photos).toEqual(['a'.repeat(64)]);
  expect(await (await formerPhoto(OLD, photos[0] ?? ''))?.text()).toBe('une image');
  expect(await store.meta()).toEqual(before);
  expect((await store.outbox()).length).toBe(2);

  await letGoOfFormer(OLD);
  expect(await formerWork(OLD)).toEqual({ done: [], photos: [] });
  expect(await store.outbox()).toEqual([]);
  store.close();
});

test('of somebody who was never here there is nothing, and nothing is made', async () => {
  expect(await formerWork(NOBODY)).toEqual({ done: [], photos: [] });
  expect(await formerPhoto(NOBODY, 'a')).toBeNull();
  await letGoOfFormer(NOBODY);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(databaseName(NOBODY));
});
