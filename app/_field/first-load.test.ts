import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { first } from '#domain/words/fr/first.ts';

/** Everything that comes with the page: what is imported from its root, but for what is loaded on demand and for types. */
function firstLoad(from: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(from) || !existsSync(from)) return seen;
  const source = readFileSync(from, 'utf8');
  seen.set(from, source);
  for (const [, what = '', path = ''] of source.matchAll(/^import ([^;]*?) ?(?:from )?'([.#][^']+)';/gms)) {
    if (!what.startsWith('type ')) firstLoad(path.startsWith('#') ? path.slice(1) : join(dirname(from), path), seen);
  }
  return seen;
}

const files = firstLoad('app/_field/Gate.tsx');

test('the first screen says only what comes with it', () => {
  expect([...files.keys()]).toContain('app/_home/HomeScreen.tsx');
  for (const [file, source] of files) {
    if (!file.startsWith('app/')) continue;
    for (const [, subject = ''] of source.matchAll(/\b(?:w|words|words\(language\))\.([a-z]+)\b/g)) {
      expect(Object.keys(first), `${file} says ${subject}`).toContain(subject);
    }
  }
});

test('what is opened from the first screen does not come with it', () => {
  const early = [...files.keys()].filter((file) =>
    /^app\/(_ticket\/TicketScreen|_tickets\/TicketsScreen|_outbox|_new|_scan|scan\/(?!wedge|keystrokes)|_rooms|_me)/.test(file),
  );
  expect(early).toEqual([]);
});
