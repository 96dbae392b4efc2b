/** The server of the simulation: the shipped `sync` on a real SQLite file that can die, be busy, be copied and put back. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Actor } from '#domain/actor.ts';
import type { Instant } from '#domain/ids.ts';
import { RequestSchema } from '#domain/request.ts';
import type { Answer, SyncRequest } from '#domain/wire.ts';
import { contactsOf } from '#server/contacts.ts';
import { type Db, openDatabase } from '#server/db.ts';
import { ForeignOrigin, Unavailable } from '#server/failure.ts';
import { actorFor } from '#server/session/actor.ts';
import { storeOf } from '#server/sql.ts';
import { type Asker, sync } from '#server/sync.ts';
import type { SendResult } from '#sync/send.ts';
import { type Statement, watching } from '#test/statements.ts';

/** One fault of one delivery: at the n-th statement the process dies, a statement throws once, or the database stops answering. */
export interface Fault {
  readonly kind: 'die' | 'throw' | 'busy';
  readonly at: number;
}

/** How a mutant replaces the server's `sync`, or what its statements see. */
export interface ServerParts {
  readonly sync: typeof sync;
  readonly statement?: (op: Statement, next: () => Promise<unknown>, request: SyncRequest | null) => Promise<unknown>;
}

export interface Delivered {
  readonly result: SendResult;
  readonly answer: Answer | null;
  /** With the rights that the server read; null when the person is nobody. */
  readonly actor: Actor | null;
}

class Died extends Error {}

export class House {
  now: Instant;
  restores = 0;
  /** Restored without a word to it: only a device can tell. */
  undeclared = false;
  readonly #folder: string;
  #parts: ServerParts;
  #db!: Db;
  #faulty!: Db;
  #close!: () => Promise<void>;
  #raw!: Database.Database;
  #fault: Fault | null = null;
  #statements = 0;
  #asked: SyncRequest | null = null;

  private constructor(folder: string, now: Instant, parts: ServerParts) {
    this.#folder = folder;
    this.now = now;
    this.#parts = parts;
  }

  static async open(folder: string, now: Instant, parts: ServerParts = { sync }): Promise<House> {
    const house = new House(folder, now, parts);
    await house.#start();
    return house;
  }

  /** As it was when it was opened, from the same file: opening a client and compiling its queries costs more than a schedule. */
  renew(template: string, now: Instant, parts: ServerParts): void {
    const writer = new Database(this.path);
    writer.exec(`PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; ATTACH '${template}' AS template; BEGIN IMMEDIATE`);
    for (const { name } of writer.prepare("SELECT name FROM template.sqlite_master WHERE type = 'table'").all() as { name: string }[]) {
      writer.exec(`DELETE FROM main."${name}"; INSERT INTO main."${name}" SELECT * FROM template."${name}"`);
    }
    writer.exec('COMMIT');
    writer.close();
    rmSync(join(this.#folder, 'backup.db'), { force: true });
    contactsOf(storeOf(this.#faulty)).clear();
    this.now = now;
    this.#parts = parts;
  }

  get path(): string {
    return join(this.#folder, 'relais.db');
  }

  /** Without faults: the office, the photos, the checks. */
  get db(): Db {
    return this.#db;
  }

  /** A plain reader beside the server's, for the checks. */
  get raw(): Database.Database {
    return this.#raw;
  }

  async #start(): Promise<void> {
    const { db, close } = await openDatabase(`file:${this.path}`, false);
    this.#db = db;
    this.#close = close;
    this.#raw = new Database(this.path, { readonly: true });
    this.#faulty = watching(db, async (said, next) => {
      this.#hit();
      const { statement } = this.#parts;
      return statement === undefined ? next() : statement(said, next, this.#asked);
    });
  }

  #hit(): void {
    const fault = this.#fault;
    if (fault === null) return;
    this.#statements += 1;
    if (this.#statements < fault.at) return;
    if (fault.kind === 'die') throw new Died('the process is gone');
    if (fault.kind === 'busy') throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' });
    if (this.#statements === fault.at) throw new Error('a fault in the code');
  }

  /** One request through the door, as server/sync-door.ts answers it, with one fault if asked. */
  async deliver(person: string, request: SyncRequest, fault: Fault | null = null): Promise<Delivered> {
    const parsed = RequestSchema.parse(JSON.parse(JSON.stringify(request)));
    const found = await actorFor(this.#db, person);
    if (found === null) return { result: { kind: 'unauthorised' }, answer: null, actor: null };
    const { name, language, ...actor } = found;
    const asker: Asker = { actor, name, language };
    this.#fault = fault;
    this.#statements = 0;
    this.#asked = parsed;
    try {
      const answer = await this.#parts.sync(
        fault === null && this.#parts.statement === undefined ? this.#db : this.#faulty,
        asker,
        parsed,
        () => this.now,
      );
      return { result: { kind: 'answer', body: JSON.parse(JSON.stringify(answer)) }, answer, actor };
    } catch (error) {
      if (error instanceof ForeignOrigin) return { result: { kind: 'foreign-origin' }, answer: null, actor };
      if (fault === null && !(error instanceof Unavailable)) throw error;
      return { result: fault?.kind === 'die' ? { kind: 'offline' } : { kind: 'busy', retryAfter: null }, answer: null, actor };
    } finally {
      this.#fault = null;
      this.#asked = null;
    }
  }

  backup(): void {
    const copy = join(this.#folder, 'backup.db');
    rmSync(copy, { force: true });
    this.#raw.exec(`VACUUM INTO '${copy}'`);
  }

  /**
   * Puts the copy back. `declared`: by the restore command, which mints an incarnation; else the file was simply copied, and the server
   * cannot know. Either takes a restart, and longer than the pause between two rotations.
   */
  async restore(declared: boolean): Promise<boolean> {
    const copy = join(this.#folder, 'backup.db');
    if (!existsSync(copy)) return false;
    await this.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.path + suffix, { force: true });
    copyFileSync(copy, this.path);
    await this.#start();
    this.restores += 1;
    this.undeclared = !declared;
    this.now += 11 * 60_000;
    if (declared) await this.declare();
    return true;
  }

  /** What the restore command does to a copy. */
  async declare(): Promise<void> {
    this.undeclared = false;
    await this.#db.organisation.update({ where: { id: 'org' }, data: { incarnation: `restored-${this.restores}-${this.now}` } });
  }

  async close(): Promise<void> {
    // The faulty door has a store of its own, which nobody closes.
    await contactsOf(storeOf(this.#faulty)).end();
    this.#raw.close();
    await this.#close();
  }

  async demolish(): Promise<void> {
    await this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
