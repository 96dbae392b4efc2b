/** The seats of the office, as its doors give them to somebody of the school; and what was told there. */
import type { PersonId } from '#domain/ids.ts';
import { type Desk, deskOf, type Fault, type Told } from '#server/office/desk.ts';
import { type Post, postOf } from '#server/office/post.ts';
import { type Reading, readingOf } from '#server/office/reading.ts';
import { type Keeper, keeperOf } from '#server/office/register/keeper.ts';
import { Throttle } from '#server/throttle.ts';
import type { TestDatabase } from '#test/databases.ts';
import { addPerson } from './doors.ts';
import { openSchool, type School, SITE, SUPERVISOR } from './school.ts';

async function asking(school: School, person: PersonId) {
  return { db: school.db, session: await school.asker(person), now: school.now };
}

function seated<T extends object>(found: T | { ok: false; fault: Fault }): T {
  if ('fault' in found) throw new Error(found.fault);
  return found;
}

/** At the desk of an administrator. @throws when this person may not sit there */
export async function deskFor(school: School, person: PersonId): Promise<Desk> {
  return seated(deskOf(await asking(school, person), new Throttle()));
}

/** At the post of whoever runs sites. */
export async function postFor(school: School, person: PersonId): Promise<Post> {
  return seated(postOf(await asking(school, person), new Throttle()));
}

/** At the register. */
export async function keeperFor(school: School, person: PersonId): Promise<Keeper> {
  return seated(keeperOf(await asking(school, person), new Throttle()));
}

/** Reading what this scope lets them. */
export async function readingFor(school: School, person: PersonId, scopeOf: Parameters<typeof readingOf>[1]): Promise<Reading> {
  return seated(readingOf(await asking(school, person), scopeOf));
}

/** What it told. @throws what it refused */
export async function toldBy<T>(telling: Promise<Told<T>>): Promise<T> {
  const told = await telling;
  if (!told.ok) throw new Error(told.fault);
  return told.value;
}

/** A school on a Monday at ten, with who runs all of it and who runs one site. */
export async function openRun(kind: TestDatabase): Promise<{ school: School; bruno: Post; local: Post }> {
  const school = await openSchool(kind);
  school.now = Date.parse('2027-01-04T10:00+01:00');
  return { school, bruno: await postFor(school, SUPERVISOR), local: await postFor(school, await addPerson(school, 'local', 'supervisor', SITE)) };
}
