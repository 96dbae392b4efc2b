/** A small disk of its own (a file system in a file, mounted), which can be full, and whose files can be made unwritable even for root. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** MB: the demonstration, its journal, and some room. */
const SIZE = 48;

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'ignore' });

export class Disk {
  readonly folder: string;
  readonly #home: string;

  private constructor(home: string, folder: string) {
    this.#home = home;
    this.folder = folder;
  }

  /** @returns null where this machine mounts nothing for us */
  static mount(): Disk | null {
    const home = mkdtempSync(join(tmpdir(), 'relais-disk-'));
    const image = join(home, 'image');
    const disk = new Disk(home, mkdtempSync(join(home, 'at-')));
    try {
      run('truncate', '-s', `${SIZE}M`, image);
      run('mkfs.ext4', '-q', '-m', '0', image);
      run('mount', '-o', 'loop', image, disk.folder);
      return disk;
    } catch {
      rmSync(home, { recursive: true, force: true });
      return null;
    }
  }

  /** Not one more block. */
  fill(): void {
    const file = openSync(join(this.folder, 'ballast'), 'a');
    try {
      for (let size = 1 << 20; size >= 512; size >>= 1) {
        const block = Buffer.alloc(size);
        try {
          for (;;) writeSync(file, block);
        } catch {
          // a smaller one may still go in
        }
      }
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(join(this.folder, 'ballast'), { force: true });
  }

  /** Nobody writes to this file, or makes or takes away names in this folder, not even who has it open. */
  freeze(path: string): void {
    run('chattr', '+i', path);
  }

  thaw(path: string): void {
    run('chattr', '-i', path);
  }

  close(): void {
    run('umount', '-l', this.folder);
    rmSync(this.#home, { recursive: true, force: true });
  }
}
