import type { PersonId } from '#domain/ids.ts';
import { ifThere } from './former.ts';

/**
 * How many commands of this person wait on this device, for a screen that nobody is signed in on. Only counts: a database that is not there
 * is not made, and a person who signed out stays signed out. 0 as well when the browser keeps nothing.
 */
export async function waitingOf(person: PersonId): Promise<number> {
  return (await ifThere(person, (db) => db.count('outbox'))) ?? 0;
}
