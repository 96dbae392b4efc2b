import type { PersonId, SiteId } from '#domain/ids.ts';
import type { Format } from './fields.ts';
import type { How, Outcome } from './plan.ts';
import { leavesOut, type Problem, type ProblemCode } from './problem.ts';
import type { SheetFaultCode, SheetFaultData, Spelling } from './sheet.ts';

/** Lines of each kind that a screen is given at most; all of them are counted. */
const SHOWN = 200;
const SHOWN_PROBLEMS = 1000;
const SHOWN_VALUES = 60;

/** A value that nobody knows, and in how many lines it stands. */
export interface Unknown {
  readonly value: string;
  readonly n: number;
}

/** What an import comes to; kept with it, and shown. */
export interface Report {
  readonly spelling: Spelling;
  readonly headers: readonly string[];
  /** The first lines, as they are, to see what a column holds. */
  readonly sample: readonly (readonly string[])[];
  readonly counts: Readonly<Record<How, number>>;
  /** What is added beside the lines' own things. */
  readonly newRooms: number;
  /** Inventories of machines that another file says as well; files that hold nothing. */
  readonly again: number;
  readonly unread: readonly string[];
  readonly problems: readonly Problem[];
  readonly problemCounts: Readonly<Partial<Record<ProblemCode, number>>>;
  readonly unknown: { readonly type: readonly Unknown[]; readonly state: readonly Unknown[]; readonly site: readonly Unknown[] };
  readonly adds: readonly { readonly line: number; readonly label: string }[];
  readonly changes: readonly { readonly line: number; readonly label: string; readonly changes: Outcome['changes'] }[];
  /** Of an import that wrote: things that somebody changed meanwhile, which were left as they are. */
  readonly overtaken: number;
  readonly undone?: Undone;
  /** Who asked that it be taken back. */
  readonly undoneBy?: PersonId;
}

/** What an undoing came to. */
export interface Undone {
  readonly removed: number;
  readonly restored: number;
  /** What changed since, and stays as it is. */
  readonly kept: number;
  readonly keptLabels: readonly string[];
}

/** Of a file that cannot be read. */
export interface Unreadable {
  readonly fault: SheetFaultCode;
  readonly data: SheetFaultData;
}

export function isUnreadable(report: Report | Unreadable | null): report is Unreadable {
  return report !== null && 'fault' in report;
}

type UnknownCode = 'type-unknown' | 'state-unknown' | 'site-unknown';

/** Counts outcomes as they come. */
export class Tally {
  readonly counts: Record<How, number> = { add: 0, change: 0, same: 0, left: 0 };
  readonly problems: Problem[] = [];
  readonly problemCounts: Partial<Record<ProblemCode, number>> = {};
  readonly adds: { line: number; label: string }[] = [];
  readonly changes: { line: number; label: string; changes: Outcome['changes'] }[] = [];
  newRooms = 0;
  readonly #unknown: Readonly<Record<UnknownCode, Map<string, number>>> = {
    'type-unknown': new Map(),
    'state-unknown': new Map(),
    'site-unknown': new Map(),
  };

  take({ how, line, label, changes, problems, ops }: Outcome): void {
    this.counts[how] += 1;
    this.newRooms += ops.filter((op) => op.event.type === 'RoomAdded').length;
    if (how === 'add' && this.adds.length < SHOWN) this.adds.push({ line, label });
    if (how === 'change' && this.changes.length < SHOWN) this.changes.push({ line, label, changes });
    for (const problem of problems) {
      const { code, value } = problem;
      this.problemCounts[code] = (this.problemCounts[code] ?? 0) + 1;
      // A line that is left out asks for somebody; of what was only told, the first few of each kind.
      if (this.problems.length < SHOWN_PROBLEMS && (leavesOut(problem) || (this.problemCounts[code] ?? 0) <= SHOWN)) this.problems.push(problem);
      if (code === 'type-unknown' || code === 'state-unknown' || code === 'site-unknown') {
        const values = this.#unknown[code];
        values.set(value, (values.get(value) ?? 0) + 1);
      }
    }
  }

  report(of: Pick<Report, 'spelling' | 'headers' | 'sample' | 'again' | 'unread'>, overtaken = 0): Report {
    const most = (code: UnknownCode) =>
      [...this.#unknown[code]]
        .map(([value, n]) => ({ value, n }))
        .sort((a, b) => b.n - a.n)
        .slice(0, SHOWN_VALUES);
    const { counts, newRooms, problems, problemCounts, adds, changes } = this;
    const unknown = { type: most('type-unknown'), state: most('state-unknown'), site: most('site-unknown') };
    return { ...of, counts, newRooms, problems, problemCounts, unknown, adds, changes, overtaken };
  }
}

/** How an import is shown in a list. */
export interface ImportHead {
  readonly id: string;
  readonly fileName: string;
  readonly format: Format;
  readonly state: ImportState;
  readonly site: SiteId | null;
  readonly total: number;
  readonly written: number;
  readonly by: string;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

export const IMPORT_STATES = ['read', 'running', 'stopped', 'done', 'failed', 'undoing', 'undone'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
