/** What a database meets: a disk that is full, another process that holds it, a file that cannot be written, a server that goes away. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { thePostgres } from '#test/e2e/harness/setup.ts';
import type { Disk } from './disk.ts';
import type { World } from './world.ts';

export interface Trouble {
  readonly name: string;
  /** While it lasts the server must say that it does not answer. */
  readonly isSaid: boolean;
  /** It ends by itself after so long, ms; null: when `end` is called. */
  readonly lasts: number | null;
  begin(): Promise<void>;
  /** @returns what is wrong, in sentences */
  end(): Promise<string[]>;
}

/** A second process takes SQLite's write lock and keeps it. */
function held(path: string, ms: number): Trouble {
  const program = `
    const database = new (require('better-sqlite3'))(process.argv[1], { timeout: 60000 });
    database.exec('BEGIN IMMEDIATE');
    process.stdout.write('held');
    setTimeout(() => { database.exec('ROLLBACK'); database.close(); }, Number(process.argv[2]));`;
  let ended: Promise<unknown> = Promise.resolve();
  return {
    name: 'busy',
    isSaid: false,
    lasts: ms,
    begin: async () => {
      const child = spawn(process.execPath, ['-e', program, path, String(ms)], { stdio: ['ignore', 'pipe', 'inherit'] });
      ended = new Promise((done) => child.on('close', done));
      await new Promise((done) => child.stdout.on('data', done));
    },
    end: async () => {
      await ended;
      return [];
    },
  };
}

function full(disk: Disk): Trouble {
  return {
    name: 'disk full',
    isSaid: true,
    lasts: null,
    begin: async () => disk.fill(),
    end: async () => {
      disk.makeRoom();
      return [];
    },
  };
}

/** The database, its journal and the folder become read-only under the running server. */
function frozen({ house }: World, disk: Disk): Trouble {
  const files = [join(house.dataDir, 'relais.db'), join(house.dataDir, 'relais.db-wal'), house.dataDir];
  return {
    name: 'read-only',
    isSaid: true,
    lasts: null,
    begin: async () => {
      for (const file of files) disk.freeze(file);
    },
    end: async () => {
      for (const file of files) disk.thaw(file);
      return [];
    },
  };
}

/** The server is started on a database, or in a folder, that it may not write: it says so in one sentence and does not serve. */
function frozenAtStart({ house }: World, disk: Disk, what: 'relais.db' | '.'): Trouble {
  const path = join(house.dataDir, what);
  return {
    name: `read-only ${what === '.' ? 'folder' : 'file'} at start`,
    isSaid: false,
    lasts: null,
    begin: async () => {
      await house.stop();
      disk.freeze(path);
    },
    end: async () => {
      const said = await house.start().then(
        () => 'it served',
        (error: unknown) => String(error),
      );
      disk.thaw(path);
      await house.start();
      return /DATA_DIR|DATABASE_URL/.test(said) && !/^\s+at .*\.ts/m.test(said.split('\n\n')[0] ?? '')
        ? []
        : [`a ${path} that is read-only: ${said}`];
    },
  };
}

function withoutPostgres(how: 'fast' | 'immediate'): Trouble {
  const postgres = thePostgres();
  return {
    name: `PostgreSQL ${how}`,
    isSaid: true,
    lasts: null,
    begin: async () => await postgres.halt(how),
    end: async () => {
      await postgres.resume({ durable: true });
      return [];
    },
  };
}

/** ms between 100 and 20 000, as often short as long */
const long = (world: World) => Math.round(100 * 200 ** world.dice.next());

/** `count` troubles of this house, in the order of the dice, every kind as often as the others but the lock, which comes twice. */
export function troublesOf(world: World, disk: Disk | null, count: number): Trouble[] {
  const { house, dice } = world;
  const busy = () => held(house.databaseUrl.slice('file:'.length), long(world));
  const made: (() => Trouble)[] = !house.databaseUrl.startsWith('file:')
    ? [() => withoutPostgres('fast'), () => withoutPostgres('immediate')]
    : disk === null
      ? [busy]
      : [
          busy,
          () => full(disk),
          busy,
          () => frozen(world, disk),
          () => full(disk),
          busy,
          () => frozenAtStart(world, disk, 'relais.db'),
          () => frozenAtStart(world, disk, '.'),
        ];
  return dice.shuffled(Array.from({ length: count }, (_, i) => (made[i % made.length] as () => Trouble)()));
}

/** Lets it last: as long as it says, or as the dice do. */
export async function lasting(world: World, { lasts }: Trouble): Promise<void> {
  if (lasts === null) await sleep(500 + world.dice.below(2500));
}
