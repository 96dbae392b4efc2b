/** A backup is put back under live phones: by the restore command, or by a file simply copied, of which nobody tells the server. */
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { House } from '#test/e2e/harness/house.ts';
import { doSomething, groundOf } from '#test/faults/acts.ts';
import { databaseFaults } from '#test/faults/database.ts';
import { judge } from '#test/faults/judge.ts';
import type { Accepted, Pocket } from '#test/faults/pocket.ts';
import type { Asked, Row } from '#test/faults/row.ts';
import { World } from '#test/faults/world.ts';

const run = promisify(execFile);
/** Once the server is back everything leaves, and every phone holds what the server holds, within, ms. */
const WELL_WITHIN = 30_000;

/** `npm run backup` and `npm run restore`, as their person runs them. */
async function command({ project, settings }: House, name: 'backup' | 'restore', ...args: string[]): Promise<void> {
  const node = ['--conditions=react-server', '--import', 'tsx', `scripts/${name}.ts`, ...args];
  await run(process.execPath, node, { cwd: project, env: { ...process.env, NODE_ENV: 'production', ...settings } });
}

/** As somebody does who never heard of the command. */
function copyBack(house: House, backup: string): void {
  if (!house.databaseUrl.startsWith('file:')) {
    execFileSync('pg_restore', ['--clean', '--if-exists', '--no-owner', `--dbname=${house.databaseUrl}`, join(backup, 'relais.dump')]);
    return;
  }
  const path = house.databaseUrl.slice('file:'.length);
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  copyFileSync(join(backup, 'relais.db'), path);
}

interface Forgotten {
  readonly origin: string;
  readonly commands: readonly Accepted[];
}

/** What this phone was told is kept and the database that now stands there never heard of; the server is down. */
async function forgottenOf(house: House, pocket: Pocket): Promise<Forgotten | null> {
  const held = await pocket.stored();
  if (held === null) return null;
  const { origin, base } = held.meta;
  const waiting = new Set(held.outbox.map(({ key }) => key));
  const [known] = await house.rows<{ lastSeq: number }>('SELECT "lastSeq" FROM "Origin" WHERE "id" = ?', origin);
  const commands = pocket.accepted.filter(({ key }) => !waiting.has(key) && key - base > (known?.lastSeq ?? 0));
  return commands.length === 0 ? null : { origin, commands };
}

const incarnation = async (house: House) => (await house.row<{ incarnation: string }>('SELECT "incarnation" FROM "Organisation"')).incarnation;

/** What the server counted as forgotten, by origin, in what it printed since. */
function counted(printed: string): Map<string, number> {
  const lines = printed.split('\n').filter((line) => line.includes('"level":"alarm"'));
  return new Map(
    lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as { origin: string; forgotten: number }).map((a) => [a.origin, a.forgotten]),
  );
}

/** One restore, from the backup until all is well again. @returns what may be missing from now on, and what is wrong */
async function restoreOnce(world: World, isDeclared: boolean, tap: (pockets: readonly Pocket[]) => Promise<void>) {
  const { house, dice, pockets } = world;
  const folder = mkdtempSync(join(tmpdir(), 'relais-backup-'));
  const backup = join(folder, 'copy');
  try {
    // Taken while people work; some of them without a network, with work that no backup and no server has.
    await Promise.all([command(house, 'backup', backup), tap(pockets)]);
    const away = pockets[dice.below(pockets.length)] as Pocket;
    await away.seat.context().setOffline(true);
    await tap(pockets);
    const present = pockets.filter((pocket) => pocket !== away);
    for (const pocket of present) await pocket.hand('nudge');
    await Promise.all(present.map((pocket) => pocket.isSent()));
    await (dice.below(2) === 0 ? house.stop() : house.kill());
    await tap(dice.shuffled(pockets).slice(1));
    const before = await incarnation(house);
    if (isDeclared) await command(house, 'restore', backup, '--yes');
    else copyBack(house, backup);
    const forgotten = (await Promise.all(pockets.map((pocket) => forgottenOf(house, pocket)))).filter((f) => f !== null);
    const mark = house.printed.length;
    await house.start();
    await away.seat.context().setOffline(false);
    const wrong: string[] = [];
    const end = performance.now() + WELL_WITHIN;
    for (const pocket of dice.shuffled(pockets)) {
      await pocket.hand('nudge');
      await pocket.isSent(Math.max(1000, end - performance.now())).catch((error: Error) => wrong.push(`[21] ${error.message}`));
    }
    // A phone with nothing to send is heard a moment after it has nothing to send.
    let told = counted(house.printed.slice(mark));
    while (forgotten.some(({ origin }) => !told.has(origin)) && performance.now() < end) {
      await sleep(50);
      told = counted(house.printed.slice(mark));
    }
    for (const { origin, commands } of forgotten) {
      if (told.get(origin) !== commands.length) wrong.push(`[21] ${commands.length} forgotten of ${origin}, the alarm says ${told.get(origin)}`);
    }
    // The alarm is said before the new one is written.
    const isRenewed = async () => (await incarnation(house)) !== before;
    const mustRenew = isDeclared || forgotten.length > 0;
    while (mustRenew && !(await isRenewed()) && performance.now() < end) await sleep(50);
    if (mustRenew && !(await isRenewed())) wrong.push('[21] the incarnation is the same');
    const how = isDeclared ? 'restored' : 'copied back';
    return { missing: forgotten.flatMap((f) => f.commands), wrong: wrong.map((what) => `${how}: ${what}`) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rounds({ dice, count, database, servers, tell }: Asked) {
  const world = await World.open(dice, { database, servers });
  try {
    const pockets: Pocket[] = [];
    for (const login of ['karim', 'mina', 'karim'].slice(0, count < 4 ? 2 : 3)) pockets.push(await world.pocket(login));
    const ground = await groundOf(world);
    const tap = async (whose: readonly Pocket[]) => {
      await Promise.all(
        whose.map(async (pocket) => {
          for (let i = 1 + dice.below(4); i > 0; i -= 1) await doSomething(world, pocket, ground, 'F21');
        }),
      );
    };
    const missing = new Set<Accepted>();
    const breaches: string[] = [];
    for (let i = 1; i <= count; i += 1) {
      const done = await restoreOnce(world, i % 2 === 1, tap);
      for (const accepted of done.missing) missing.add(accepted);
      breaches.push(...done.wrong.map((what) => `restore ${i}, ${what}`));
      if (i % 5 === 0) tell(`${i} restores, ${missing.size} commands forgotten by them`);
    }
    tell(`${count} restores, ${missing.size} commands forgotten by them`);
    await world.wellAgain();
    const verdict = await judge(world.house, pockets, { mayMiss: (accepted) => missing.has(accepted) });
    return { ...verdict, breaches: [...breaches, ...verdict.breaches, ...(await databaseFaults(world.house))] };
  } finally {
    await world.close();
  }
}

export const f21: Row = {
  id: 'F21',
  title: '[21] a backup restored under live phones, told and untold (restores)',
  ways: [
    { database: 'sqlite', full: 14, short: 2 },
    { database: 'postgresql', full: 6, short: 0 },
  ],
  run: rounds,
};
