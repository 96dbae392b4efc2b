import { expect, test } from 'vitest';
import { words } from '#domain/words/index.ts';
import { accessForm, BLANK_PAPER } from './accessForm.ts';

const w = words('fr');
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

test('the page is a whole PDF whose table tells where each object stands', () => {
  const file = latin(accessForm(BLANK_PAPER, w, 'fr'));
  expect(file.startsWith('%PDF-1.4\n')).toBe(true);
  expect(file.endsWith('%%EOF\n')).toBe(true);
  const start = Number(/startxref\n(\d+)\n/.exec(file)?.[1]);
  expect(file.slice(start).startsWith('xref\n0 7\n')).toBe(true);
  const offsets = [...file.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map((m) => Number(m[1]));
  expect(offsets).toHaveLength(6);
  offsets.forEach((offset, i) => {
    expect(file.slice(offset).startsWith(`${i + 1} 0 obj\n`)).toBe(true);
  });
  const [, length] = /\/Length (\d+)/.exec(file) ?? [];
  const from = file.indexOf('stream\n') + 'stream\n'.length;
  expect(file.slice(from + Number(length))).toMatch(/^\nendstream/);
});

test('it carries what was said, with its accents, and lets nothing out of its strings', () => {
  const told = {
    ...BLANK_PAPER,
    resource: 'Budget (2026) \\ été',
    beneficiary: 'Zoë d’Œuvre',
    sense: 'open',
    rights: 'write',
    from: '2026-12-01',
  } as const;
  const file = latin(accessForm(told, w, 'fr'));
  expect(file).toContain('(Budget \\(2026\\) \\\\ \xe9t\xe9)');
  expect(file).toContain('(Zo\xeb d\x92\x8cuvre)');
  expect(file).toContain('(1er d\xe9cembre 2026)');
  expect(latin(accessForm({ ...BLANK_PAPER, resource: '😀\n漢' }, w, 'fr'))).toContain('(???)');
});
