import 'server-only';
import type { Instant, PersonId } from '#domain/ids.ts';
import { isUnreadable, type Report, Tally } from '#domain/imports/report.ts';
import type { RegisterChange, RegisterRecord } from '#domain/register/events.ts';
import type { Language } from '#domain/words/index.ts';
import type { Db } from '#server/db.ts';
import { assetsWhere, sitesWhere } from '#server/register-read.ts';
import { writeRegister } from '#server/register-rows.ts';
import { makeIndex } from '#server/search-index.ts';
import { Pace, Stopped } from '#server/sheets/bounds.ts';
import { among, type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';
import { readContent } from './content.ts';
import { forgetFiles } from './files.ts';
import { factsOf, Left, outcomes } from './look.ts';
import type { ImportRow } from './row.ts';
import { isWithin, knownIn, type Scope } from './scope.ts';

/** Records of one version, fewer than an answer holds (server/changes.ts, PAGE): no phone's command waits for more than one of them. */
const BATCH = 250;

export interface Turn {
  readonly db: Db;
  readonly scope: Scope;
  readonly language: Language;
  /** This process is being stopped, or somebody else has the work. */
  readonly isOver: () => boolean;
  readonly clock: () => Instant;
}

/**
 * Writes what an import comes to, in batches that each commit with a version of their own. Begun again after an interruption it finds what it
 * wrote already and goes on; what somebody changed since the register was read is left as it is, and counted.
 */
export async function runImport({ db, scope, language, isOver, clock }: Turn, row: ImportRow): Promise<void> {
  const store = storeOf(db);
  const pace = new Pace(15, isOver);
  const content = await readContent(row.id, pace);
  const known = await knownIn(store.read, scope, pace);
  const tally = new Tally();
  const left = new Left(content, language);
  const isBegun = row.written > 0;
  let [overtaken, lines, renamed] = [0, 0, false];
  // A room is there before what stands in it.
  let [places, things]: [RegisterChange[], RegisterChange[]] = [[], []];

  const write = async (changes: readonly RegisterChange[]) => {
    const now = clock();
    const answer = await store.write(async (tx) => {
      const { version } = await raise(tx);
      if (!(await isStill(tx, row.id, 'running'))) return null;
      const fitting = await notOvertaken(tx, changes);
      const isRenamed = await writeRegister(
        tx,
        fitting.map((c) => recordOf(c, row.createdBy, now)),
        { version, received: now, importId: row.id },
      );
      await tx.run('UPDATE "Import" SET written = ?, total = ? WHERE id = ?', [lines, content.lines.length, row.id]);
      return { isRenamed, overtaken: changes.length - fitting.length };
    });
    if (answer === null) throw new Stopped();
    renamed ||= answer.isRenamed;
    overtaken += answer.overtaken;
    // Whoever came meanwhile is heard before the next batch.
    await new Promise((done) => setImmediate(done));
    if (isOver()) throw new Stopped();
  };

  const writeAll = async () => {
    const [first, then] = [places, things];
    [places, things] = [[], []];
    if (first.length > 0) await write(first);
    if (then.length > 0) await write(then);
  };

  for (const outcome of outcomes(content, known, row, clock())) {
    tally.take(outcome);
    left.take(outcome);
    for (const op of outcome.ops) (op.of === 'asset' ? things : places).push(op);
    lines += 1;
    if (places.length + things.length >= BATCH) await writeAll();
    const rest = pace.rest();
    if (rest !== undefined) await rest;
  }
  await writeAll();
  await left.keep(row.id);
  // What an interrupted one wrote before stands in its first report as added, in a new one it would be unchanged.
  // Where its author lost the site meanwhile, the first report would claim lines that were left out.
  const isLost = row.siteId !== null && !isWithin(scope, row.siteId);
  const before = isBegun && !isLost && !isUnreadable(row.report) ? row.report : null;
  const report: Report = before === null ? tally.report(factsOf(content), overtaken) : { ...before, overtaken: before.overtaken + overtaken };
  const ended = await store.write((tx) =>
    tx.run(`UPDATE "Import" SET state = 'done', written = ?, total = ?, report = ?, "endedAt" = ? WHERE id = ? AND state = 'running'`, [
      lines,
      lines,
      report as object,
      new Date(clock()),
      row.id,
    ]),
  );
  // One that was stopped at its last line can be gone on with.
  if (ended === 1) await forgetFiles(row.id);
  if (renamed) await makeIndex(db, isOver);
}

export function recordOf(change: RegisterChange, by: PersonId | null, at: Instant): RegisterRecord {
  return { ...change, by, at, from: null };
}

export async function isStill(tx: Sql, id: string, state: ImportRow['state']): Promise<boolean> {
  const [row] = await tx.all<{ state: string }>('SELECT state FROM "Import" WHERE id = ?', [id]);
  return row?.state === state;
}

/** Without the changes of things that are no longer as they were when the plan was made. */
async function notOvertaken(tx: Sql, changes: readonly RegisterChange[]): Promise<RegisterChange[]> {
  const ofKind = (type: string) => changes.filter((c) => c.event.type === type).map((c) => c.id as string);
  const [assetIds, siteIds] = [ofKind('AssetChanged'), ofKind('SiteChanged')];
  const [assets, sites] = [among(assetIds), among(siteIds)];
  const now = new Map<string, Readonly<Record<string, unknown>>>([
    ...(assetIds.length === 0 ? [] : (await assetsWhere(tx, `id IN ${assets.marks}`, assets.values)).map((a) => [a.id, { ...a }] as const)),
    ...(siteIds.length === 0 ? [] : (await sitesWhere(tx, `id IN ${sites.marks}`, sites.values)).map((s) => [s.id, { ...s }] as const)),
  ]);
  return changes.filter(({ id, event }) => {
    if (event.type !== 'AssetChanged' && event.type !== 'SiteChanged') return true;
    const is = now.get(id);
    return is !== undefined && Object.entries(event.from).every(([field, was]) => isSame(is[field], was));
  });
}

/** Of plain values, and of small objects whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [one ?? null, other ?? null];
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  const sorted = (o: object) => JSON.stringify(Object.entries(o).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
