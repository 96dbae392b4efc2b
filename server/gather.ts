import 'server-only';
import { MAX_ENTRIES } from '#domain/protocol.ts';
import type { Sql, Store } from './sql.ts';

/** What somebody wants settled. */
interface Wanted {
  readonly origin: string;
  readonly entries: readonly unknown[];
}

interface Waiting<W, D> {
  readonly wanted: W;
  readonly resolve: (done: D) => void;
  readonly reject: (error: unknown) => void;
}

/** A transaction for several failed as a whole: each is to be settled for itself. */
export class Apart extends Error {}

/**
 * Requests that wait for their turn to write share one transaction when it comes: one commit, one flush of the disk, and one statement where
 * each would have sent its own (docs/decisions/0010). At most as many commands as one request may hold; one request of an origin at a time.
 */
export class Gathering<Raised, W extends Wanted, D> {
  readonly #store: Store;
  readonly #raise: (tx: Sql) => Promise<Raised>;
  readonly #settle: (tx: Sql, raised: Raised, wanted: readonly W[]) => Promise<readonly (D | Error)[]>;
  #waiting: Waiting<W, D>[] = [];
  #running = false;

  /**
   * @param raise the first statement, which may wait for other servers: whoever comes meanwhile is taken along
   * @param settle for each of `wanted` what became of it, or what is to be thrown at its asker alone; throws when all is to be rolled back
   */
  constructor(
    store: Store,
    raise: (tx: Sql) => Promise<Raised>,
    settle: (tx: Sql, raised: Raised, wanted: readonly W[]) => Promise<readonly (D | Error)[]>,
  ) {
    this.#store = store;
    this.#raise = raise;
    this.#settle = settle;
  }

  /** @throws Apart when it was one of several in a transaction that failed; what `settle` threw, when it was alone. */
  join(wanted: W): Promise<D> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ wanted, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      // Requests that have arrived and are still being read come along.
      await new Promise((done) => setImmediate(done));
      await this.#turn();
    }
    this.#running = false;
  }

  async #turn(): Promise<void> {
    let group: Waiting<W, D>[] = [];
    try {
      const done = await this.#store.write(async (tx) => {
        const raised = await this.#raise(tx);
        group = this.#take();
        return this.#settle(
          tx,
          raised,
          group.map((w) => w.wanted),
        );
      });
      for (const [i, { resolve, reject }] of group.entries()) {
        const became = done[i] as D | Error;
        if (became instanceof Error) reject(became);
        else resolve(became);
      }
    } catch (error) {
      if (group.length === 0) group = this.#take();
      for (const { reject } of group) reject(group.length === 1 ? error : new Apart('settled for itself', { cause: error }));
    }
  }

  #take(): Waiting<W, D>[] {
    const group: Waiting<W, D>[] = [];
    const origins = new Set<string>();
    let entries = 0;
    this.#waiting = this.#waiting.filter((w) => {
      const { origin, entries: more } = w.wanted;
      if (origins.has(origin) || (group.length > 0 && entries + more.length > MAX_ENTRIES)) {
        // Whatever comes later of this origin comes after this one.
        origins.add(origin);
        return true;
      }
      origins.add(origin);
      entries += more.length;
      group.push(w);
      return false;
    });
    return group;
  }
}
