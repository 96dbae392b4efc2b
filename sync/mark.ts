import type { OriginId, PersonId } from '#domain/ids.ts';

// A browser that makes room takes a site's databases, caches and workers together, and leaves this small one: it is how a page that finds
// nothing at all knows that there was something (invariant 47). A hint: where it is gone too, or refused, the app begins as on a new device.

const keyOf = (person: PersonId) => `relais-born ${person}`;

function shelf(): Storage | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}

/** The origin with which this person's database on this device was born; null where nobody remembers, and always in the worker. */
export function marked(person: PersonId): OriginId | null {
  try {
    return (shelf()?.getItem(keyOf(person)) ?? null) as OriginId | null;
  } catch {
    return null;
  }
}

export function mark(person: PersonId, born: OriginId): void {
  try {
    shelf()?.setItem(keyOf(person), born);
  } catch {
    // Full, or forbidden: remembered by the device's database alone.
  }
}
