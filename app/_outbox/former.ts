import type { PersonId } from '#domain/ids.ts';
import { changeDevice, readDevice } from '#sync/device.ts';
import { type FormerWork, formerWork } from '#sync/former.ts';

/** An account that is one with this person's now, and what it left on this device. */
export interface Former extends FormerWork {
  readonly id: PersonId;
  readonly name: string;
}

/** Ids of the accounts that the server says are one with whoever is signed in; null: it does not answer. */
async function askFormer(person: PersonId): Promise<readonly unknown[] | null> {
  try {
    const answer = await fetch('/api/me', { redirect: 'error', cache: 'no-store' });
    if (!answer.ok || !answer.headers.get('content-type')?.startsWith('application/json')) return null;
    const said = (await answer.json()) as { person?: unknown; former?: unknown };
    // The cookie may be somebody else's by now.
    return said.person === person && Array.isArray(said.former) ? said.former : null;
  } catch {
    return null;
  }
}

/** What this person's former accounts left on this device. Who they are is the server's word; once told it is kept, so that the list is there without a network. */
export async function formersOf(person: PersonId): Promise<Former[]> {
  const { people } = await readDevice();
  const others = people.filter(({ id }) => id !== person);
  if (others.length === 0) return [];
  const told = await askFormer(person);
  const fresh = others.filter(({ id, into }) => told?.includes(id) === true && into !== person).map(({ id }) => id);
  if (fresh.length > 0)
    await changeDevice((device) => ({ ...device, people: device.people.map((p) => (fresh.includes(p.id) ? { ...p, into: person } : p)) }));
  const own = others.filter(({ id, into }) => into === person || fresh.includes(id));
  const all = await Promise.all(own.map(async ({ id, name }) => ({ id, name, ...(await formerWork(id)) })));
  return all.filter(({ done, photos }) => done.length + photos.length > 0);
}
