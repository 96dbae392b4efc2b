import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { databaseName } from './schema.ts';
import { openStore } from './store.ts';
import { waitingOf } from './waiting.ts';

const MINA = '0193a000-0000-7000-8000-000000000001' as PersonId;
const LEO = '0193a000-0000-7000-8000-000000000002' as PersonId;

test('counts what waits, of somebody who is here and of somebody who signed out, and makes nothing', async () => {
  const store = await openStore(MINA);
  await store.append({ type: 'note' }, 1);
  await store.append({ type: 'note' }, 2);
  expect(await waitingOf(MINA)).toBe(2);
  expect(await waitingOf(LEO)).toBe(0);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(databaseName(LEO));
  await store.append({ type: 'note' }, 3);
  expect(await waitingOf(MINA)).toBe(3);
});
