import { expect, test } from 'vitest';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, PersonId, RoomId, SiteId } from '#domain/ids.ts';
import { type Count, ROUND_LASTS, type Round } from './thing.ts';
import { companions, counting, isExpected, missingOf, pastTour, stepOf, tourOf, undoable } from './tour.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const [SITE, FAR] = ['s' as SiteId, 'f' as SiteId];
const [HERE, THERE] = ['r1' as RoomId, 'r2' as RoomId];
const [MINA, HUGO] = ['mina' as PersonId, 'hugo' as PersonId];

const thing = (id: string, more: Partial<AssetDocument> = {}) =>
  ({ kind: 'asset', id, site: SITE, room: HERE, state: 'in_service', codes: [], inventory: null, serial: null, ...more }) as unknown as AssetDocument;
const count = (key: string, how: Count['how'], more: Partial<Count> = {}): Count => ({
  ...{ key, asset: how === 'unknown' ? null : (key as AssetId), how, label: null, note: '', photo: null, from: null, at: NOW, by: MINA },
  ...more,
});
const round = (counts: readonly Count[], more: Partial<Round> = {}): Round => ({
  id: 'tour',
  by: MINA,
  startedAt: NOW,
  endedAt: null,
  counts,
  ...more,
});
const known = (tour: Round | null, assets: readonly AssetDocument[]) => ({
  rooms: new Map([
    ['r1', { kind: 'room', id: HERE, site: SITE, codes: [], round: tour } as unknown as RoomDocument],
    ['r2', { kind: 'room', id: THERE, site: SITE, codes: [] } as unknown as RoomDocument],
  ]),
  assets: new Map(assets.map((a) => [a.id as string, a])),
});
const room = { id: HERE, site: SITE };

test('what is expected, found, moved here, on a visit and unknown; what is in repair is not awaited, and counts when it is there', () => {
  const all = [
    thing('a'),
    thing('b'),
    thing('away', { state: 'in_repair' }),
    thing('gone', { state: 'retired' }),
    thing('came'),
    thing('v', { room: THERE }),
  ];
  const counts = [count('a', 'found'), count('came', 'moved', { from: THERE }), count('v', 'left'), count('XXXX', 'unknown')];
  const tour = tourOf(known(round(counts), all), HERE, NOW);
  expect(tour.missing.map((a) => a.id)).toEqual(['b']);
  expect([tour.found, tour.moved, tour.left, tour.unknown].map((c) => c.map((one) => one.key))).toEqual([['a'], ['came'], ['v'], ['XXXX']]);
  expect(tour.expected).toBe(2);
  const back = tourOf(known(round([...counts, count('away', 'found')]), all), HERE, NOW);
  expect([back.found.length, back.expected]).toEqual([2, 3]);
  expect((['in_service', 'in_stock', 'in_repair', 'retired', 'lost'] as const).filter(isExpected)).toEqual(['in_service', 'in_stock']);
});

test('a tour that was ended or forgotten is over: the next label begins another', () => {
  const counts = [count('a', 'found')];
  expect(tourOf(known(round(counts, { endedAt: NOW - 1 }), [thing('a')]), HERE, NOW).round).toBeNull();
  expect(tourOf(known(round(counts, { startedAt: NOW - ROUND_LASTS }), [thing('a')]), HERE, NOW).round).toBeNull();
  expect(tourOf(known(round(counts), [thing('a')]), HERE, NOW).round?.id).toBe('tour');
  expect(pastTour(known(round(counts), [thing('a')]), HERE)).toBeNull();
  expect(pastTour(known(round(counts, { endedAt: NOW }), [thing('a'), thing('b')]), HERE)).toMatchObject({ expected: 2, missing: [{ id: 'b' }] });
});

test('a label of this room, of another, of nothing, and again', () => {
  const assets = [thing('a'), thing('v', { room: THERE }), thing('none', { room: null })];
  const held = known(round([count('a', 'found'), count('KEPT', 'unknown')]), assets);
  const tour = tourOf(held, HERE, NOW);
  const step = (label: Parameters<typeof stepOf>[2]) => stepOf(tour, room, label);
  const asset = (id: string) => ({ kind: 'asset', asset: held.assets.get(id) as AssetDocument }) as const;
  expect(step(asset('a'))).toMatchObject({ kind: 'repeat', count: { key: 'a' } });
  expect(step(asset('v'))).toMatchObject({ kind: 'count', key: 'v', how: 'moved' });
  expect(step(asset('none'))).toMatchObject({ kind: 'count', how: 'moved' });
  expect(stepOf(tourOf(known(null, assets), HERE, NOW), room, asset('a'))).toMatchObject({ kind: 'count', key: 'a', how: 'found' });
  expect(step({ kind: 'unknown', key: 'KEPT' })).toMatchObject({ kind: 'repeat' });
  expect(step({ kind: 'nothing', key: ` ${'long '.repeat(90)}` })).toMatchObject({ kind: 'count', asset: null, how: 'unknown' });
  expect((step({ kind: 'nothing', key: 'x'.repeat(900) }) as { key: string }).key).toHaveLength(300);
  expect(step({ kind: 'nothing', key: '  ' })).toEqual({ kind: 'unreadable' });
  expect(step({ kind: 'room', room: held.rooms.get('r1') as RoomDocument })).toEqual({ kind: 'here' });
  expect(step({ kind: 'room', room: held.rooms.get('r2') as RoomDocument })).toMatchObject({ kind: 'other-room', room: { id: 'r2' } });
});

test('a number that several things bear: the one of this room is meant; several of them, and the person says', () => {
  const [a, b, c] = [thing('a'), thing('b', { room: THERE }), thing('c')];
  const tour = tourOf(known(null, [a, b, c]), HERE, NOW);
  const d = thing('d', { room: THERE });
  const several = (...assets: AssetDocument[]) => stepOf(tour, room, { kind: 'several', assets, key: '0451' });
  expect(several(a, b)).toMatchObject({ kind: 'count', key: 'a' });
  expect(several(a, b, c)).toMatchObject({ kind: 'which', assets: [{ id: 'a' }, { id: 'c' }] });
  expect(several(b, d)).toMatchObject({ kind: 'which', assets: [{ id: 'b' }, { id: 'd' }] });
});

test('among several, those of another school are not offered; of nothing but them, the label is kept; the one chosen may be counted already', () => {
  const [a, b] = [thing('a', { room: THERE }), thing('b')];
  const [far, farther] = [thing('x', { site: FAR }), thing('y', { site: FAR })];
  const tour = tourOf(known(round([count('b', 'found')]), [a, b, far, farther]), HERE, NOW);
  const several = (...assets: AssetDocument[]) => stepOf(tour, room, { kind: 'several', assets, key: '0451' });
  expect(several(a, far)).toMatchObject({ kind: 'count', key: 'a', how: 'moved' });
  expect(several(a, thing('c', { room: THERE }), far)).toMatchObject({ kind: 'which', assets: [{ id: 'a' }, { id: 'c' }] });
  expect(several(far, farther)).toEqual({ kind: 'count', key: '0451', asset: null, how: 'unknown' });
  expect(counting(tour, room, b)).toMatchObject({ kind: 'repeat', count: { key: 'b' } });
});

test('a thing of another school that this phone holds is not moved between schools: it is kept as something to look into', () => {
  const far = thing('x', { site: FAR, inventory: '0451' });
  expect(stepOf(tourOf(known(null, [far]), HERE, NOW), room, { kind: 'asset', asset: far })).toEqual({
    ...{ kind: 'count', key: '0451', asset: null, how: 'unknown' },
  });
});

test('each takes back what is theirs, the last first, and sees who else walks along', () => {
  const tour = tourOf(known(round([count('a', 'found'), count('b', 'found', { by: HUGO }), count('c', 'found')]), []), HERE, NOW);
  expect(undoable(tour, MINA).map((c) => c.key)).toEqual(['c', 'a']);
  expect(companions(tour, MINA)).toEqual([HUGO]);
  expect(undoable(tourOf(known(null, []), HERE, NOW), MINA)).toEqual([]);
});

test('what was missing is told by what was expected when the tour ended', () => {
  expect(missingOf(['a', 'b'] as AssetId[], [{ asset: 'b' as AssetId }, { asset: null }])).toEqual(['a']);
});
