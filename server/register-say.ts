import 'server-only';
import type { Actor } from '#domain/actor.ts';
import type { Instant } from '#domain/ids.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { Db } from './db.ts';
import { RegisterBook } from './register-book.ts';
import { writeRegister } from './register-rows.ts';
import { storeOf } from './sql.ts';
import { raise } from './version.ts';

/** Rolls the transaction back: what is refused raises no version. */
class Refused extends Error {}

/**
 * One act on the register that is said at the desk, by the same rules as from a phone. @returns false: the rules refuse it, or it is about
 * nothing that is there
 */
export async function sayRegister(db: Db, command: RegisterCommand, actor: Actor, now: Instant): Promise<boolean> {
  try {
    await storeOf(db).write(async (tx) => {
      const { version } = await raise(tx);
      const book = new RegisterBook();
      await book.read(tx, [command], now);
      if (!book.settle(command, actor, now, null).ok) throw new Refused();
      await writeRegister(tx, book.records, { version, received: now });
    });
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
