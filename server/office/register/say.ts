import 'server-only';
import type { SiteId } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { RegisterChange } from '#domain/register/events.ts';
import { type Fault, no, type Told } from '#server/office/desk.ts';
import { writeRegister } from '#server/register-rows.ts';
import { sayRegister } from '#server/register-say.ts';
import { makeIndex } from '#server/search-index.ts';
import { type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';
import { isIn, type Keeper } from './keeper.ts';

function faultOf(refusal: Refusal): Fault {
  if (refusal.code === 'rule' && (refusal.rule === 'changed-meanwhile' || refusal.rule === 'number-taken')) return refusal.rule;
  return 'not-allowed';
}

/** Says commands of the register from the desk. Faults: not-allowed, changed-meanwhile, number-taken. */
export async function say({ db, session, now }: Keeper, commands: readonly RegisterCommand[]): Promise<Told<null>> {
  const refusal = await sayRegister(db, commands, session.actor, now);
  return refusal === null ? { ok: true, value: null } : no(faultOf(refusal));
}

/**
 * Writes what the desk alone may say: of rooms, sites and documents.
 * @param site where; one that this keeper does not keep is refused as one that is not there
 * @param changes what follows, from the rows as they are in this transaction; null: not allowed
 */
export async function keep(
  keeper: Keeper,
  site: SiteId,
  changes: (tx: Sql, version: number) => Promise<readonly RegisterChange[] | Fault>,
): Promise<Told<null>> {
  const { db, session, now, keeps } = keeper;
  if (!isIn(keeps, site)) return no('not-allowed');
  let isRenamed = false;
  const told = await storeOf(db).write(async (tx): Promise<Told<null>> => {
    const { version } = await raise(tx);
    const found = await changes(tx, version);
    if (typeof found === 'string') return no(found);
    const records = found.map((change) => ({ ...change, by: session.actor.person, at: now, from: null }));
    isRenamed = await writeRegister(tx, records, { version, received: now });
    return { ok: true, value: null };
  });
  // Tickets are found by the new name; what is written meanwhile is found at once.
  if (isRenamed) await makeIndex(db);
  return told;
}
