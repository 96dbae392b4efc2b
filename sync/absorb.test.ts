import { describe, expect, test } from 'vitest';
import type { OriginId } from '#domain/ids.ts';
import type { Answer, Entry, Receipt } from '#domain/wire.ts';
import { HUGO, MINA, person } from '#test/contract/model-server.ts';
import { NOW, noting, opening, ticketId } from '#test/contract/phone.ts';
import { absorb, type Exchange } from './absorb.ts';
import type { Meta, State } from './port.ts';

type Full = Extract<Answer, { kind: 'answer' }>;

const ORIGIN = '0190d000-0000-7000-8000-00000000000d' as OriginId;
const SPARE = '0190d000-0000-7000-8000-00000000000e' as OriginId;
const meta: Meta = {
  person: MINA,
  origin: ORIGIN,
  epoch: 'e1',
  cursor: 100,
  settled: 4,
  reset: null,
  offset: 0,
  lastContact: null,
  me: person(MINA, 'Mina'),
  lost: false,
  signedOut: false,
  revision: 7,
};

function state(outbox: readonly unknown[] = [], more: Partial<Meta> = {}): State {
  return { meta: { ...meta, ...more }, outbox: outbox.map((command, i): Entry => ({ seq: 5 + i, at: NOW, offset: 0, command })), refused: [] };
}

function exchange(asked: Partial<Exchange['asked']> = {}): Exchange {
  return { asked: { origin: ORIGIN, epoch: 'e1', since: 100, page: null, ...asked }, sent: NOW - 100, now: NOW + 100, spare: SPARE };
}

function answer(more: Partial<Full> = {}): Full {
  return {
    kind: 'answer',
    protocol: 1,
    epoch: 'e1',
    since: 100,
    reset: false,
    cursor: 105,
    more: false,
    page: null,
    receipts: [],
    changes: [],
    me: null,
    now: NOW + 5000,
    ...more,
  };
}

const executed = (seq: number, ticket: string): Receipt => ({
  seq,
  outcome: { kind: 'executed', ticket: ticket as never, number: '2026-00001', at: NOW },
});

describe('[16] an answer for another question', () => {
  const ticket = ticketId();
  const full = state([opening(ticket)]);
  const said = answer({ receipts: [executed(5, ticket)] });

  test('the right one is absorbed', () => {
    expect(absorb(full, said, exchange())).toMatchObject({ settle: [5], meta: { cursor: 105, settled: 5, offset: 5000, lastContact: NOW + 100 } });
  });

  test.each([
    ['computed for an older cursor', { answer: { since: 99 } }],
    ['asked from an older cursor, though it says ours', { asked: { since: 99 } }],
    ['of another epoch', { answer: { epoch: 'e2' } }],
    ['asked in another epoch', { asked: { epoch: 'e0' } }],
    ['asked by an origin we no longer are', { asked: { origin: SPARE } }],
    ['asked for a page of a reset that is over', { asked: { page: 'e1|90|3' } }],
    ['whose cursor goes back', { answer: { cursor: 99 } }],
    ['for another person', { answer: { reset: true, epoch: 'e2', me: person(HUGO, 'Hugo') } }],
    ['that comes when the person has signed out', { meta: { signedOut: true } }],
  ] as [string, { answer?: Partial<Full>; asked?: Partial<Exchange['asked']>; meta?: Partial<Meta> }][])(
    '%s changes nothing, receipts included',
    (_, on) => {
      expect(absorb({ ...full, meta: { ...meta, ...on.meta } }, { ...said, ...on.answer }, exchange(on.asked))).toBeNull();
    },
  );

  test('the first page of a reset, said twice, begins nothing again', () => {
    const first = answer({ reset: true, epoch: 'e2', page: 'p2', me: person(MINA, 'Mina') });
    const patch = absorb(state(), first, exchange());
    expect(patch).toMatchObject({ into: 'staging', clear: true, swap: false, meta: { reset: { epoch: 'e2', page: 'p2', cursor: 105 } } });
    const under = state([], { reset: { epoch: 'e2', page: 'p2', cursor: 105, me: person(MINA, 'Mina') } });
    expect(absorb(under, first, exchange())).toBeNull();
    expect(absorb(under, answer({ reset: true, epoch: 'e2' }), exchange({ page: 'p2' }))).toMatchObject({
      clear: false,
      swap: true,
      meta: { epoch: 'e2', cursor: 105, reset: null },
    });
  });

  test('[51] a fork said twice renumbers once', () => {
    const fork: Answer = { kind: 'fork', receipts: [executed(5, ticket)] };
    expect(absorb(full, fork, exchange())).toMatchObject({ renumber: true, settle: [5], meta: { origin: SPARE, settled: 0 } });
    expect(absorb(state([], { origin: SPARE }), fork, exchange())).toBeNull();
  });
});

describe('receipts', () => {
  const [a, b] = [ticketId(), ticketId()];

  test('[7] count from the head without a hole; what comes after one waits for the next answer', () => {
    const patch = absorb(state([opening(a), noting(a, 'x'), noting(a, 'y')]), answer({ receipts: [executed(5, a), executed(7, a)] }), exchange());
    expect(patch).toMatchObject({ settle: [5], meta: { settled: 5 } });
  });

  test('[2] of commands that have left already are nobody’s', () => {
    expect(absorb(state(), answer({ receipts: [executed(3, a)] }), exchange())).toMatchObject({ settle: [], meta: { settled: 4 } });
  });

  test('[24] while more is to come, an executed command stays until its ticket is in the same answer; a refused one goes', () => {
    const refused: Receipt = { seq: 5, outcome: { kind: 'refused', refusal: { code: 'invalid' }, at: NOW } };
    const shown = { kind: 'ticket', id: a } as never;
    const said = answer({ more: true, receipts: [refused, executed(6, a), executed(7, b)], changes: [shown] });
    expect(absorb(state([{ type: 'teleport' }, opening(a), opening(b)]), said, exchange())).toMatchObject({ settle: [5, 6] });
  });

  test('[17] of a reset are left for an answer that shows their effect', () => {
    const said = answer({ reset: true, epoch: 'e2', receipts: [executed(5, a)], me: person(MINA, 'Mina') });
    expect(absorb(state([opening(a)]), said, exchange())).toMatchObject({ settle: [], swap: true });
  });

  test('[11] "settled long ago" leaves the box without a word', () => {
    const said = answer({ receipts: [{ seq: 5, outcome: { kind: 'settled' } }] });
    expect(absorb(state([opening(a, { photos: ['f'.repeat(64) as never] })]), said, exchange())).toMatchObject({
      settle: [5],
      refused: [],
      told: [],
      named: ['f'.repeat(64)],
    });
  });

  test('[53] what hangs on an open refused earlier is marked, under this origin only', () => {
    const open = { origin: ORIGIN, seq: 2, at: NOW, command: opening(a), refusal: { code: 'invalid' }, name: null, because: null } as const;
    const unknown: Receipt = { seq: 5, outcome: { kind: 'refused', refusal: { code: 'unknown' }, at: NOW } };
    const because = (refused: State['refused']) =>
      absorb({ ...state([noting(a, 'x')]), refused }, answer({ receipts: [unknown] }), exchange())?.refused[0]?.because;
    expect(because([open])).toBe(2);
    expect(because([{ ...open, origin: SPARE }])).toBeNull();
    expect(because([{ ...open, command: opening(b) }])).toBeNull();
  });
});

test('[39] a device clock that is years off is a number, and stops nothing', () => {
  expect(absorb(state(), answer({ now: 0 }), exchange())).toMatchObject({ meta: { offset: -NOW, cursor: 105 } });
});
