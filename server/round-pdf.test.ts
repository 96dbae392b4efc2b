/** The report of a tour as a file: everything that the tour found stands in it, on pages that hold it. */
import { randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { AssetId } from '#domain/ids.ts';
import { roundAsPdf } from './round-pdf.ts';
import type { RoundLine, RoundWhole } from './rounds.ts';

const AT = Date.UTC(2026, 10, 23, 9, 5);
const blank: RoundLine = { how: 'found', thing: null, label: null, note: '', photo: null, from: null, who: 'Mina Diallo', at: AT };
const thing = (n: number): RoundLine['thing'] => ({
  ...{ id: randomUUID() as AssetId, type: 'workstation', maker: 'HP', model: 'EliteDesk', inventory: `INV-${n}`, serial: `SN${n}`, name: null },
});

function round(lines: readonly RoundLine[]): RoundWhole {
  const of = (how: RoundLine['how']) => lines.filter((l) => l.how === how).length;
  return {
    ...{
      id: randomUUID(),
      siteName: 'Lycée Jean-Zay',
      building: 'Bât. B',
      roomName: '204',
      who: ['Mina Diallo', 'Hugo Martin'],
      timeZone: 'Europe/Paris',
    },
    ...{
      startedAt: AT,
      endedAt: AT + 600_000,
      found: of('found'),
      missing: of('missing'),
      moved: of('moved'),
      left: of('left'),
      unknown: of('unknown'),
      lines,
    },
  };
}

/** The letters of each page, by the file's own tables from signs to letters. */
function pagesOf(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes).toString('latin1');
  const streams = [...file.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  const maps = streams
    .filter((s) => s.includes('begincmap'))
    .map((s) => {
      const range = /<0000> <[0-9a-f]+> \[([^\]]*)\]/.exec(s)?.[1] ?? '';
      return [...range.matchAll(/<([0-9a-f]+)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').swap16().toString('utf16le'));
    });
  const fonts = [...new Set([...file.matchAll(/\/(F\d+) \d+ 0 R/g)].map((m) => m[1] ?? ''))].sort();
  return streams
    .filter((s) => s.includes(' Tf'))
    .map((page) => {
      let font = 0;
      let text = '';
      for (const [, name, shown, end] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[-\d. ])*)\] TJ|(ET)/g)) {
        if (name !== undefined) font = fonts.indexOf(name);
        if (end !== undefined) text += '\n';
        for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9a-f]*)>/g))
          text += (hex.match(/.{4}/g) ?? []).map((id) => maps[font]?.[Number.parseInt(id, 16)] ?? '?').join('');
      }
      return text;
    });
}

test('what is missing stands first, then what moved, with where from, who and when; nothing is left out', async () => {
  const pages = pagesOf(
    await roundAsPdf(
      round([
        { ...blank, thing: thing(1) },
        { ...blank, how: 'moved', thing: thing(2), from: 'Bât. A / CDI' },
        { ...blank, how: 'unknown', label: '7777-7777', note: 'Écran fendu', photo: 'a'.repeat(64) },
        { ...blank, how: 'missing', thing: thing(3), who: null, at: null },
      ]),
      'fr',
    ),
  );
  expect(pages).toHaveLength(1);
  const [text = ''] = pages;
  for (const said of [
    'Tour de Bât. B / 204',
    'Lycée Jean-Zay',
    'par Mina Diallo, Hugo Martin',
    '1 trouvé, 1 manquant, 1 déplacé, 1 inconnu',
    'venait de Bât. A / CDI',
    'SN2',
  ])
    expect(text).toContain(said);
  expect(text).toMatch(/7777-7777\s+Écran fendu, Photo de l’étiquette, 23 novembre 2026, 10.h.05, Mina Diallo/);
  const order = ['Manquant (1)', 'INV-3', 'Déplacé ici (1)', 'INV-2', 'Inconnu (1)', 'Trouvé (1)', 'INV-1'].map((said) => text.indexOf(said));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(Math.min(...order)).toBeGreaterThan(0);
});

test('a room of a hundred and fifty things, and labels as long as they may be, take as many pages as they need', async () => {
  const lines = Array.from({ length: 150 }, (_, n) => ({ ...blank, thing: thing(n) }));
  const long: RoundLine = { ...blank, how: 'unknown', label: `${'W'.repeat(120)}\n${'étiquette '.repeat(17)}`, note: 'mot '.repeat(50) };
  const bytes = await roundAsPdf(round([...lines, long]), 'en');
  const pages = pagesOf(bytes);
  expect(pages.length).toBeGreaterThan(3);
  const text = pages.join('\n');
  for (let n = 0; n < 150; n += 1) expect(text).toContain(`INV-${n},`);
  // Each page is numbered at its foot.
  expect(text).toContain(`Tour of Bât. B / 204, ${pages.length}`);
});
