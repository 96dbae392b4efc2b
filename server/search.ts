import 'server-only';
import { type Actor, isSupport } from '#domain/actor.ts';
import type { Found, FoundTicket } from '#domain/found.ts';
import type { TicketId } from '#domain/ids.ts';
import { mayReadInternal, maySee } from '#domain/permission.ts';
import { after, farBeginnings, holdsWord, nearWords, slipsBetween, wordsAsked, wordsIn } from '#domain/search.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { en } from '#domain/words/en/index.ts';
import { fr } from '#domain/words/fr/index.ts';
import type { Condition } from './changes.ts';
import type { Db } from './db.ts';
import { namesOf } from './judge.ts';
import { among, jsonOf, type Sql, storeOf } from './sql.ts';

/** Tickets in an answer. */
const SHOWN = 30;
/** Candidates looked at in one go, and goes at most: whoever may see few of many is not searched for for ever. */
const LOOKED = 60;
const GOES = 8;
/** Words by which a slip of the finger is made good, at most. */
const TRIED = 4;
/** Words that begin alike, read at most. */
const READ = 4_000;
/** A word that so many tickets hold is counted no further: the last tickets are read until enough hold it, and the index would only delay. */
const MANY = 4_000;

/** Roles that see all tickets of their sites, or of the organisation. */
const WIDE: ReadonlySet<string> = new Set(['correspondent', 'technician', 'engineer', 'supervisor', 'admin', 'approver']);

/** Where to look: all tickets, or those of an actor's sites, teams and own. `maySee` has the last word. */
function scopeOf(actor: Actor): Condition | 'all' {
  const wide = actor.memberships.filter((m) => WIDE.has(m.role));
  if (wide.some((m) => m.site === null)) return 'all';
  const sites = among([...new Set(wide.map((m) => m.site))]);
  const teams = among(actor.teams);
  return {
    text: `SELECT id FROM "Ticket" WHERE "siteId" IN ${sites.marks} UNION SELECT id FROM "Ticket" WHERE "teamId" IN ${teams.marks}
      UNION SELECT "ticketId" FROM "TicketPerson" WHERE "personId" = ?`,
    values: [...sites.values, ...teams.values, actor.person],
  };
}

interface Candidate {
  readonly n: number;
  readonly head: unknown;
  readonly said: string;
  readonly inside: string;
  readonly support: string;
}

const range = (word: string): Condition => {
  const end = after(word);
  return end === null ? { text: 'w.word >= ?', values: [word] } : { text: 'w.word >= ? AND w.word < ?', values: [word, end] };
};

/** The word that the fewest tickets hold: the index is asked for it alone, the others are looked for in what it gives. Null: all are everywhere. */
async function rarest(read: Sql, asked: readonly string[]): Promise<string | null> {
  const ranges = asked.map(range);
  const counts = await read.all<{ i: number; many: number }>(
    ranges
      .map(({ text }, i) => `SELECT ${i} AS i, (SELECT COUNT(*) FROM (SELECT 1 FROM "SearchWord" w WHERE ${text} LIMIT ${MANY}) x) AS many`)
      .join(' UNION ALL '),
    ranges.flatMap((r) => r.values),
  );
  const [least] = counts.sort((a, b) => Number(a.many) - Number(b.many));
  return least === undefined || Number(least.many) >= MANY ? null : (asked[least.i] ?? null);
}

/** Candidates, the last opened first. What stands in a column is folded: a word is figures and small letters, never a pattern. */
async function candidates(read: Sql, scope: Condition | 'all', asked: readonly string[], before: number): Promise<Candidate[]> {
  const has = asked.map(() => '(s.said LIKE ? OR s.inside LIKE ? OR s.support LIKE ?)').join(' AND ');
  const likes = asked.flatMap((w) => [`%${w}%`, `%${w}%`, `%${w}%`]);
  const columns = 's.n, s."ticketId", s.said, s.inside, s.support';
  // Materialized, so that few texts are looked through, and not all of them first: a planner takes LIKE for cheap and for rare.
  const lookedThrough = async (few: Condition | null): Promise<Candidate[]> =>
    read.all<Candidate>(
      `WITH ${few === null ? '' : `few AS MATERIALIZED (SELECT ${columns} FROM "SearchText" s WHERE ${few.text}),`}
        found AS MATERIALIZED (SELECT ${columns} FROM ${few === null ? '"SearchText"' : 'few'} s WHERE s.n < ? AND ${has} ORDER BY s.n DESC LIMIT ${LOOKED})
        SELECT s.n, s.said, s.inside, s.support, t.head FROM found s JOIN "Ticket" t ON t.id = s."ticketId" ORDER BY s.n DESC`,
      [...(few?.values ?? []), before, ...likes],
    );
  if (scope !== 'all') return lookedThrough({ text: `s."ticketId" IN (${scope.text})`, values: scope.values });
  const word = await rarest(read, asked);
  if (word === null) return lookedThrough(null);
  const { text, values } = range(word);
  return lookedThrough({ text: `s.n IN (SELECT w.n FROM "SearchWord" w WHERE ${text})`, values });
}

/** All of these words, among those that this actor may read of a ticket that they may see. */
async function lookFor(read: Sql, actor: Actor, asked: readonly string[]): Promise<Ticket[]> {
  const scope = scopeOf(actor);
  const found: Ticket[] = [];
  let before = 2_147_483_647;
  for (let go = 0; go < GOES && found.length < SHOWN; go += 1) {
    const rows = await candidates(read, scope, asked, before);
    for (const { head: stored, said, inside, support } of rows) {
      const head = upcastTicket(jsonOf<Ticket>(stored));
      if (!maySee(actor, head)) continue;
      const text = `${said}${mayReadInternal(actor, head) ? inside : ''}${isSupport(actor, head.site) ? support : ''}`;
      if (asked.every((word) => holdsWord(text, word))) found.push(head);
    }
    if (rows.length < LOOKED) break;
    before = rows.at(-1)?.n ?? 0;
  }
  return found.slice(0, SHOWN);
}

/** One slip of the finger in one of the words: those near it that some ticket holds. */
async function slips(read: Sql, asked: readonly string[]): Promise<string[][]> {
  const tries: string[][] = [];
  for (const [i, word] of asked.entries()) {
    const near = nearWords(word);
    if (near.length === 0) continue;
    const { values } = among(near);
    // One step down the index for each: a word that many tickets hold is not counted.
    const there = await read.all<{ word: string }>(
      `WITH near(word) AS (VALUES ${values.map(() => '(?)').join(', ')}) SELECT DISTINCT near.word FROM near
        WHERE EXISTS (SELECT 1 FROM "SearchWord" w WHERE w.word = near.word) LIMIT 20`,
      values,
    );
    for (const { word: other } of there) tries.push(asked.map((w, k) => (k === i ? other : w)));
  }
  return tries.slice(0, TRIED);
}

/** Words that begin so, each once: one step down the index for each of them, not for each ticket that holds it. */
async function wordsFrom(read: Sql, beginning: string): Promise<string[]> {
  const end = after(beginning) ?? '{';
  const rows = await read.all<{ word: string }>(
    `WITH RECURSIVE found(word) AS (
        SELECT (SELECT MIN(w.word) FROM "SearchWord" w WHERE w.word >= ? AND w.word < ?)
        UNION ALL SELECT (SELECT MIN(w.word) FROM "SearchWord" w WHERE w.word > found.word AND w.word < ?) FROM found WHERE found.word IS NOT NULL)
      SELECT word FROM found WHERE word IS NOT NULL LIMIT ${READ}`,
    [beginning, end, end],
  );
  return rows.map((r) => r.word);
}

/** Two slips in one long word: the nearest of what some ticket holds, those that begin most like it first. */
async function farSlips(read: Sql, asked: readonly string[]): Promise<string[][]> {
  const tries: { readonly words: string[]; readonly alike: number }[] = [];
  for (const [i, word] of asked.entries()) {
    for (const beginning of farBeginnings(word)) {
      for (const other of await wordsFrom(read, beginning)) {
        if (/\d/.test(other) || slipsBetween(word, other, 2) !== 2) continue;
        let alike = 0;
        while (alike < word.length && word[alike] === other[alike]) alike += 1;
        tries.push({ words: asked.map((w, k) => (k === i ? other : w)), alike });
      }
    }
  }
  return tries
    .sort((a, b) => b.alike - a.alike)
    .slice(0, TRIED)
    .map((t) => t.words);
}

const LABELS = [fr, en].flatMap((w) => [w.catalogue.category, w.catalogue.symptom, w.catalogue.assetType].flatMap((table) => Object.values(table)));

/** A kept word as people write it: among the labels, else in what these tickets say; as it is kept where neither has it. */
function spelt(word: string, heads: readonly Ticket[]): string {
  for (const text of [...LABELS, ...heads.map((h) => h.text)]) {
    const found = text.split(/[^\p{L}\p{N}]+/u).find((raw) => raw !== '' && wordsIn(raw).includes(word));
    if (found !== undefined) return found.toLowerCase();
  }
  return word;
}

interface Place {
  readonly ticket: string;
  readonly site: string | null;
  readonly building: string | null;
  readonly room: string | null;
  readonly type: string | null;
}

async function placesOf(read: Sql, heads: readonly Ticket[]): Promise<Map<string, Place>> {
  if (heads.length === 0) return new Map();
  const these = among(heads.map((h) => h.id));
  const rooms = among(heads.flatMap((h) => h.room ?? []));
  const rows = await read.all<Place>(
    `SELECT t.id AS ticket, i.name AS site, r.building, r.name AS room, a.type FROM "Ticket" t JOIN "Site" i ON i.id = t."siteId"
      LEFT JOIN "Asset" a ON a.id = t."assetId" LEFT JOIN "Room" r ON r.id = a."roomId" WHERE t.id IN ${these.marks}`,
    these.values,
  );
  const named = await read.all<{ id: string; building: string | null; name: string }>(
    `SELECT id, building, name FROM "Room" WHERE id IN ${rooms.marks}`,
    rooms.values,
  );
  const own = new Map(named.map((r) => [r.id, r]));
  const roomOf = new Map(heads.map((h) => [h.id as string, h.room === null ? undefined : own.get(h.room)]));
  return new Map(
    rows.map((row) => {
      const room = roomOf.get(row.ticket);
      return [row.ticket, room === undefined ? row : { ...row, building: room.building, room: room.name }];
    }),
  );
}

/**
 * The tickets that answer a search, wherever they are, as far as this person may see and read them: an own ticket's internal notes are not
 * found by its requester. Where nothing answers, one slip of the finger is made good, then two in a long word; its words are told only where
 * they found something.
 */
export async function search(db: Db, actor: Actor, text: string): Promise<Found> {
  const { read } = storeOf(db);
  const asked = wordsAsked(text);
  if (asked.length === 0 || asked.every((w) => /^[a-z]$/.test(w))) return { tickets: [], tried: [] };
  let heads = await lookFor(read, actor, asked);
  const tried: string[] = [];
  for (const made of [slips, farSlips]) {
    if (heads.length > 0) break;
    for (const words of await made(read, asked)) {
      const more = await lookFor(read, actor, words);
      if (more.length === 0) continue;
      tried.push(words.map((word, i) => (word === asked[i] ? word : spelt(word, more))).join(' '));
      const seen = new Set(heads.map((h) => h.id));
      heads = [...heads, ...more.filter((h) => !seen.has(h.id))].slice(0, SHOWN);
    }
  }
  const places = await placesOf(read, heads);
  const names = await namesOf(read, new Set(heads.flatMap((h) => h.assignee ?? [])));
  const isNumber = (h: Ticket) => h.number !== null && asked.includes(h.number.replace('-', ''));
  const rank = (h: Ticket) => (isNumber(h) ? 0 : h.endedAt === null ? 1 : 2);
  const tickets = heads
    .sort((a, b) => rank(a) - rank(b) || b.openedAt - a.openedAt)
    .map((head): FoundTicket => {
      const place = places.get(head.id);
      const { id, number, status, category, symptom, openedAt, priority, site } = head;
      return {
        ...{ id: id as TicketId, number, status, category, symptom, openedAt, priority, site },
        text: head.text.slice(0, 200),
        siteName: place?.site ?? '',
        building: place?.building ?? null,
        room: place?.room ?? null,
        assetType: place?.type ?? null,
        assignee: head.assignee === null ? null : (names.get(head.assignee) ?? null),
      };
    });
  return { tickets, tried };
}
