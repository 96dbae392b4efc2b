/** Thirty texts that are something else than text to somebody, through every entrance that is no form: each arrives as what was written. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { publicHtml } from '#app/p/_page/html.ts';
import { csvCell } from '#domain/rights.ts';
import { readLabel } from '#domain/sticker.ts';
import { LANGUAGES } from '#domain/words/index.ts';
import { fileName } from '#server/asset-files.ts';
import { sendFile } from '#server/http.ts';
import { plainName } from '#server/imports/files.ts';
import { payloadOf } from '#server/notify/payload.ts';
import { PARTS, type PersonalData } from '#server/personal/collect.ts';
import { personalPage } from '#server/personal/file.ts';
import { csvLine, readCsv } from '#server/sheets/csv.ts';
import { writeXlsx } from '#server/sheets/xlsx-write.ts';
import { databases } from '#test/databases.ts';
import { HOSTILE } from '#test/hostile.ts';
import { brought, written } from './bring.ts';
import { openSchool, SITE, TECH } from './school.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-hostile-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a browser would run, load or follow, in a page that is to hold text only. */
const ALIVE = /<(?:script|img|svg|iframe|base|meta http-equiv="refresh|math|a [^>]*javascript:)[^>]*(?:alert|evil|onerror|onload|javascript:)/i;
/** What a spreadsheet would run. */
const RUNS = /^"?[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

test('there are thirty of them', () => {
  expect(HOSTILE).toHaveLength(30);
});

describe.each(databases())('brought in by a sheet, on $name', (kind) => {
  test.each(['csv', 'xlsx'] as const)('%s: each is kept as it was written, or its line is left out and said', async (form) => {
    const school = await openSchool(kind);
    try {
      const head = ['Nom', 'Numéro de série', 'Fabricant', 'Commentaire'];
      const lines = HOSTILE.map((text, i) => [text.replace(/[\r\n]+/g, ' '), `H-${i}`, text.replace(/[\r\n]+/g, ' '), text.replace(/[\r\n]+/g, ' ')]);
      const bytes = form === 'csv' ? Buffer.from([head, ...lines].map(csvLine).join('')) : await writeXlsx([head, ...lines], head.length);
      // The name of the file is one of them, too.
      const { id, detail } = await brought(school, TECH, { [`<img src=x onerror=alert(1)>.${form}`]: bytes }, SITE);
      expect(detail.head.fileName).toContain('alert(1)');
      const report = await written(school, id);
      const assets = await school.db.asset.findMany({ where: { serial: { startsWith: 'H-' } } });
      expect(assets.length + report.counts.left).toBe(HOSTILE.length);
      expect(assets.length).toBeGreaterThan(25);
      const plain = (text: string) =>
        text
          .normalize('NFC')
          .replace(/[\p{Cc}\p{Cf}\s]+/gu, '')
          .slice(0, 40);
      for (const asset of assets) {
        const typed = HOSTILE[Number(asset.serial?.slice(2))] ?? '';
        // What is longer than a maker’s name may be is left out of the line, and said.
        if (typed.length < 50) expect(plain(asset.maker ?? '')).toBe(plain(typed));
      }
    } finally {
      await school.close();
    }
  });
});

test('in an export no cell is a formula, and what is read again is what was written', async () => {
  for (const text of HOSTILE) {
    expect(csvLine([text])).not.toMatch(RUNS);
    expect(csvCell(text)).not.toMatch(RUNS);
    expect(csvCell(`  ${text}`)).not.toMatch(/^"\s*[=+\-@]/);
  }
  for (const sign of ['＝', '＋', '－', '＠']) expect([csvLine([`${sign}1`]), csvCell(`${sign}1`)].some((cell) => RUNS.test(cell))).toBe(false);
  const { rows } = await readCsv(HOSTILE.map((text) => csvLine(['x', text])).join(''));
  expect(rows.map(({ cells }) => cells[1])).toEqual(HOSTILE.map((text) => (text.trim() === text ? text : expect.any(String))));
});

test('as the name of a file it is a name: of no folder, of no other header', () => {
  for (const text of HOSTILE) {
    for (const name of [plainName(text), plainName(`../../${text}`), fileName(text, 'application/pdf')]) {
      expect(basename(name)).toBe(name);
      expect(name).not.toMatch(/[\p{Cc}<>"|]|^\./u);
    }
    const answer = sendFile({ bytes: new Uint8Array(1), name: fileName(text, 'application/pdf'), type: 'application/pdf' });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w.~!*'()%-]+$/);
    expect([...answer.headers.keys()].some((header) => /bcc/i.test(header))).toBe(false);
  }
});

test('on a sticker or scanned it opens nothing', () => {
  for (const text of HOSTILE)
    for (const scanned of [text, `https://evil.example/${text}`, `https://relais.example/a/${text}`]) {
      const label = readLabel(scanned, ['https://relais.example']);
      expect(['label', 'foreign', 'bad-code', 'empty']).toContain(label.kind);
      if (label.kind === 'foreign') expect(label.host).not.toBe('relais.example');
    }
});

test('the public page and one’s own data show it as text', () => {
  for (const language of LANGUAGES) {
    for (const text of HOSTILE) expect(publicHtml({ kind: 'unknown', code: text }, language)).not.toMatch(ALIVE);
    const parts = Object.fromEntries(
      PARTS.map((name) => [name, HOSTILE.map((text) => ({ text, [text]: text }))]),
    ) as unknown as PersonalData['parts'];
    const page = personalPage({ madeAt: HOSTILE[0] ?? '', parts }, language);
    expect(page).not.toMatch(ALIVE);
    expect(page).toContain('&#60;script&#62;alert(1)');
  }
});

test('a push is data of ours, whatever a room is called, and small', () => {
  for (const text of HOSTILE) {
    const place = { building: text, floor: null, room: text };
    const data = { number: '2026-00001', category: text, place, text, site: SITE };
    const notice = { id: 'n', ticketId: 't', kind: 'handover', data } as unknown as Parameters<typeof payloadOf>[0];
    const sent = payloadOf(notice, 'd', 'fr', 'https://relais.example');
    expect(Buffer.byteLength(sent)).toBeLessThan(4000);
    const read = JSON.parse(sent) as { notification?: { navigate: string } };
    expect(read.notification?.navigate ?? 'https://relais.example/tickets/t').toBe('https://relais.example/tickets/t');
  }
});
