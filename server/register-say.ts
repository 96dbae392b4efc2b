import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Instant } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { Db } from './db.ts';
import { RegisterBook } from './register-book.ts';
import { writeRegister } from './register-rows.ts';
import { storeOf } from './sql.ts';
import { raise } from './version.ts';

/** Rolls the transaction back: what is refused raises no version. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * Commands of the register that are said at the desk, by the same rules as from a phone: all of them in one transaction, or none.
 * @returns why not; null: it is done
 */
export async function sayRegister(db: Db, commands: readonly RegisterCommand[], actor: Actor, now: Instant): Promise<Refusal | null> {
  try {
    await storeOf(db).write(async (tx) => {
      const { version } = await raise(tx);
      const book = new RegisterBook();
      await book.read(tx, commands, now);
      for (const command of commands) {
        const decision = book.settle(command, actor, now, null);
        if (!decision.ok) throw new Refused(decision.refusal);
      }
      await writeRegister(tx, book.records, { version, received: now });
    });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
