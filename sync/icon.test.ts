import { expect, test } from 'vitest';
import { iconAsData } from './icon.ts';

test('a kept picture becomes its own address', async () => {
  const data = await iconAsData('/icons/a.png', async (path) => new Response(new Uint8Array([0, 137, 255]), { headers: { from: path } }));
  expect(data).toBe('data:image/png;base64,AIn/');
});

test('one that is not kept, or cannot be read, is left out', async () => {
  expect(await iconAsData('/a.png', async () => undefined)).toBeUndefined();
  expect(await iconAsData('/a.png', async () => new Response('', { status: 404 }))).toBeUndefined();
  expect(await iconAsData('/a.png', () => Promise.reject(new Error('no cache')))).toBeUndefined();
});
