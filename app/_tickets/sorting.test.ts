import { expect, test } from 'vitest';
import type { TicketId } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import { emptyReplica } from '#domain/view.ts';
import { learnRest, words } from '#domain/words/spoken.ts';
import { MINA, person } from '#test/contract/model-server.ts';
import { NOW, opening } from '#test/contract/phone.ts';
import { categoriesOf, EVERYTHING, narrowed, PRESSING, sortedBy, teamsOf } from './sorting.ts';

await learnRest();
const w = words('fr');
const id = (n: number) => `0190b000-0000-7000-8000-${String(n).padStart(12, '0')}` as TicketId;
const TEXTS = ['Écran noir', 'alarme', 'Zoom muet'];
const outbox = TEXTS.map((text, i) => ({ seq: i + 1, at: NOW + i, command: opening(id(i), { text, symptom: null }) }));
const view = project(emptyReplica(), outbox, person(MINA, 'Mina'));
const rows = [...view.tickets.values()].map((t, i) => ({ ...t, head: { ...t.head, number: i === 1 ? null : `2026-0000${9 - i}` } }));
const texts = (list: readonly { head: { text: string } }[]) => list.map((t) => t.head.text);

test('by subject as a reader would, accents and case aside; the other way round', () => {
  expect(texts(sortedBy(rows, { column: 'subject', down: false }, view, w))).toEqual(['alarme', 'Écran noir', 'Zoom muet']);
  expect(texts(sortedBy(rows, { column: 'subject', down: true }, view, w))).toEqual(['Zoom muet', 'Écran noir', 'alarme']);
});

test('what has no number comes last, both ways; the own order is the queue’s', () => {
  expect(texts(sortedBy(rows, { column: 'number', down: false }, view, w))).toEqual(['Zoom muet', 'Écran noir', 'alarme']);
  expect(texts(sortedBy(rows, { column: 'number', down: true }, view, w)).at(-1)).toBe('alarme');
  expect(sortedBy(rows, PRESSING, view, w)).toBe(rows);
});

test('facets leave what fits all of them', () => {
  expect(narrowed(rows, EVERYTHING, () => false)).toBe(rows);
  expect(narrowed(rows, { ...EVERYTHING, status: 'closed' }, () => true)).toEqual([]);
  expect(narrowed(rows, { ...EVERYTHING, status: 'new', category: rows[0]?.head.category ?? '' }, () => false)).toHaveLength(3);
  expect(texts(narrowed(rows, { ...EVERYTHING, late: true }, (t) => t.head.text === 'alarme'))).toEqual(['alarme']);
  expect(narrowed(rows, { ...EVERYTHING, team: 'x' }, () => true)).toEqual([]);
  expect(teamsOf(rows, view)).toEqual([]);
  expect(categoriesOf(rows, w)).toHaveLength(1);
});
