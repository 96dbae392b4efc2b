import { afterEach, expect, test, vi } from 'vitest';
import type { AssetDocument } from '#domain/documents.ts';
import type { AssetId, TicketId } from '#domain/ids.ts';
import { project } from '#domain/project.ts';
import { emptyReplica, type View } from '#domain/view.ts';
import { learnRest, words } from '#domain/words/spoken.ts';
import { MINA, person, SITE } from '#test/contract/model-server.ts';
import { NOW, opening } from '#test/contract/phone.ts';
import { prepareSearch, search } from './haystack.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
await learnRest();
const w = words('fr');
const id = (n: number) => `0190b000-0000-7000-8000-${String(n).padStart(12, '0')}` as TicketId;
const ASSET = id(9) as unknown as AssetId;
const MANY = 2_000;

function held(count: number): View {
  const outbox = Array.from({ length: count }, (_, i) => ({ seq: i + 1, at: NOW, command: opening(id(i + 100), { text: `Poste ${i}` }) }));
  return project(emptyReplica(), outbox, person(MINA, 'Mina'));
}

test('two thousand tickets: a letter more, or one ticket that changed, does not read all of them again', () => {
  const view = held(MANY);
  const folding = vi.spyOn(String.prototype, 'normalize');
  expect(search(view, w, 'poste 1999').map((t) => t.id)).toContain(id(2099));
  expect(folding.mock.calls.length).toBeGreaterThanOrEqual(MANY);
  folding.mockClear();
  search(view, w, 'poste 19');
  expect(folding).toHaveBeenCalledTimes(1);
  const one = view.tickets.get(id(100));
  if (one === undefined) throw new Error('no ticket');
  const changed = { ...view, tickets: new Map(view.tickets).set(id(100), { ...one, head: { ...one.head, text: 'Clé perdue' } }) };
  folding.mockClear();
  expect(search(changed, w, 'cle perdue').map((t) => t.id)).toEqual([id(100)]);
  expect(folding).toHaveBeenCalledTimes(2);
});

test('an asset that changed is found by its new words, and only by them', () => {
  const [first] = held(1).tickets.values();
  if (first === undefined) throw new Error('no ticket');
  const ticket = { ...first, head: { ...first.head, asset: ASSET, site: SITE } };
  const at = (serial: string): View => ({
    ...held(0),
    tickets: new Map([[ticket.id as string, ticket]]),
    assets: new Map([[ASSET as string, { kind: 'asset', id: ASSET, type: 'laptop', serial, codes: [] } as unknown as AssetDocument]]),
  });
  expect(search(at('AAA1'), w, 'AAA1')).toHaveLength(1);
  expect(search(at('BBB2'), w, 'AAA1')).toHaveLength(0);
  expect(search(at('BBB2'), w, 'bbb2')).toHaveLength(1);
});

test('the index is made behind the list, a little at a time, and no longer when the list is left', () => {
  vi.useFakeTimers();
  const view = held(50);
  const folding = vi.spyOn(String.prototype, 'normalize');
  const stop = prepareSearch(view, w);
  expect(folding).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(folding).toHaveBeenCalledTimes(50);
  stop();
  const left = prepareSearch(held(50), w);
  left();
  folding.mockClear();
  vi.advanceTimersByTime(10_000);
  expect(folding).not.toHaveBeenCalled();
});
