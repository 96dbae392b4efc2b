/** Tickets are written by server/execute alone, the register by server/register and the seed; every such write carries the version (sync.md). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PhotoHash } from '#domain/ids.ts';
import type { Command } from '#domain/ticket/commands.ts';
import { executeSystem } from '#server/execute.ts';
import { databases } from '#test/databases.ts';
import { alarmsDuring, Device, ENGINEER, HUGO, MINA, newTicket, note, opening, openSchool, PROVIDER, type School, TEAM } from './school.ts';

const WRITERS: Readonly<Record<string, readonly string[]>> = {
  // A name that is no longer kept leaves what was written.
  ticket: ['server/ticket-rows.ts', 'server/personal/texts.ts'],
  event: ['server/ticket-rows.ts', 'server/personal/texts.ts'],
  ticketPerson: ['server/ticket-rows.ts', 'server/sweep/merged.ts'],
  ticketPhoto: ['server/ticket-rows.ts'],
  exit: ['server/notice-rows.ts', 'server/register-rows.ts'],
  site: ['server/register.ts', 'server/register-rows.ts', 'prisma/seed.ts'],
  room: ['server/register.ts', 'server/register-rows.ts', 'server/personal/equipment.ts', 'prisma/seed.ts'],
  asset: ['server/search-fill.ts', 'server/register.ts', 'server/register-rows.ts', 'server/personal/equipment.ts', 'prisma/seed.ts'],
  sticker: ['server/office/stickers.ts', 'server/register.ts', 'server/register-rows.ts', 'prisma/seed.ts'],
};
/** Their rows have a `version` column, by which a device learns of the change. */
const VERSIONED = ['ticket', 'event', 'exit', 'site', 'room', 'asset'];
const CALL = new RegExp(`\\.(${Object.keys(WRITERS).join('|')})\\s*\\.\\s*((?:create|update|upsert|delete)\\w*)\\s*\\(`, 'g');
const INSERT = /\binsertRows\(\s*\w+,\s*'(\w+)'/g;
const RAW = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(Ticket|Event|TicketPerson|TicketPhoto|Exit|Site|Room|Asset|Sticker)"?\b/gi;

interface Write {
  readonly file: string;
  readonly model: string;
  readonly operation: string;
  /** The call with its arguments. */
  readonly text: string;
}

/** The shipped sources: no tests, no generated client. A bench writes years by hand, in a database of its own. */
function sources(): string[] {
  const rooms = ['app', 'server', 'sync', 'scripts', 'prisma'];
  const files = rooms.flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)));
  return files.filter((f) => /\.tsx?$/.test(f) && !/^server\/db\/|^scripts\/bench\/|\.test\.tsx?$/.test(f));
}

/** From an opening parenthesis to the one that closes it. */
function call(source: string, from: number): string {
  let depth = 0;
  for (let i = from; i < source.length; i += 1) {
    if (source[i] === '(') depth += 1;
    if (source[i] === ')') depth -= 1;
    if (depth === 0) return source.slice(from, i + 1);
  }
  return source.slice(from);
}

function writes(): Write[] {
  return sources().flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const calls = [...source.matchAll(CALL)].map(
      (m): Write => ({
        file,
        model: m[1] ?? '',
        operation: m[2] ?? '',
        text: call(source, m.index + m[0].length - 1),
      }),
    );
    const inserts = [...source.matchAll(INSERT)].map((m): Write => {
      const table = m[1] ?? '';
      return { file, model: table.charAt(0).toLowerCase() + table.slice(1), operation: 'insert', text: call(source, source.indexOf('(', m.index)) };
    });
    const raw = [...source.matchAll(RAW)].map(
      (m): Write => ({
        file,
        model: (m[1] ?? '').replace(/^./, (c) => c.toLowerCase()),
        operation: /^delete/i.test(m[0]) ? 'delete, raw' : 'raw',
        text: source.slice(m.index, m.index + 300),
      }),
    );
    return [...calls, ...inserts.filter((w) => w.model in WRITERS), ...raw];
  });
}

describe('in the sources', () => {
  test('nobody else writes tickets or the register', () => {
    const all = writes();
    expect(all.length, 'the scan sees the writers').toBeGreaterThan(5);
    expect(all.filter((w) => WRITERS[w.model]?.includes(w.file) !== true)).toEqual([]);
  });

  test('every write of a row with a version names the version', () => {
    // An event's version is its place in the story, which a name that leaves it does not change: the ticket's own is raised beside it.
    // The sweep's date and the text that the desk looks through are the server's own: no device is told of them.
    const isOwn = (w: Write) =>
      /^UPDATE "Asset" SET search = v\.column2|^UPDATE "Event" SET data = \? WHERE id = \?'|^UPDATE "Ticket" SET "wakeAt" = \? WHERE|^\(\{ where, data: \{ wakeAt: [^,}]+ \} \}\)$/.test(
        w.text,
      );
    const silent = writes().filter(
      (w) => !isOwn(w) && VERSIONED.includes(w.model) && !w.operation.startsWith('delete') && !/\bversion\b/.test(w.text),
    );
    expect(silent).toEqual([]);
    // The register's rows say to whoever held them that they are gone (register.test.ts, invariant 19).
    const deleted = writes().filter((w) => VERSIONED.includes(w.model) && w.operation.startsWith('delete') && w.file !== 'server/register-rows.ts');
    expect(deleted, 'a row that vanishes tells no device').toEqual([]);
  });

  test('the rows of tickets are reached through execute only', () => {
    const users = sources().filter((f) => /\bsaveTickets\b/.test(readFileSync(f, 'utf8')));
    expect(users.sort()).toEqual(['server/execute.ts', 'server/ticket-rows.ts']);
  });
});

describe.each(databases())('on $name', (kind) => {
  let school: School;
  const watched = ['Ticket', 'Event', 'Exit', 'Site', 'Room', 'Asset'];
  beforeAll(async () => {
    school = await openSchool(kind);
    const complaint = 'a row without the version of its transaction';
    for (const table of watched) {
      if (kind.name === 'sqlite') {
        for (const when of ['INSERT', 'UPDATE']) {
          await school.db.$executeRawUnsafe(`CREATE TRIGGER "${table}_${when}" BEFORE ${when} ON "${table}"
            WHEN NEW.version IS NOT (SELECT version FROM Organisation) BEGIN SELECT RAISE(ABORT, '${complaint}'); END`);
        }
      } else {
        await school.db.$executeRawUnsafe(`CREATE FUNCTION guard_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.version IS DISTINCT FROM (SELECT version FROM "Organisation") THEN RAISE EXCEPTION '${complaint}'; END IF; RETURN NEW; END $$`);
        await school.db.$executeRawUnsafe(
          `CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION guard_${table}()`,
        );
      }
    }
  });
  afterAll(() => school.close());

  test('whatever is said, each row written carries the version that its transaction raised', async () => {
    const [mina, hugo, irene, paul] = [
      await Device.ready(school, MINA),
      await Device.ready(school, HUGO),
      await Device.ready(school, ENGINEER),
      await Device.ready(school, PROVIDER),
    ];
    const [one, two, three] = [newTicket(), newTicket(), newTicket()];
    const hash = 'a'.repeat(64) as PhotoHash;
    const v = 1 as const;
    const minaSays: Command[] = [
      opening(one, { photos: [hash] }),
      { type: 'take', v, ticket: one, expected: null },
      { type: 'start', v: 2, ticket: one, remote: false },
      { type: 'wait', v, ticket: one, reason: 'parts', until: null, text: '' },
      { type: 'resume', v, ticket: one },
      { type: 'ask_help', v, ticket: one, helper: HUGO, text: '' },
      { type: 'attach', v, ticket: one, hash: 'b'.repeat(64) as PhotoHash },
      { type: 'release', v, ticket: one, reason: 'r' },
      { type: 'take', v, ticket: one, expected: null },
      opening(two),
      opening(three),
    ];
    const silent = await alarmsDuring(async () => {
      const outcomes = [...(await mina.say(...minaSays)).receipts];
      outcomes.push(...(await hugo.say({ type: 'relieve', v, ticket: one, from: MINA, reason: 'r' }, { type: 'join', v, ticket: two })).receipts);
      outcomes.push(
        ...(await hugo.say({ type: 'resolve', v, ticket: one, text: 't', resolution: 'permanent', mode: 'on_site' }, note(one, 'merci'))).receipts,
      );
      outcomes.push(...(await irene.say({ type: 'escalate', v, ticket: two, direction: 'out', reason: 'warranty', text: '', team: TEAM })).receipts);
      outcomes.push(...(await paul.say({ type: 'take', v, ticket: two, expected: null })).receipts);
      outcomes.push(...(await irene.say({ type: 'escalate', v, ticket: two, direction: 'up', reason: 'skills', text: '', team: null })).receipts);
      outcomes.push(...(await mina.say({ type: 'drop', v, ticket: three, reason: 'no_answer', text: '' })).receipts);
      expect(outcomes.filter((r) => r.outcome.kind !== 'executed')).toEqual([]);
      expect(await executeSystem(school.db, { type: 'photo_stored', ticket: one, hash }, school.now)).toBe(true);
      expect(await executeSystem(school.db, { type: 'close', ticket: one }, school.now)).toBe(true);
    });
    expect(silent).toEqual([]);
    expect(await school.db.exit.count(), 'the provider lost it').toBe(1);
    await expect(school.db.site.updateMany({ data: { version: 1 } }), 'the guard stands').rejects.toThrow();
  });
});
