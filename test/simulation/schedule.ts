/** What may happen, one thing after the other; fast-check makes and shrinks such lists. Numbers are taken modulo what there is. */
import fc from 'fast-check';
import type { CommandType } from '#domain/ticket/commands.ts';
import type { Fault } from './house.ts';
import { CHANGES, OWNERS, PEOPLE } from './people.ts';
import { VERBS } from './taps.ts';

export type Step =
  | { readonly do: 'tap'; readonly phone: number; readonly verb: CommandType; readonly seed: number }
  /** Says something of equipment or a room. */
  | { readonly do: 'change'; readonly phone: number; readonly seed: number }
  /** A command of a shape that no server knows. */
  | { readonly do: 'gibberish'; readonly phone: number }
  /** A turn begins, beside those under way: its request goes on the network. */
  | { readonly do: 'send'; readonly phone: number }
  /** A request reaches the server; `again`: and once more, as a network that repeats itself does. */
  | { readonly do: 'deliver'; readonly request: number; readonly fault: Fault | null; readonly again: boolean }
  /** Two requests at the same instant. */
  | { readonly do: 'race'; readonly requests: readonly [number, number] }
  | { readonly do: 'lose-request'; readonly request: number }
  /** The device gives up waiting; the request may still arrive. */
  | { readonly do: 'time-out'; readonly request: number }
  /** An answer reaches its device; `again`: twice. `dies`: the tab is killed while it is being stored. */
  | { readonly do: 'answer'; readonly answer: number; readonly again: boolean; readonly dies: boolean }
  | { readonly do: 'lose-answer'; readonly answer: number }
  /** Sends until nothing waits, on a good network. */
  | { readonly do: 'sync'; readonly phone: number }
  | { readonly do: 'kill'; readonly phone: number }
  | { readonly do: 'clock'; readonly phone: number; readonly by: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'rights'; readonly change: number }
  | { readonly do: 'register'; readonly asset: number }
  | { readonly do: 'photo'; readonly phone: number; readonly early: boolean }
  | { readonly do: 'backup' }
  | { readonly do: 'restore'; readonly declared: boolean }
  | { readonly do: 'clone'; readonly phone: number };

/** What a schedule may contain beside taps and a network that loses, delays, repeats and reorders. */
export interface Kinds {
  readonly faults: boolean;
  readonly restores: boolean;
  readonly clones: boolean;
}

const n = fc.nat({ max: 999 });
const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom('die' as const, 'throw' as const, 'busy' as const),
  at: fc.integer({ min: 1, max: 40 }),
});
const DAY = 86_400_000;

/** @param focus the device that most of it happens to: trouble needs several things to meet on one */
function steps({ faults, restores, clones }: Kinds, focus: number): fc.Arbitrary<Step> {
  const phone = fc.oneof({ weight: 3, arbitrary: fc.constant(focus) }, { weight: 4, arbitrary: fc.nat({ max: OWNERS.length }) });
  const of = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
  const deliver = (trouble: fc.Arbitrary<Fault | null>) =>
    fc.record({ do: fc.constant('deliver' as const), request: n, fault: trouble, again: fc.boolean() });
  const answer = (dies: fc.Arbitrary<boolean>) => fc.record({ do: fc.constant('answer' as const), answer: n, again: fc.boolean(), dies });
  const network = [
    of(30, fc.record({ do: fc.constant('tap' as const), phone, verb: fc.constantFrom(...VERBS), seed: fc.nat() })),
    of(8, fc.record({ do: fc.constant('change' as const), phone, seed: fc.nat() })),
    of(14, fc.record({ do: fc.constant('send' as const), phone })),
    of(10, deliver(fc.constant(null))),
    of(3, fc.record({ do: fc.constant('race' as const), requests: fc.tuple(n, n) })),
    of(10, answer(fc.constant(false))),
    of(8, fc.record({ do: fc.constant('sync' as const), phone })),
  ];
  const troubles = [
    of(1, fc.record({ do: fc.constant('gibberish' as const), phone })),
    of(7, deliver(fault)),
    of(2, fc.record({ do: fc.constant('lose-request' as const), request: n })),
    of(3, fc.record({ do: fc.constant('time-out' as const), request: n })),
    of(4, answer(fc.constant(true))),
    of(3, fc.record({ do: fc.constant('lose-answer' as const), answer: n })),
    of(2, fc.record({ do: fc.constant('kill' as const), phone })),
    of(2, fc.record({ do: fc.constant('clock' as const), phone, by: fc.integer({ min: -5 * DAY, max: 5 * DAY }) })),
    of(2, fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1000, max: 900_000 }) })),
    of(3, fc.record({ do: fc.constant('rights' as const), change: fc.nat({ max: CHANGES.length - 1 }) })),
    of(1, fc.record({ do: fc.constant('register' as const), asset: fc.nat({ max: 2 }) })),
    of(2, fc.record({ do: fc.constant('photo' as const), phone, early: fc.boolean() })),
  ];
  const restored = [of(2, fc.constant<Step>({ do: 'backup' })), of(2, fc.record({ do: fc.constant('restore' as const), declared: fc.boolean() }))];
  const cloned = [of(2, fc.record({ do: fc.constant('clone' as const), phone }))];
  return fc.oneof(...network, ...(faults ? troubles : []), ...(restores ? restored : []), ...(clones ? cloned : []));
}

export interface Schedule extends Kinds {
  readonly steps: readonly Step[];
}

/**
 * With restores, with clones, with neither, or with no other trouble than answers that overtake each other. Never both restores and
 * clones: a clone that a restored server has not heard may lose a command.
 */
export function schedules(length = 60): fc.Arbitrary<Schedule> {
  const of = (kinds: Kinds) =>
    fc
      .nat({ max: OWNERS.length - 1 })
      .chain((focus) => fc.array(steps(kinds, focus), { minLength: 1, maxLength: length, size: 'max' }))
      .map((list) => ({ ...kinds, steps: list }));
  return fc.oneof(
    of({ faults: true, restores: true, clones: false }),
    of({ faults: true, restores: false, clones: true }),
    of({ faults: true, restores: false, clones: false }),
    of({ faults: false, restores: false, clones: false }),
  );
}

const LETTERS = 'abcdefgh';

/** A device's name: "Corinne a". The last one is whatever was cloned. */
export function phoneName(index: number): string {
  const owner = OWNERS[index];
  if (owner === undefined) return 'the clone';
  const before = OWNERS.slice(0, index).filter((o) => o === owner).length;
  return OWNERS.filter((o) => o === owner).length === 1 ? PEOPLE[owner].name : `${PEOPLE[owner].name} ${LETTERS[before]}`;
}

/** One line per step, for a person to read. */
export function inWords(step: Step): string {
  switch (step.do) {
    case 'tap':
      return `${phoneName(step.phone)}: taps ${step.verb} (dice ${step.seed})`;
    case 'change':
      return `${phoneName(step.phone)}: says something of the register (dice ${step.seed})`;
    case 'gibberish':
      return `${phoneName(step.phone)}: says a command nobody knows`;
    case 'send':
      return `${phoneName(step.phone)}: sends`;
    case 'deliver': {
      const ways = { die: 'the server dies', throw: 'the code throws', busy: 'the database is busy' };
      const trouble = step.fault === null ? '' : `; ${ways[step.fault.kind]} at statement ${step.fault.at}`;
      return `request ${step.request} arrives${step.again ? ' twice' : ''}${trouble}`;
    }
    case 'race':
      return `requests ${step.requests.join(' and ')} arrive at once`;
    case 'lose-request':
      return `request ${step.request} is lost`;
    case 'time-out':
      return `request ${step.request} is given up by its device, and may still arrive`;
    case 'answer':
      return `answer ${step.answer} arrives${step.again ? ' twice' : ''}${step.dies ? '; the tab is killed while it is stored' : ''}`;
    case 'lose-answer':
      return `answer ${step.answer} is lost`;
    case 'sync':
      return `${phoneName(step.phone)}: sends until nothing waits`;
    case 'kill':
      return `${phoneName(step.phone)}: all tabs are killed`;
    case 'clock':
      return `${phoneName(step.phone)}: the clock jumps by ${step.by} ms`;
    case 'wait':
      return `${step.ms} ms pass`;
    case 'rights':
      return `the office changes whether ${CHANGES[step.change]?.what ?? '?'}`;
    case 'register':
      return `the office moves asset ${step.asset}`;
    case 'photo':
      return `${phoneName(step.phone)}: uploads a photo${step.early ? ', before the command that names it' : ''}`;
    case 'backup':
      return 'the database is copied';
    case 'restore':
      return `the copy is put back${step.declared ? '' : ', without a word to the server'}`;
    case 'clone':
      return `${phoneName(step.phone)} is cloned, bytes and all`;
  }
}
