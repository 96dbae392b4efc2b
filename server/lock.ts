import 'server-only';

/** First come, first served: each `acquire` resolves with the function that lets the next one in. */
export class Lock {
  #tail: Promise<void> = Promise.resolve();
  #held = 0;

  acquire(): Promise<() => void>;
  /** @returns null when the turn did not come within `ms`; it is then passed on */
  acquire(ms: number): Promise<(() => void) | null>;
  async acquire(ms?: number): Promise<(() => void) | null> {
    let open = () => {};
    const held = new Promise<void>((done) => {
      open = done;
    });
    const before = this.#tail;
    const free = this.#held === 0;
    this.#held += 1;
    this.#tail = before.then(() => held);
    const release = () => {
      this.#held -= 1;
      open();
    };
    // A free lock is taken without a timer: that is nearly always.
    if (ms === undefined || free) {
      await before;
      return release;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<true>((done) => {
      timer = setTimeout(done, ms, true);
    });
    const tooLate = await Promise.race([before.then(() => false), late]);
    clearTimeout(timer);
    if (!tooLate) return release;
    void before.then(release);
    return null;
  }

  async hold<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
