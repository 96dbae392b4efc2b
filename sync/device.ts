import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Instant, OriginId, PersonId } from '#domain/ids.ts';

/** Somebody who has signed in on this device. */
export interface Remembered {
  readonly id: PersonId;
  readonly name: string;
  readonly language: 'fr' | 'en';
  /** Device clock at the last answer; reading stays open 30 days after it (domain.md section 7). */
  readonly lastContact: Instant | null;
  /** The origin that their database here was born with; null before the first. Tells that a database has vanished (invariant 47). */
  readonly origin: OriginId | null;
  /** The account that this one was made one with, as the server said to whoever has that one. */
  readonly into?: PersonId;
}

/** What belongs to the device and to nobody's replica. */
export interface Device {
  /** Who is signed in here. Nobody else's outbox is sent (invariant 33). */
  readonly person: PersonId | null;
  readonly people: readonly Remembered[];
  readonly theme: 'system' | 'light' | 'dark';
  readonly sound: boolean;
  readonly language: 'fr' | 'en' | null;
  /** What this device is called in the person's list of devices that hear alerts; the page writes it when it subscribes. */
  readonly label: string | null;
  /** The login that was typed at the door and has not served yet. Never the password. */
  readonly typed: string | null;
}

const BLANK: Device = { person: null, people: [], theme: 'system', sound: true, language: null, label: null, typed: null };
/** Reading without contact: 30 days (domain.md section 7), in ms. */
export const READING = 30 * 86_400_000;

interface Tables extends DBSchema {
  device: { key: 'device'; value: Device };
}

/** Opened and closed at each use: small, rare, and no tab then holds another's upgrade. */
async function withDevice<T>(use: (db: IDBPDatabase<Tables>) => Promise<T>): Promise<T> {
  const db = await openDB<Tables>('relais-device', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('device');
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
  try {
    return await use(db);
  } finally {
    db.close();
  }
}

/** What can be used of it: a damaged record forgets who was here, and locks nobody out. */
function soundDevice(found: unknown): Device {
  const device = { ...BLANK, ...(typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Partial<Device>) : {}) };
  const people = (Array.isArray(device.people) ? device.people : []).filter((p: Partial<Remembered> | null) => typeof p?.id === 'string');
  return { ...device, person: typeof device.person === 'string' ? device.person : null, people };
}

export async function readDevice(): Promise<Device> {
  return await withDevice(async (db) => soundDevice(await db.get('device', 'device')));
}

/** Changes it by what is there at that moment, in one transaction: two tabs do not undo each other. */
export async function changeDevice(change: (device: Device) => Device): Promise<Device> {
  return await withDevice(async (db) => {
    const tx = db.transaction('device', 'readwrite');
    const next = change(soundDevice(await tx.store.get('device')));
    await Promise.all([tx.store.put(next, 'device'), tx.done]);
    return next;
  });
}

/** @returns the device as it is afterwards */
export async function writeDevice(patch: Partial<Omit<Device, 'people'>>): Promise<Device> {
  return await changeDevice((device) => ({ ...device, ...patch }));
}

/** Adds or refreshes what is remembered of a person. */
export async function rememberPerson(person: Pick<Remembered, 'id'> & Partial<Remembered>): Promise<Device> {
  return await changeDevice((device) => {
    const known = device.people.find((p) => p.id === person.id) ?? { name: '', language: 'fr', lastContact: null, origin: null };
    return { ...device, people: [...device.people.filter((p) => p.id !== person.id), { ...known, ...person }] };
  });
}

/** The person who just proved who they are: from now on their outbox, and only theirs, is sent from here. */
export async function signIn(person: Pick<Remembered, 'id' | 'name' | 'language'>): Promise<void> {
  await rememberPerson(person);
  await writeDevice({ person: person.id, typed: null });
}

/**
 * Called before credentials are sent: between a new session and `signIn`, no tab may send an older person's outbox with it.
 */
export async function signInBegins(): Promise<void> {
  await writeDevice({ person: null });
}
