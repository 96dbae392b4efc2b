import type { Field } from './fields.ts';

/** What is wrong with a line so that it cannot be brought in. */
export const LEAVES = [
  'short',
  'long',
  'no-site',
  'site-unknown',
  'site-several',
  'nameless',
  'several',
  'twice',
  'conflict',
  'skipped',
  'uai',
  'no-name',
  'not-an-asset',
  'unreadable',
] as const;
/** What is wrong with a cell; the line is brought in without it, or with what is told. */
export const TELLS = ['spoiled', 'hollow', 'date', 'cost', 'yes', 'type-unknown', 'state-unknown', 'room-near', 'room-several', 'too-long'] as const;

export type ProblemCode = (typeof LEAVES)[number] | (typeof TELLS)[number];

export interface Problem {
  readonly line: number;
  /** From 0; null: the line as a whole. */
  readonly column: number | null;
  readonly field: Field | null;
  readonly code: ProblemCode;
  /** What stands in the cell. */
  readonly value: string;
  /** What else the sentence names: the line before, the room taken, the thing that has the number. */
  readonly about: string | null;
}

const LEAVING: ReadonlySet<string> = new Set(LEAVES);

export function leavesOut({ code }: Pick<Problem, 'code'>): boolean {
  return LEAVING.has(code);
}
