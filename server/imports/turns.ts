import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Instant, PersonId } from '#domain/ids.ts';
import { isUnreadable, type Unreadable } from '#domain/imports/report.ts';
import { type Db, db } from '#server/db.ts';
import { isPassing, Unavailable } from '#server/failure.ts';
import { log } from '#server/log.ts';
import { actorFor } from '#server/session/actor.ts';
import { SheetFault, Stopped } from '#server/sheets/bounds.ts';
import { storeOf } from '#server/sql.ts';
import { hold, letGo } from '#server/sweep/lease.ts';
import { forgetFolder } from './files.ts';
import { type ImportRow, importRow, importsWhere } from './row.ts';
import { runImport, type Turn } from './run.ts';
import { importScope } from './scope.ts';
import { undoImport, undoneBy } from './undo.ts';

const NAME = 'imports';
/** How often one looks for an import that nobody carries on, and how often the work is held, ms. */
const LOOK = 20_000;
const HOLD = 5_000;
/** How often what is old is looked for, ms. */
const HOURLY = 3_600_000;

// On globalThis: Next loads this module once for pages and once for route handlers, and they share the work.
const shared = globalThis as { relaisImports?: { readonly holder: string; running: Promise<void> | null; isOver: boolean; isWanted: boolean } };
shared.relaisImports ??= { holder: randomUUID(), running: null, isOver: false, isWanted: false };
const work = () => shared.relaisImports as NonNullable<typeof shared.relaisImports>;

/** There is one to run or to undo: this server begins at once, unless another one has the work. */
export function wakeImports(): Promise<void> {
  const mine = work();
  mine.isWanted = true;
  mine.running ??= carryOn(mine).finally(() => {
    mine.running = null;
  });
  return mine.running;
}

async function carryOn(mine: ReturnType<typeof work>): Promise<void> {
  const open = await db();
  if (!(await hold(open, NAME, mine.holder, Date.now()))) return;
  let isLost = false;
  const holding = setInterval(() => {
    hold(open, NAME, mine.holder, Date.now()).then(
      (ok) => {
        isLost ||= !ok;
      },
      () => {},
    );
  }, HOLD).unref();
  try {
    while (!mine.isOver && !isLost) {
      // Whoever asks from now on is seen by the next turn of this loop.
      mine.isWanted = false;
      const [next] = await importsWhere(storeOf(open).read, `state IN ('running', 'undoing') ORDER BY "createdAt", id LIMIT 1`, []);
      if (next === undefined && !mine.isWanted) break;
      if (next === undefined) continue;
      if (!(await carry(open, next, { isOver: () => mine.isOver || isLost, clock: Date.now }))) break;
    }
  } finally {
    clearInterval(holding);
    await letGo(open, NAME, mine.holder).catch(() => {});
  }
}

/** One import to its end. @returns false when it has to wait: the next look goes on with it */
export async function carry(open: Db, row: ImportRow, { isOver, clock }: Pick<Turn, 'isOver' | 'clock'>): Promise<boolean> {
  try {
    const { scope, language } = await authorOf(open, row.state === 'undoing' ? undoneBy(row) : row.createdBy);
    await (row.state === 'undoing' ? undoImport : runImport)({ db: open, scope, language, isOver, clock }, row);
    return true;
  } catch (error) {
    if (error instanceof Stopped) return !isOver();
    if (error instanceof Unavailable || isPassing(error)) return false;
    const report: Unreadable | null = error instanceof SheetFault ? { fault: error.code, data: error.data } : null;
    if (report === null) log('error', 'an import failed', { import: row.id, error });
    await fail(open, row, report, clock());
    return true;
  }
}

/** What it was to come to is kept once a part is written: one can go on with it, or take it back. */
async function fail(open: Db, row: ImportRow, report: Unreadable | null, now: Instant): Promise<void> {
  await storeOf(open).write(async (tx) => {
    const isBegun = ((await importRow(tx, row.id))?.written ?? 0) > 0;
    const kept = isBegun && !isUnreadable(row.report) ? row.report : (report ?? row.report);
    await tx.run(`UPDATE "Import" SET state = 'failed', report = ?, "endedAt" = ? WHERE id = ? AND state = ?`, [
      kept as object,
      new Date(now),
      row.id,
      row.state,
    ]);
  });
}

/** In whose name it is written: with the roles of now, so that who lost a site brings nothing in there any more. */
async function authorOf(open: Db, person: PersonId) {
  const author = await actorFor(open, person);
  return { scope: importScope(author ?? { memberships: [] }), language: author?.language ?? 'fr' };
}

/** One that somebody only looked at is kept so long, ms. */
const KEPT = 7 * 86_400_000;

/** Lets go of what nobody went on with: its row, and its file on the disk. @returns how many */
export async function forgetOld(open: Db, now: Instant): Promise<number> {
  const before = new Date(now - KEPT);
  const old = await storeOf(open).read.all<{ id: string }>(`SELECT id FROM "Import" WHERE state = 'read' AND "createdAt" < ? ORDER BY id LIMIT 200`, [
    before,
  ]);
  for (const { id } of old) {
    const gone = await storeOf(open).write((tx) => tx.run(`DELETE FROM "Import" WHERE id = ? AND state = 'read'`, [id]));
    if (gone === 1) await forgetFolder(id);
  }
  return old.length;
}

/** Goes on with what an earlier process left, soon after the start, and with what another server left. @returns how to stop */
export function startImports(): () => Promise<void> {
  work().isOver = false;
  const look = () => void wakeImports().catch((error: unknown) => log('warn', 'no import was carried on', { error }));
  const first = setTimeout(look, 2_000).unref();
  const regular = setInterval(look, LOOK).unref();
  const tidy = async () => void (await forgetOld(await db(), Date.now()).catch(() => {}));
  const hourly = setInterval(() => void tidy().catch(() => {}), HOURLY).unref();
  return async () => {
    work().isOver = true;
    clearTimeout(first);
    clearInterval(regular);
    clearInterval(hourly);
    await work().running?.catch(() => {});
  };
}
