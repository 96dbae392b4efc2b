import 'server-only';
import * as z from 'zod/mini';
import type { Actor } from '#domain/actor.ts';
import { isUuid, type PersonId } from '#domain/ids.ts';
import { mayReadInternal, maySee, maySeeReported } from '#domain/permission.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { type Db, db } from './db.ts';
import { type Claims, sessionOf } from './session/actor.ts';
import { jsonOf, storeOf } from './sql.ts';

/** The organisation's version is looked at this often, ms, once for all the connections of this process; while there is none, never. */
const LOOK = 1_000;
/** A sign of life, so that a line that died is noticed; the session is asked again then, ms. */
const BEAT = 20_000;
/** Open lines of one account: a window each. */
const LINES = 6;
/** Sessions asked in one go, beside whatever else this process has to do. */
const AT_ONCE = 25;
/** More tickets than that changed at once (an import, a night's closing): everybody looks. */
const MANY = 200;

/** As one server tells it to the others. */
const Hint = z.object({
  server: z.string(),
  ticket: z.string().check(z.refine(isUuid)),
  person: z.string().check(z.refine(isUuid)),
  name: z.string().check(z.maxLength(200)),
  open: z.boolean(),
});

interface Line {
  readonly claims: Claims;
  actor: Actor;
  readonly send: (event: string, data: string) => void;
  readonly close: () => void;
}

/** Who listens, in this process. */
class Listeners {
  readonly #lines = new Set<Line>();
  #timer: NodeJS.Timeout | undefined;
  #seen = 0;
  #beatAt = 0;
  /** Which server says a hint: its own are told already. */
  readonly #self = crypto.randomUUID();
  /** Ends listening to the other servers; null: not listening. */
  #deafen: (() => void) | null = null;
  #isAsking = false;

  /** @returns null when this account has as many open as it may */
  async add(claims: Claims, actor: Actor, send: Line['send'], close: () => void): Promise<(() => void) | null> {
    const own = [...this.#lines].filter((l) => l.actor.person === actor.person);
    if (own.length >= LINES) return null;
    const line: Line = { claims, actor, send, close };
    this.#lines.add(line);
    if (this.#timer === undefined) {
      this.#beatAt = Date.now() + BEAT;
      this.#timer = setTimeout(() => void this.#look(), LOOK).unref();
      const open = await db();
      this.#seen = await versionOf(open);
      await this.#hear(open);
    }
    return () => this.#remove(line);
  }

  #remove(line: Line): void {
    this.#lines.delete(line);
    if (this.#lines.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#deafen?.();
    this.#deafen = null;
  }

  /** Listens to the other servers of this database, where there may be any; asked again at each look until it works. */
  async #hear(open: Db): Promise<void> {
    const { others } = storeOf(open);
    if (others === undefined || this.#deafen !== null || this.#isAsking) return;
    this.#isAsking = true;
    try {
      const end = await others.hear(
        (text) => void this.#heard(open, text).catch(() => {}),
        () => {
          this.#deafen = null;
        },
      );
      if (this.#lines.size === 0) end();
      else this.#deafen = end;
    } catch {
      // No connection is free, or none can be had: a hint less.
    } finally {
      this.#isAsking = false;
    }
  }

  async #heard(open: Db, text: string): Promise<void> {
    const hint = Hint.safeParse(JSON.parse(text));
    if (!hint.success || hint.data.server === this.#self) return;
    const head = await headOf(open, hint.data.ticket);
    if (head !== null) this.#deliver(head, hint.data.person as PersonId, hint.data.name, hint.data.open);
  }

  async #look(): Promise<void> {
    try {
      const open = await db();
      await this.#hear(open);
      await this.#tell(open);
      if (Date.now() >= this.#beatAt) await this.#beat(open);
    } catch {
      // The database is away for a moment: the next look tells what was missed.
    }
    if (this.#timer !== undefined) this.#timer = setTimeout(() => void this.#look(), LOOK).unref();
  }

  /** "Something changed for you": a person is woken for what they may see, and told nothing of it. */
  async #tell(open: Db): Promise<void> {
    const version = await versionOf(open);
    const since = this.#seen;
    if (version <= since) return;
    const { read } = storeOf(open);
    const rows = await read.all<{ head: unknown }>(`SELECT head FROM "Ticket" WHERE version > ? AND version <= ? LIMIT ${MANY}`, [since, version]);
    const [register] = await read.all<{ changed: number | null }>(
      `SELECT CASE WHEN (SELECT MAX(version) FROM "Site") > ? OR (SELECT MAX(version) FROM "Room") > ? OR (SELECT MAX(version) FROM "Asset") > ? THEN 1 ELSE 0 END AS changed`,
      [since, since, since],
    );
    const exits = await read.all<{ personId: PersonId }>('SELECT "personId" FROM "Exit" WHERE version > ? AND version <= ?', [since, version]);
    this.#seen = version;
    const gone = new Set(exits.map((e) => e.personId));
    const heads = rows.map((r) => upcastTicket(jsonOf<Ticket>(r.head)));
    const all = rows.length === MANY || Number(register?.changed) === 1;
    for (const { actor, send } of this.#lines) {
      if (all || gone.has(actor.person) || heads.some((h) => maySee(actor, h) || maySeeReported(actor, h))) send('news', String(version));
    }
  }

  /** A session that is over ends its lines; roles that changed are those of now. */
  async #beat(open: Db): Promise<void> {
    this.#beatAt = Date.now() + BEAT;
    for (const [i, line] of [...this.#lines].entries()) {
      // SQLite answers at once, so that nobody else would have a turn until thousands were asked.
      if (i % AT_ONCE === 0) await new Promise((done) => setImmediate(done));
      const session = await sessionOf(open, line.claims, Date.now());
      if (session === null) {
        this.#remove(line);
        line.close();
      } else {
        line.actor = session.actor;
        line.send('beat', '');
      }
    }
  }

  /** Somebody has a form open on this ticket, or no longer: a hint for colleagues who look at it, kept nowhere. */
  async hint(open: Db, head: Ticket, person: PersonId, name: string, isOpen: boolean): Promise<void> {
    this.#deliver(head, person, name, isOpen);
    const said = { server: this.#self, ticket: head.id, person, name, open: isOpen } satisfies z.infer<typeof Hint>;
    await storeOf(open).others?.say(JSON.stringify(said));
  }

  #deliver(head: Ticket, person: PersonId, name: string, isOpen: boolean): void {
    const data = JSON.stringify({ ticket: head.id, name, open: isOpen });
    for (const { actor, send } of this.#lines) {
      if (actor.person !== person && maySee(actor, head) && mayReadInternal(actor, head)) send('typing', data);
    }
  }

  /** For an orderly shutdown: an open line would hold it up. */
  closeAll(): void {
    for (const line of [...this.#lines]) {
      this.#remove(line);
      line.close();
    }
  }
}

async function versionOf(open: Db): Promise<number> {
  const [row] = await storeOf(open).read.all<{ version: number }>(`SELECT version FROM "Organisation" WHERE id = 'org'`);
  return row?.version ?? 0;
}

async function headOf(open: Db, ticket: string): Promise<Ticket | null> {
  const [row] = await storeOf(open).read.all<{ head: unknown }>('SELECT head FROM "Ticket" WHERE id = ?', [ticket]);
  return row === undefined ? null : upcastTicket(jsonOf<Ticket>(row.head));
}

// On globalThis: Next loads this module once for each route handler, and they speak of the same lines.
const shared = globalThis as { relaisListeners?: Listeners; relaisHush?: () => void };

function listeners(): Listeners {
  shared.relaisListeners ??= new Listeners();
  // Called by what ends the process (scripts/start.mjs), before it waits for the last answers.
  shared.relaisHush ??= () => shared.relaisListeners?.closeAll();
  return shared.relaisListeners;
}

/**
 * A line on which this person is told that something changed for them, as server-sent events: `news` with the organisation's version,
 * `typing` with who has a form open on a ticket. Ends with the session.
 * @returns null when they have as many as they may
 */
export async function openLine(claims: Claims, actor: Actor): Promise<ReadableStream<Uint8Array> | null> {
  const bytes = new TextEncoder();
  let remove: (() => void) | null = null;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
      given.enqueue(bytes.encode('retry: 5000\nevent: open\ndata:\n\n'));
    },
    cancel() {
      remove?.();
    },
  });
  const send = (event: string, data: string) => {
    try {
      controller?.enqueue(bytes.encode(event === 'beat' ? ':\n\n' : `event: ${event}\ndata: ${data}\n\n`));
    } catch {
      remove?.();
    }
  };
  const close = () => {
    try {
      controller?.close();
    } catch {
      // Gone already.
    }
  };
  remove = await listeners().add(claims, actor, send, close);
  return remove === null ? null : stream;
}

/** Tells colleagues that this person has a form open on a ticket; nothing where they may not see it, or it is not there. */
export async function tellTyping(open: Db, actor: Actor & { readonly name: string }, ticket: string, isOpen: boolean): Promise<void> {
  const head = await headOf(open, ticket);
  if (head !== null && maySee(actor, head)) await listeners().hint(open, head, actor.person, actor.name, isOpen);
}
