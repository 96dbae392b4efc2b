import 'server-only';

/** What sends written work after commit. */
export interface Sender {
  /** Something was committed: look now. Returns at once. */
  wake(): void;
  /** One look, and everything that it sent answered. For tests, and for a script that wants to leave. */
  settle(): Promise<void>;
  /** Looks now and every few seconds, from the first turn making up for what an earlier server left. */
  start(): void;
  /** Stops looking; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Looks at what waits: one look after another, never two at once. A wake during a look makes one more after it. */
export class Looking {
  /** The look under way. */
  now: Promise<void> | null = null;
  isOver = false;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly look: () => Promise<void>;
  private readonly failed: (error: unknown) => void;

  constructor(look: () => Promise<void>, failed: (error: unknown) => void) {
    this.look = look;
    this.failed = failed;
  }

  wake(): void {
    if (this.now !== null) {
      this.again = true;
      return;
    }
    this.now = this.untilDone()
      .catch(this.failed)
      .finally(() => {
        this.now = null;
        if (this.again && !this.isOver) this.wake();
      });
  }

  /** Now and every so many ms. */
  every(ms: number, wake: () => void): void {
    wake();
    this.timer = setInterval(wake, ms);
    this.timer.unref();
  }

  /** No look leads to another any more. */
  end(): void {
    this.isOver = true;
    clearInterval(this.timer);
  }

  private async untilDone(): Promise<void> {
    do {
      this.again = false;
      await this.look();
    } while (this.again && !this.isOver);
  }
}
