import 'server-only';
import type { PersonId, TicketId } from '#domain/ids.ts';
import { provisionalCode } from '#domain/ids.ts';
import { publicPart } from '#domain/permission.ts';
import { wordsIn } from '#domain/search.ts';
import type { TicketEvent } from '#domain/ticket/events.ts';
import { peopleOf, type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { LANGUAGES, words } from '#domain/words/index.ts';
import type { Book } from './book.ts';
import { type Db, db } from './db.ts';
import { log } from './log.ts';
import { among, jsonOf, type Sql, storeOf } from './sql.ts';

/** How a ticket's words are made; another one has all of them made again, little by little, after the next start. */
export const REVISION = 1;
/** Tickets in one transaction of the making, and a breath between two, ms: no tap waits for more. */
const AT_ONCE = 50;
const BREATH = 20;
/** Words in one statement at most. */
const PAIRS = 128;
/** What changed in the register since is read again this often, ms. */
const EVERY = 3_600_000;

/** Words by who may read them. */
interface Texts {
  readonly said: Set<string>;
  readonly inside: Set<string>;
  readonly support: Set<string>;
}

const nothing = (): Texts => ({ said: new Set(), inside: new Set(), support: new Set() });
const PARTS = ['said', 'inside', 'support'] as const;

function add(to: Set<string>, ...texts: readonly (string | null | undefined)[]): void {
  for (const text of texts) if (text) for (const word of wordsIn(text)) to.add(word);
}

/** What somebody wrote in an event. */
function written(event: TicketEvent): string {
  const { text = '', reason = '' } = event as { text?: string; reason?: string };
  const isProse = event.type === 'OwnershipReleased' || event.type === 'OwnershipRelieved';
  return `${text} ${isProse ? reason : ''} ${event.type === 'TaskAdded' ? event.task.text : ''}`;
}

function addEvent(texts: Texts, event: TicketEvent): void {
  const outside = publicPart(event);
  if (outside !== null) add(texts.said, written(outside));
  add(texts.inside, written(event));
}

const labels = new Map<string, readonly string[]>();

/** What a code is called, in both languages; cut into words once, for it is on the way of every tap. */
/** Codes come from outside: one may be called as something that every object has. */
function labelOf(table: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(table, code) ? (table[code] ?? '') : '';
}

function addLabels(texts: Texts, table: 'category' | 'symptom' | 'assetType', code: string): void {
  const key = `${table} ${code}`;
  const said = labels.get(key) ?? LANGUAGES.flatMap((l) => wordsIn(labelOf(words(l).catalogue[table], code)));
  // A code that is not known here has no label, and is nobody's to fill the memory with.
  if (said.length > 0) labels.set(key, said);
  for (const word of said) texts.said.add(word);
}

/** The head's own words, labels in both languages: one looks for what one reads on the screen. */
function addHead(texts: Texts, head: Ticket): void {
  add(texts.said, head.number, Number(head.number?.split('-')[1] ?? Number.NaN) ? String(Number(head.number?.split('-')[1])) : null);
  add(texts.said, provisionalCode(head.id), head.code, head.text, head.beneficiaryName, head.callback, head.access?.resource);
  add(texts.said, head.resolution?.text, head.drop?.text);
  addLabels(texts, 'category', head.category);
  if (head.symptom !== null) addLabels(texts, 'symptom', head.symptom);
}

interface Fact {
  readonly kind: 'asset' | 'room' | 'site' | 'person' | 'code';
  readonly id: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly c: string | null;
  readonly d: string | null;
}

/** What the register calls these, in one statement. */
function factsOf(tx: Sql, heads: readonly Ticket[], people: readonly PersonId[]): Promise<Fact[]> {
  const assets = among(heads.flatMap((h) => h.asset ?? []));
  const rooms = among(heads.flatMap((h) => h.room ?? []));
  const sites = among([...new Set(heads.map((h) => h.site))]);
  const persons = among([...new Set(people)]);
  return tx.all<Fact>(
    `SELECT 'asset' AS kind, id, type AS a, COALESCE(maker, '') || ' ' || COALESCE(model, '') AS b, COALESCE(serial, '') AS c, COALESCE(inventory, '') AS d
      FROM "Asset" WHERE id IN ${assets.marks}
    UNION ALL SELECT 'code', "assetId", code, '', '', '' FROM "Sticker" WHERE "assetId" IN ${assets.marks}
    UNION ALL SELECT 'room', id, name, COALESCE(building, ''), '', '' FROM "Room" WHERE id IN ${rooms.marks}
      OR id IN (SELECT "roomId" FROM "Asset" WHERE id IN ${assets.marks})
    UNION ALL SELECT 'room', a.id, r.name, COALESCE(r.building, ''), '', '' FROM "Asset" a JOIN "Room" r ON r.id = a."roomId" WHERE a.id IN ${assets.marks}
    UNION ALL SELECT 'site', id, name, city, uai, '' FROM "Site" WHERE id IN ${sites.marks}
    UNION ALL SELECT 'person', id, "givenName", "familyName", '', '' FROM "Person" WHERE id IN ${persons.marks}`,
    [...assets.values, ...assets.values, ...rooms.values, ...assets.values, ...assets.values, ...sites.values, ...persons.values],
  );
}

function addFacts(texts: Texts, facts: ReadonlyMap<string, readonly Fact[]>, ids: readonly (string | null)[]): void {
  for (const { kind, a, b, c, d } of ids.flatMap((id) => (id === null ? [] : (facts.get(id) ?? [])))) {
    if (kind === 'asset') {
      addLabels(texts, 'assetType', a ?? '');
      add(texts.said, b);
      add(texts.support, c, d);
    } else if (kind === 'room') {
      // B 203 is said and typed in one: its building and its name.
      add(texts.said, a, b, b === '' ? null : `${b}${a}`.replace(/[^\p{L}\p{N}]/gu, ''));
    } else add(texts.said, a, b, c);
  }
}

async function known(tx: Sql, heads: readonly Ticket[], people: readonly PersonId[]): Promise<ReadonlyMap<string, readonly Fact[]>> {
  const facts = new Map<string, Fact[]>();
  for (const fact of await factsOf(tx, heads, people)) facts.set(fact.id, [...(facts.get(fact.id) ?? []), fact]);
  return facts;
}

interface Row {
  readonly ticket: TicketId;
  readonly texts: Texts;
  readonly revision: number;
}

/** What the words of one part are kept as: each after a space, so that a word is found by its beginning. */
function kept(texts: Texts, part: (typeof PARTS)[number]): string {
  const mine = part === 'said' ? [...texts.said] : [...texts[part]].filter((w) => !texts.said.has(w));
  return mine.map((w) => ` ${w}`).join('');
}

/** Adds to what tickets are found by. One that was not whole stays so (`revision` 0) until the making comes by. */
async function write(tx: Sql, rows: readonly Row[], version: number): Promise<void> {
  const pairs: (string | number)[] = [];
  for (const { ticket, texts, revision } of rows) {
    const all = new Set([...texts.said, ...texts.inside, ...texts.support]);
    if (all.size === 0) continue;
    const [row] = await tx.all<{ n: number }>(
      `INSERT INTO "SearchText" ("ticketId", said, inside, support, revision, version) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT ("ticketId") DO UPDATE SET said = "SearchText".said || excluded.said, inside = "SearchText".inside || excluded.inside,
        support = "SearchText".support || excluded.support RETURNING n`,
      [ticket, ...PARTS.map((part) => kept(texts, part)), revision, version],
    );
    for (const word of all) pairs.push(word, row?.n as number);
  }
  // Of several tickets together: a statement costs more than its rows.
  for (let done = 0, size = PAIRS; done < pairs.length; done += size * 2) {
    while (size * 2 > pairs.length - done) size /= 2;
    const marks = Array.from({ length: size }, () => '(?, ?)').join(', ');
    await tx.run(`INSERT INTO "SearchWord" (word, n) VALUES ${marks} ON CONFLICT (word, n) DO NOTHING`, pairs.slice(done, done + size * 2));
  }
}

/** The words of what was just said, in the transaction that says it. Called by server/execute only. */
export async function indexChanges(tx: Sql, book: Book, version: number): Promise<void> {
  const rows: (Row & { readonly people: readonly PersonId[]; readonly head: Ticket; readonly isMoved: boolean })[] = [];
  for (const { before, after } of book.touched()) {
    const texts = nothing();
    for (const change of book.changes) if (change.after.id === after.id) for (const { event } of change.recorded) addEvent(texts, event);
    const was = before === null ? [] : peopleOf(before);
    const people = peopleOf(after).filter((p) => !was.includes(p));
    const isMoved = before === null || before.asset !== after.asset || before.room !== after.room;
    const isQualified = isMoved || before.category !== after.category || before.symptom !== after.symptom;
    if (isQualified) addHead(texts, after);
    rows.push({ ticket: after.id, texts, revision: before === null ? REVISION : 0, people, head: after, isMoved });
  }
  const told = rows.filter((r) => r.people.length > 0 || r.isMoved);
  if (told.length > 0) {
    const facts = await known(
      tx,
      told.filter((r) => r.isMoved).map((r) => r.head),
      told.flatMap((r) => r.people),
    );
    for (const { texts, people, head, isMoved } of told) addFacts(texts, facts, [...people, ...(isMoved ? [head.site, head.asset, head.room] : [])]);
  }
  await write(tx, rows, version);
}

/** These tickets once more, from what is stored of them: all their words, and none that they no longer have. */
export async function indexAgain(tx: Sql, ids: readonly string[]): Promise<void> {
  const these = among(ids);
  const heads = await tx.all<{ head: unknown }>(`SELECT head FROM "Ticket" WHERE id IN ${these.marks}`, these.values);
  const events = await tx.all<{ ticketId: string; data: unknown }>(
    `SELECT "ticketId", data FROM "Event" WHERE "ticketId" IN ${these.marks}`,
    these.values,
  );
  const old = await tx.all<{ n: number }>(`SELECT n FROM "SearchText" WHERE "ticketId" IN ${these.marks}`, these.values);
  for (const { n } of old) {
    const [text] = await tx.all<{ all: string }>(`SELECT said || inside || support AS "all" FROM "SearchText" WHERE n = ?`, [n]);
    const gone = among([...new Set(text?.all.split(' ').filter((w) => w !== ''))]);
    await tx.run(`DELETE FROM "SearchWord" WHERE word IN ${gone.marks} AND n = ?`, [...gone.values, n]);
    await tx.run(`UPDATE "SearchText" SET said = '', inside = '', support = '' WHERE n = ?`, [n]);
  }
  const [organisation] = await tx.all<{ version: number }>(`SELECT version FROM "Organisation" WHERE id = 'org'`);
  const version = organisation?.version ?? 0;
  const all = heads.map((r) => upcastTicket(jsonOf<Ticket>(r.head)));
  const people = all.flatMap(peopleOf);
  const facts = await known(tx, all, people);
  const rows = all.map((head): Row => {
    const texts = nothing();
    addHead(texts, head);
    for (const { ticketId, data } of events) if (ticketId === head.id) addEvent(texts, jsonOf<TicketEvent>(data));
    addFacts(texts, facts, [...peopleOf(head), head.site, head.asset, head.room]);
    return { ticket: head.id, texts, revision: REVISION };
  });
  await write(tx, rows, version);
  await tx.run(`UPDATE "SearchText" SET revision = ?, version = ? WHERE "ticketId" IN ${these.marks}`, [REVISION, version, ...these.values]);
}

/** A room or a site is called otherwise from now on: what is there is found by its old name until it is made again. */
export async function renamed(
  tx: Sql,
  { rooms = [], sites = [] }: { readonly rooms?: readonly string[]; readonly sites?: readonly string[] },
): Promise<void> {
  const to = async (which: string, values: readonly unknown[]) =>
    tx.run(`UPDATE "SearchText" SET revision = 0 WHERE "ticketId" IN (${which})`, values);
  if (sites.length > 0) {
    const these = among(sites);
    await to(`SELECT id FROM "Ticket" WHERE "siteId" IN ${these.marks}`, these.values);
  }
  if (rooms.length > 0) {
    const these = among(rooms);
    // The room that a ticket names, and that of the equipment it is on.
    await to(
      `SELECT t.id FROM "Ticket" t WHERE t."siteId" IN (SELECT "siteId" FROM "Room" WHERE id IN ${these.marks}) AND t.head ->> 'room' IN ${these.marks}
        UNION SELECT t.id FROM "Ticket" t JOIN "Asset" a ON a.id = t."assetId" WHERE a."roomId" IN ${these.marks}`,
      [...these.values, ...these.values, ...these.values],
    );
  }
}

/** Makes what is not made yet, or was made from a register that changed since. @returns how many tickets */
export async function makeIndex(from: Db, isOver: () => boolean = () => false): Promise<number> {
  const store = storeOf(from);
  let made = 0;
  for (let last = ''; !isOver(); ) {
    const rows = await store.read.all<{ id: string }>(
      `SELECT t.id FROM "Ticket" t LEFT JOIN "SearchText" s ON s."ticketId" = t.id LEFT JOIN "Asset" a ON a.id = t."assetId"
        WHERE t.id > ? AND (s.n IS NULL OR s.revision <> ? OR a.version > s.version) ORDER BY t.id LIMIT ${AT_ONCE}`,
      [last, REVISION],
    );
    const ids = rows.map((r) => r.id);
    if (ids.length === 0) break;
    await store.write((tx) => indexAgain(tx, ids));
    last = ids.at(-1) ?? '';
    made += ids.length;
    await new Promise((done) => setTimeout(done, BREATH));
  }
  return made;
}

/** Looks soon after the start, then each hour. @returns how to stop */
export function startIndexing(): () => void {
  let isOver = false;
  const look = async () => {
    try {
      await makeIndex(await db(), () => isOver);
    } catch (error) {
      log('warn', 'the search index was not made', { error });
    }
  };
  const first = setTimeout(() => void look(), 1_000).unref();
  const hourly = setInterval(() => void look(), EVERY).unref();
  return () => {
    isOver = true;
    clearTimeout(first);
    clearInterval(hourly);
  };
}
