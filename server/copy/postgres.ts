import 'server-only';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { StartFailure } from '#server/start-failure.ts';
import { HELD, type Held, inUse } from './sqlite.ts';

/**
 * Runs one of PostgreSQL's own programs.
 * @param url the database; its password goes by the surroundings, since arguments are for everybody's eyes
 */
async function program(name: string, args: readonly string[], url: string | null): Promise<void> {
  const address = url === null ? null : new URL(url);
  const PGPASSWORD = decodeURIComponent(address?.password ?? '');
  if (address !== null) address.password = '';
  const env = { ...process.env, ...(PGPASSWORD === '' ? {} : { PGPASSWORD }) };
  const child = spawn(name, [...args, ...(address === null ? [] : [`--dbname=${address}`])], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = await new Promise<number | NodeJS.ErrnoException>((done) => {
    child.on('error', done);
    child.on('close', (code) => done(code ?? 1));
  });
  if (ended === 0) return;
  if (typeof ended === 'object' && ended.code === 'ENOENT')
    throw new StartFailure(
      `Le programme ${name} est introuvable : installez les outils clients de PostgreSQL (paquet postgresql-client), de la version du serveur ou plus récents.`,
      `The program ${name} was not found: install PostgreSQL’s client tools (package postgresql-client), of the server’s version or newer.`,
    );
  const why = said.trim().split('\n')[0] ?? String(ended);
  throw new StartFailure(`${name} a échoué : ${why}`, `${name} failed: ${why}`);
}

async function asking<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect().catch((error: Error) => {
    throw new StartFailure(`PostgreSQL ne répond pas : ${error.message}`, `PostgreSQL does not answer: ${error.message}`);
  });
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** What stands in the database now; null where there is nothing of ours in it. */
export async function heldByPostgres(url: string): Promise<Held | null> {
  return await asking(url, async (client) => {
    const { rows } = await client.query(`SELECT to_regclass('public."Organisation"') IS NOT NULL AS there`);
    if (rows[0]?.there !== true) return null;
    const [held] = (await client.query(HELD)).rows as (Omit<Held, 'tickets'> & { tickets: string })[];
    return held === undefined ? null : { ...held, tickets: Number(held.tickets) };
  });
}

/** A dump of one instant. */
export async function dumpPostgres(url: string, to: string): Promise<Held> {
  const before = await heldByPostgres(url);
  if (before === null) throw new StartFailure('Cette base de données est vide.', 'This database is empty.');
  await program('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', `--file=${to}`], url);
  return before;
}

/** @throws StartFailure where a server, or anybody else, is connected to it */
export async function aloneOnPostgres(url: string): Promise<void> {
  const others = await asking(
    url,
    async (client) =>
      await client.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      ),
  );
  if (others.rows.length > 0) throw inUse();
}

const mint = (incarnation: string) => `UPDATE public."Organisation" SET incarnation = '${incarnation}' WHERE id = 'org'`;

/**
 * Puts a dump in the place of all that the database holds, with an incarnation of its own (invariant 21), in one transaction: a server that
 * is started meanwhile waits for it, and one that fails changes nothing.
 * @param incarnation a UUID
 */
export async function replacePostgres(dump: string, url: string, incarnation: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'relais-restore-'));
  try {
    const script = join(folder, 'restore.sql');
    await program('pg_restore', ['--no-owner', '--no-privileges', `--file=${script}`, dump], null);
    const all = ['--quiet', '--no-psqlrc', '--single-transaction', '--set=ON_ERROR_STOP=1'];
    const steps = ['--command=DROP SCHEMA public CASCADE', '--command=CREATE SCHEMA public', `--file=${script}`, `--command=${mint(incarnation)}`];
    await program('psql', [...all, ...steps], url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Only says that this database is an older copy of itself. */
export async function declarePostgres(url: string, incarnation: string): Promise<void> {
  await asking(url, async (client) => await client.query(mint(incarnation)));
}
