/** One installation under test: the real start-up script in a process of its own, the demo's data, an address that survives restarts. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#test/postgres.ts';
import { type Running, startServer } from '#test/server.ts';
import { builtProject } from './project.ts';
import { type Between, startProxy } from './proxy.ts';
import { type Line, select } from './tables.ts';

export type HouseOptions = {
  readonly database?: 'sqlite' | 'postgresql';
  readonly settings?: Readonly<Record<string, string>>;
  /** Something of ours stands before it: a portal, a cut, a delay. */
  readonly proxied?: boolean;
  /** Server processes on one database, behind the proxy; 1 unless given. */
  readonly servers?: number;
  /** In which its data folder is made; the machine's for temporary things unless it is given. */
  readonly folder?: string;
};

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly level: number;
  readonly assignee: string | null;
}

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the run's setup did not finish`);
  return value;
}

async function onPostgres(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${given('RELAIS_E2E_POSTGRES')}postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export class House {
  readonly url: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly proxy: Between | null;
  /** The folder whose build is served at the next start. */
  project = builtProject();
  /** What the next start is given. */
  readonly settings: Record<string, string>;
  readonly #dropDatabase: (() => Promise<void>) | null;
  readonly #ports: readonly number[];
  /** By port. */
  readonly #running = new Map<number, Running>();
  #printed = '';

  private constructor(
    dataDir: string,
    settings: Record<string, string>,
    databaseUrl: string,
    proxy: Between | null,
    dropDatabase: (() => Promise<void>) | null,
    ports: readonly number[],
  ) {
    this.#ports = ports;
    this.dataDir = dataDir;
    this.settings = settings;
    this.databaseUrl = databaseUrl;
    this.proxy = proxy;
    this.url = proxy?.url ?? `http://localhost:${settings['PORT']}`;
    this.#dropDatabase = dropDatabase;
  }

  /** A copy of the demonstration, served. */
  static async open({ database = 'sqlite', settings = {}, proxied = false, servers = 1, folder = tmpdir() }: HouseOptions = {}): Promise<House> {
    const dataDir = mkdtempSync(join(folder, 'relais-house-'));
    cpSync(given('RELAIS_E2E_DEMO'), dataDir, { recursive: true });
    const ports = await Promise.all(Array.from({ length: servers }, freePort));
    const port = ports[0] ?? 0;
    const proxy = proxied || servers > 1 ? await startProxy(port) : null;
    if (proxy !== null) proxy.targets = ports;
    let databaseUrl = `file:${join(dataDir, 'relais.db')}`;
    let drop: (() => Promise<void>) | null = null;
    if (database === 'postgresql') {
      const name = `e2e_${randomUUID().replaceAll('-', '')}`;
      await onPostgres(`CREATE DATABASE ${name} TEMPLATE ${given('RELAIS_E2E_TEMPLATE')}`);
      databaseUrl = `${given('RELAIS_E2E_POSTGRES')}${name}`;
      drop = () => onPostgres(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    const all = {
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      ...(proxy === null ? {} : { PUBLIC_URL: proxy.url }),
      ...settings,
    };
    const house = new House(dataDir, all, databaseUrl, proxy, drop, ports);
    await house.start();
    return house;
  }

  get isUp(): boolean {
    return this.#running.size > 0;
  }

  /** Everything the servers have printed, over all their starts. */
  get printed(): string {
    return this.#printed + [...this.#running.values()].map((one) => one.output()).join('');
  }

  /** Process ids of the servers that run. */
  get pids(): readonly number[] {
    return [...this.#running.values()].map((one) => one.pid);
  }

  /** Those of the servers that do not run. */
  async start(): Promise<void> {
    // One after the other: the first to come prepares the database.
    for (const port of this.#ports) {
      if (this.#running.has(port)) continue;
      this.#running.set(port, await startServer({ settings: { ...this.settings, PORT: String(port) }, project: this.project }));
    }
  }

  /** SIGTERM, as an update would. */
  async stop(): Promise<void> {
    await this.#end(this.#ports, (running) => running.stop());
  }

  /** SIGKILL, to all or to the one of this index. */
  async kill(which?: number): Promise<void> {
    await this.#end(which === undefined ? this.#ports : this.#ports.slice(which, which + 1), (running) => running.kill());
  }

  async #end(ports: readonly number[], how: (running: Running) => Promise<void>): Promise<void> {
    const ending = ports.flatMap((port) => {
      const one = this.#running.get(port);
      this.#running.delete(port);
      return one === undefined ? [] : [one];
    });
    await Promise.all(ending.map(how));
    for (const one of ending) this.#printed += one.output();
  }

  async close(): Promise<void> {
    await this.kill();
    await this.proxy?.close();
    await this.#dropDatabase?.();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  async rows<T extends object = Line>(sql: string, ...values: (string | number)[]): Promise<T[]> {
    return await select<T>(this.databaseUrl, sql, values);
  }

  async row<T extends object = Line>(sql: string, ...values: (string | number)[]): Promise<T> {
    const [first] = await this.rows<T>(sql, ...values);
    if (first === undefined) throw new Error(`nothing answers ${sql} (${values.join(', ')})`);
    return first;
  }

  async count(sql: string, ...values: (string | number)[]): Promise<number> {
    const { n } = await this.row<{ n: number | string }>(sql, ...values);
    return Number(n);
  }

  /** The id of somebody of the demo. */
  async person(login: string): Promise<string> {
    return (await this.row<{ id: string }>('SELECT "id" FROM "Person" WHERE "login" = ?', login)).id;
  }

  async ticket(id: string): Promise<Ticket> {
    return await this.row<Ticket>('SELECT "id", "number", "status", "level", "assigneeId" AS "assignee" FROM "Ticket" WHERE "id" = ?', id);
  }

  /** Oldest first: who did what to a ticket. */
  async events(ticket: string): Promise<{ type: string; by: string | null }[]> {
    return await this.rows('SELECT "type", "actorId" AS "by" FROM "Event" WHERE "ticketId" = ? ORDER BY "version", "ordinal"', ticket);
  }

  /** New tickets of the lycée that nobody has and that its correspondents may take, oldest number first. */
  async freeTickets(): Promise<{ id: string; number: string; assetId: string | null }[]> {
    return await this.rows(
      `SELECT t."id", t."number", t."assetId" FROM "Ticket" t JOIN "Site" s ON s."id" = t."siteId"
       WHERE s."name" LIKE ? AND t."status" = ? AND t."level" = 1 AND t."assigneeId" IS NULL ORDER BY t."number"`,
      'Lycée%',
      'new',
    );
  }

  /** An asset of the lycée with a sticker: with an open ticket nobody has, or with none open. */
  async asset({ withTicket }: { withTicket: boolean }): Promise<{ id: string; code: string; type: string; ticket: string | null }> {
    const open = `SELECT MIN(t."id") FROM "Ticket" t WHERE t."assetId" = a."id" AND t."open"`;
    const found = await this.rows<{ id: string; code: string; type: string; ticket: string | null }>(
      `SELECT a."id", k."code", a."type", (${open} AND t."assigneeId" IS NULL AND t."status" = 'new' AND t."level" = 1) AS "ticket"
       FROM "Asset" a JOIN "Site" s ON s."id" = a."siteId" JOIN "Sticker" k ON k."assetId" = a."id"
       WHERE s."name" LIKE ? AND ${withTicket ? `(${open} AND t."assigneeId" IS NULL AND t."status" = 'new' AND t."level" = 1) IS NOT NULL` : `(${open}) IS NULL`}
       ORDER BY a."inventory" LIMIT 1`,
      'Lycée%',
    );
    const [first] = found;
    if (first === undefined) throw new Error('the demo has no such equipment');
    return first;
  }
}
