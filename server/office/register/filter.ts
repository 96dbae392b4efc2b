import 'server-only';
import * as z from 'zod/mini';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import { isUuid } from '#domain/ids.ts';
import { foldLabel, termsOf } from '#domain/register/search-text.ts';
import { LONG_DAYS, SOON_DAYS } from '#domain/register/table.ts';
import { ASSET_STATES } from '#domain/register/thing.ts';
import { en } from '#domain/words/en/index.ts';
import { fr } from '#domain/words/fr/index.ts';
import { localDay } from '#domain/words/time.ts';
import { among } from '#server/sql.ts';
import type { Scope } from './keeper.ts';

const DAY_MS = 86_400_000;
const short = (max: number) => z._default(z.string().check(z.maxLength(max), z.regex(/^\P{Cc}*$/u)), '');
const idOr = (other: readonly string[]) => z._default(z.string().check(z.refine((id) => id === '' || other.includes(id) || isUuid(id))), '');

/** The filter as a browser sends it; a question left out is not asked. */
export const Filter = z.object({
  text: short(200),
  site: idOr([]),
  room: idOr(['none']),
  building: short(80),
  type: short(40),
  state: z._default(z.enum(['', ...ASSET_STATES]), ''),
  maker: short(120),
  model: short(120),
  warranty: z._default(z.enum(['', 'over', 'soon', 'running', 'unknown']), ''),
  critical: z._default(z.enum(['', 'yes']), ''),
  vip: z._default(z.enum(['', 'yes']), ''),
  charter: z._default(z.enum(['', 'yes', 'no', 'unknown']), ''),
  seen: z._default(z.enum(['', 'never', 'long']), ''),
});

export type Filtered = z.infer<typeof Filter>;

export interface Where {
  readonly text: string;
  readonly values: readonly unknown[];
  /** It looks through texts. */
  readonly isSearch?: boolean;
}

const ACCENTS = [...'àâä', ...'éèêë', ...'îï', ...'ôö', ...'ùûü', 'ç', ...'ÀÂÄ', ...'ÉÈÊË', ...'ÎÏ', ...'ÔÖ', ...'ÙÛÜ', 'Ç'];
const APART = [' ', '-', '.', '/', "''", '’', '_'];

/** A short name as `foldLabel` folds it, said in SQL that both databases know. For tables of thousands, not of a hundred thousand. */
function foldedInSql(expression: string): string {
  const plain = ACCENTS.reduce((sql, sign) => `REPLACE(${sql}, '${sign}', '${foldLabel(sign)}')`, expression);
  return `LOWER(${APART.reduce((sql, sign) => `REPLACE(${sql}, '${sign}', '')`, plain)})`;
}

const ROOMS = `SELECT id FROM "Room" WHERE ${foldedInSql(`COALESCE(building, '') || name`)} LIKE ?`;
const SITES = `SELECT id FROM "Site" WHERE ${foldedInSql(`name || ' ' || city || ' ' || uai`)} LIKE ?`;
const CODES = `SELECT "assetId" FROM "Sticker" WHERE "assetId" IS NOT NULL AND code LIKE ?`;
/** Of a code so many letters are a piece worth looking for: fewer are in half of all. */
const CODE_PIECE = 4;

/** Types that people call so, in either language: "vidéoproj" is a projector. */
function typesCalled(term: string): string[] {
  if (term.length < 3) return [];
  return ASSET_TYPES.filter((type) => [fr, en].some((w) => foldLabel(w.catalogue.assetType[type]).includes(term)));
}

/** One piece of what was typed: on the label, in the name, of the type, of the room, of the site, or of the sticker's code. */
function ofTerm(term: string): Where {
  const like = `%${term}%`;
  const types = among(typesCalled(term));
  const isCode = term.length >= CODE_PIECE && term.length <= 8;
  const code = `%${term.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')}%`;
  return {
    text: `(a.search LIKE ? OR a.type IN ${types.marks} OR a."roomId" IN (${ROOMS}) OR a."siteId" IN (${SITES})${isCode ? ` OR a.id IN (${CODES})` : ''})`,
    values: [like, ...types.values, like, like, ...(isCode ? [code] : [])],
  };
}

/** Questions that are asked seldom: always in the statement, so that its texts stay few (server/sql.ts). */
function plain(filter: Filtered, today: string, longAgo: Date): Where {
  const pairs: (readonly [string, readonly unknown[]])[] = [];
  const same = (column: string, value: string) => pairs.push([`(? = '' OR ${column} = ?)`, [value, value]]);
  const when = (asked: string, answer: string, sql: string, values: readonly unknown[] = []) =>
    pairs.push([`(? <> '${answer}' OR ${sql})`, [asked, ...values]]);
  same('a.type', filter.type);
  same('a.state', filter.state);
  same('a.maker', filter.maker);
  same('a.model', filter.model);
  pairs.push([`(? = '' OR a."roomId" IN (SELECT id FROM "Room" WHERE building = ?))`, [filter.building, filter.building]]);
  const soon = new Date(Date.parse(today) + SOON_DAYS * DAY_MS).toISOString().slice(0, 10);
  when(filter.warranty, 'over', 'a."warrantyUntil" < ?', [today]);
  when(filter.warranty, 'soon', '(a."warrantyUntil" >= ? AND a."warrantyUntil" <= ?)', [today, soon]);
  when(filter.warranty, 'running', 'a."warrantyUntil" >= ?', [today]);
  when(filter.warranty, 'unknown', 'a."warrantyUntil" IS NULL');
  when(filter.critical, 'yes', 'a.critical = ?', [true]);
  when(filter.vip, 'yes', '(a.vip = ? OR a."roomId" IN (SELECT id FROM "Room" WHERE vip = ?))', [true, true]);
  when(filter.charter, 'yes', 'a.charter = ?', [true]);
  when(filter.charter, 'no', 'a.charter = ?', [false]);
  when(filter.charter, 'unknown', 'a.charter IS NULL');
  when(filter.seen, 'never', 'a."seenAt" IS NULL');
  when(filter.seen, 'long', '(a."seenAt" IS NULL OR a."seenAt" < ?)', [longAgo]);
  return { text: pairs.map(([sql]) => sql).join(' AND '), values: pairs.flatMap(([, values]) => values) };
}

/**
 * The condition on "Asset" a, within what the reader may see.
 * @param zone by whose clock a guarantee is over
 */
export function whereOf(filter: Filtered, reads: Scope, now: number, zone: string): Where {
  const parts: Where[] = [];
  if (reads !== 'all') {
    const sites = among(reads);
    parts.push({ text: `a."siteId" IN ${sites.marks}`, values: sites.values });
  }
  if (filter.site !== '') parts.push({ text: 'a."siteId" = ?', values: [filter.site] });
  if (filter.room === 'none') parts.push({ text: 'a."roomId" IS NULL', values: [] });
  else if (filter.room !== '') parts.push({ text: 'a."roomId" = ?', values: [filter.room] });
  const { text: _, site: __, room: ___, ...rest } = filter;
  if (Object.values(rest).some((value) => value !== '')) {
    parts.push(plain(filter, localDay(now, zone), new Date(now - LONG_DAYS * DAY_MS)));
  }
  const terms = termsOf(filter.text);
  parts.push(...terms.map(ofTerm));
  return {
    text: ['1 = 1', ...parts.map(({ text }) => text)].join(' AND '),
    values: parts.flatMap(({ values }) => values),
    isSearch: terms.length > 0,
  };
}
