import type { Dice } from './dice.ts';
import type { Verdict } from './judge.ts';

/** What a row is run with. */
export interface Asked {
  readonly dice: Dice;
  /** How many of the row's unit: commands, kills, rounds. */
  readonly count: number;
  readonly database: 'sqlite' | 'postgresql';
  /** Server processes on that database. */
  readonly servers: number;
  /** One line of progress. */
  readonly tell: (line: string) => void;
}

/** A way of running a row: which database, how many servers, how many of its unit in the full and the short set. */
export interface Way {
  readonly database: 'sqlite' | 'postgresql';
  readonly servers?: number;
  readonly full: number;
  /** 0: not in the short set. */
  readonly short: number;
}

export interface Row {
  readonly id: string;
  /** The fault, in a few words, and its unit. */
  readonly title: string;
  readonly ways: readonly Way[];
  /** @returns what became of it; throws only where the bench itself broke */
  run(asked: Asked): Promise<Verdict>;
}
