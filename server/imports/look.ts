import 'server-only';
import type { Known } from '#domain/imports/known.ts';
import { type Outcome, Planner } from '#domain/imports/plan.ts';
import { SitePlanner } from '#domain/imports/plan-sites.ts';
import { leavesOut } from '#domain/imports/problem.ts';
import { type Report, Tally } from '#domain/imports/report.ts';
import type { Language } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import { Pace } from '#server/sheets/bounds.ts';
import { csvLine } from '#server/sheets/csv.ts';
import { newId } from '#server/ticket-rows.ts';
import type { Content } from './content.ts';
import { keepLeft } from './files.ts';
import type { ImportRow } from './row.ts';

/** Lines that a file to mend holds at most. */
const MOST_LEFT = 20_000;

/** What becomes of each line, as it is asked for. A site that its author lost since is none of theirs: lines that name no other are left out. */
export function* outcomes(
  content: Content,
  known: Known,
  { mapping, siteId }: Pick<ImportRow, 'mapping' | 'siteId'>,
  now: number,
): Generator<Outcome> {
  const site = known.sites.some((s) => s.id === siteId) ? siteId : null;
  const settings = { format: content.format, mapping: mapping ?? content.mapping, site, newId: () => newId(now) };
  const planner = content.format === 'schools' ? new SitePlanner(known, settings) : new Planner(known, settings);
  for (const line of content.lines) yield planner.take(line, content.isRagged);
}

/** The lines that were left out, each with why, as a file that can be mended and brought in by itself. */
export class Left {
  readonly #lines: string[] = [];
  readonly #byLine: ReadonlyMap<number, readonly string[]>;
  readonly #say;
  readonly #width: number;

  constructor({ headers, lines }: Pick<Content, 'headers' | 'lines'>, language: Language) {
    this.#say = officeWords(language).imports;
    this.#byLine = new Map(lines.map((l) => [l.n, l.cells]));
    this.#width = headers.length;
    this.#lines.push(csvLine([...headers, this.#say.reason]));
  }

  take({ how, line, problems }: Outcome): void {
    if (how !== 'left' || this.#lines.length > MOST_LEFT) return;
    const cells = this.#byLine.get(line) ?? [];
    const said = problems.filter(leavesOut).map((p) => this.#say.problem[p.code](p));
    this.#lines.push(csvLine([...Array.from({ length: this.#width }, (_, i) => cells[i] ?? ''), said.join(' ')]));
  }

  async keep(id: string): Promise<void> {
    await keepLeft(id, this.#lines.length === 1 ? null : Buffer.from(`\ufeff${this.#lines.join('')}`, 'utf8'));
  }
}

/** What stays the same of a report, whatever is found. */
export function factsOf({ spelling, headers, lines, again, unread }: Content): Pick<Report, 'spelling' | 'headers' | 'sample' | 'again' | 'unread'> {
  const sample = lines.slice(0, 4).map((l) => headers.map((_, i) => (l.cells[i] ?? '').slice(0, 60)));
  return { spelling, headers: headers.map((h) => h.slice(0, 120)), sample, again, unread: unread.slice(0, 50) };
}

/** Plans the whole import and writes nothing but what to mend. */
export async function lookAt(row: ImportRow, content: Content, known: Known, language: Language, now: number, pace = new Pace()): Promise<Report> {
  const tally = new Tally();
  const left = new Left(content, language);
  for (const outcome of outcomes(content, known, row, now)) {
    tally.take(outcome);
    left.take(outcome);
    const rest = pace.rest();
    if (rest !== undefined) await rest;
  }
  await left.keep(row.id);
  return tally.report(factsOf(content));
}
