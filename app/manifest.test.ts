import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from './manifest.ts';

/** Width and height of a PNG, from its header (PNG specification, 11.2.2). */
function pixels(src: string): string {
  const bytes = readFileSync(`public${src}`);
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('every picture that the manifest names is there, in the size it promises', () => {
  const { icons = [], shortcuts = [] } = manifest();
  const all = [...icons, ...shortcuts.flatMap((s) => s.icons ?? [])];
  expect(all.length).toBe(6);
  for (const { src, sizes } of all) expect(pixels(src), src).toBe(sizes);
  expect(pixels('/icons/apple-touch-icon.png')).toBe('180x180');
});

test('a phone can install it: 192 and 512, plain and maskable, and two shortcuts', () => {
  const { icons = [], shortcuts = [], start_url, display, id } = manifest();
  for (const purpose of ['any', 'maskable']) expect(icons.filter((i) => i.purpose === purpose).map((i) => i.sizes)).toEqual(['192x192', '512x512']);
  expect(shortcuts.map((s) => [s.name, s.url])).toEqual([
    ['Scanner', '/scan'],
    ['Nouveau ticket', '/new'],
  ]);
  expect({ start_url, display, id }).toEqual({ start_url: '/', display: 'standalone', id: '/' });
});
