/**
 * The power goes at some instant: what is then on the disk. The server is preloaded with durable.c, which keeps beside its data folder what its
 * fsyncs have waited for and nothing else; and its files are taken as they stand in memory, which is what a kill leaves. Both must do.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '#test/e2e/harness/house.ts';

/** Of all that stands in a data folder, what SQLite writes; its shared memory is gone with the power. */
const isDatabase = (name: string) => /^relais\.db(-wal)?$/.test(name);

/** @returns the library to preload; null where there is no compiler, or no Linux */
function compiled(folder: string): string | null {
  const library = join(folder, 'durable.so');
  try {
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, 'test/faults/durable.c', '-ldl', '-lpthread'], { stdio: 'ignore' });
    return process.platform === 'linux' ? library : null;
  } catch {
    return null;
  }
}

const isHalted = (pid: number) => / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/\(.*\)/, ''));

export class Power {
  readonly #house: House;
  readonly #folder = mkdtempSync(join(tmpdir(), 'relais-power-'));
  /** What the disk holds for certain; null: it cannot be known here, only what is in memory. */
  readonly durable: string | null;

  /** The server is started anew under it. */
  static async over(house: House): Promise<Power> {
    const power = new Power(house);
    await house.stop();
    if (power.durable !== null) cpSync(house.dataDir, power.durable, { recursive: true });
    await house.start();
    return power;
  }

  private constructor(house: House) {
    this.#house = house;
    const library = compiled(this.#folder);
    this.durable = library === null ? null : join(this.#folder, 'durable');
    if (library === null || this.durable === null) return;
    Object.assign(house.settings, { LD_PRELOAD: library, DURABLE_FROM: house.dataDir, DURABLE_TO: this.durable });
  }

  /** Everything stands still while `look` looks. */
  async at<T>(look: () => T): Promise<T> {
    await this.#halt();
    try {
      return look();
    } finally {
      for (const pid of this.#house.pids) process.kill(pid, 'SIGCONT');
    }
  }

  async #halt(): Promise<void> {
    const { pids } = this.#house;
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    while (!pids.every(isHalted)) await sleep(1);
  }

  /** Copies of the database as the cut leaves it, by name; for `at`. The caller removes them. */
  images(): { readonly name: string; readonly folder: string }[] {
    const from = { memory: this.#house.dataDir, disk: this.durable };
    return Object.entries(from).flatMap(([name, folder]) => {
      if (folder === null) return [];
      const copy = mkdtempSync(join(this.#folder, `${name}-`));
      for (const file of readdirSync(folder).filter(isDatabase)) cpSync(join(folder, file), join(copy, file));
      return [{ name, folder: copy }];
    });
  }

  /** Is this photo on the disk? */
  photo(hash: string): Buffer | null {
    const path = join(this.durable ?? this.#house.dataDir, 'photos', hash.slice(0, 2), hash);
    return existsSync(path) ? readFileSync(path) : null;
  }

  /** The power is cut, and comes back: the data folder holds what the disk had. */
  async fail(): Promise<void> {
    const { dataDir } = this.#house;
    const left = join(this.#folder, 'left');
    // Nothing is said any more after what is copied.
    await this.#halt();
    cpSync(this.durable ?? dataDir, left, { recursive: true });
    await this.#house.kill();
    for (const held of [dataDir, this.durable]) {
      if (held === null) continue;
      rmSync(held, { recursive: true, force: true });
      mkdirSync(held, { mode: 0o700 });
      for (const name of readdirSync(left).filter((n) => !n.endsWith('-shm'))) cpSync(join(left, name), join(held, name), { recursive: true });
    }
    rmSync(left, { recursive: true });
    await this.#house.start();
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
