import 'server-only';
import type { Instant } from '#domain/ids.ts';
import { log } from './log.ts';
import type { Store } from './sql.ts';

/** What a poll leaves behind of an origin. */
interface Contact {
  /** When it was last heard with an empty outbox, ms. */
  readonly heard: Instant | null;
  /** Highest seq whose receipt it has. */
  readonly settled: number | null;
}

/** ms */
const LATER = 2000;

/**
 * Contacts are written later and together, never while a poll waits: it must not wait for a writer (invariant 57), nor take a writer's turn.
 * Until then they are remembered here, which is where `execute` asks too. What a crash forgets, the device says again.
 */
class Contacts {
  readonly #store: Store;
  readonly #pending = new Map<string, Contact>();
  /** Sign-ins that were used, and when. */
  readonly #seen = new Map<string, Instant>();
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(store: Store) {
    this.#store = store;
  }

  note(origin: string, contact: Contact): void {
    const known = this.#pending.get(origin);
    this.#pending.set(origin, { heard: contact.heard ?? known?.heard ?? null, settled: contact.settled ?? known?.settled ?? null });
    this.#soon();
  }

  /** A sign-in is in use: what its owner reads in the list of their devices. */
  saw(signedIn: string, at: Instant): void {
    this.#seen.set(signedIn, at);
    this.#soon();
  }

  #soon(): void {
    if (!this.#isOver) this.#timer ??= setTimeout(() => void this.flush(), LATER).unref();
  }

  of(origin: string): Contact | undefined {
    return this.#pending.get(origin);
  }

  /** Before its database closes: writes what there is. A poll that is still under way is remembered no more. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.flush();
  }

  /** Forgets what is not written yet, as a process that is killed. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
    this.#seen.clear();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [...this.#pending];
    const seen = [...this.#seen];
    if (all.length + seen.length === 0) return;
    try {
      await this.#store.write(async (tx) => {
        // The writer's lock first, as everybody: two who change the same origins in another order would wait for each other for ever.
        await tx.run(`UPDATE "Organisation" SET version = version WHERE id = 'org'`);
        for (const [origin, { heard, settled }] of all) {
          if (heard !== null) await tx.run('UPDATE "Origin" SET "lastContact" = ? WHERE id = ?', [new Date(heard), origin]);
          if (settled !== null) await tx.run('UPDATE "Origin" SET settled = ? WHERE id = ? AND settled < ?', [settled, origin, settled]);
        }
        for (const [id, at] of seen) await tx.run('UPDATE "SignedIn" SET "lastSeen" = ? WHERE id = ?', [new Date(at), id]);
      });
      for (const [id, at] of seen) if (this.#seen.get(id) === at) this.#seen.delete(id);
      for (const [origin, written] of all) if (this.#pending.get(origin) === written) this.#pending.delete(origin);
    } catch (error) {
      // The next contact tries again.
      log('warn', 'contacts were not written', { count: all.length, error });
    }
  }
}

const known = new WeakMap<Store, Contacts>();

export function contactsOf(store: Store): Contacts {
  const contacts = known.get(store) ?? new Contacts(store);
  known.set(store, contacts);
  return contacts;
}
