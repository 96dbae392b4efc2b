import 'server-only';
import type { Sort } from '#domain/register/table.ts';

/** A row with it, that the next page begins after: the values of the order's own expressions. */
export type After = readonly (string | number)[];

interface Key {
  readonly sql: string;
  readonly is: 'text' | 'number' | 'date';
}

const text = (column: string): Key => ({ sql: `LOWER(COALESCE(${column}, ''))`, is: 'text' });
const ID: Key = { sql: 'a.id', is: 'text' };
const PLACE: readonly Key[] = [text('s.name'), text('r.building'), text('r.name'), { sql: 'a.type', is: 'text' }];
const EARLY = new Date(0);

/** What is not known comes last, whichever way the rest goes. */
function unknownLast(column: string, isUp: boolean): Key {
  return { sql: `CASE WHEN ${column} IS NULL THEN ${isUp ? 1 : 0} ELSE ${isUp ? 0 : 1} END`, is: 'number' };
}

function keysOf(sort: Sort, isUp: boolean): readonly Key[] {
  const known = (column: string, key: Key = text(column)) => [unknownLast(column, isUp), key, ID];
  switch (sort) {
    case 'place':
      return [...PLACE, ID];
    case 'type':
      return [{ sql: 'a.type', is: 'text' }, ID];
    case 'state':
      return [{ sql: 'a.state', is: 'text' }, ID];
    case 'made':
      return [unknownLast('a.maker', isUp), text('a.maker'), text('a.model'), ID];
    case 'cost':
      return known('a.cost', { sql: 'COALESCE(a.cost, 0)', is: 'number' });
    case 'seenAt':
      return known('a."seenAt"', { sql: 'COALESCE(a."seenAt", ?)', is: 'date' });
    default:
      return known(`a."${sort}"`);
  }
}

export interface Order {
  /** Columns of the statement, `k0`, `k1` …; they name a row in this order. */
  readonly columns: string;
  readonly columnValues: readonly unknown[];
  readonly by: string;
  /** The condition that a row comes after another, and its values. */
  after(row: After): { readonly text: string; readonly values: readonly unknown[] } | null;
  /** What names a row of the answer. */
  of(row: Readonly<Record<string, unknown>>): After;
}

/** An order in which every row has its own place, so that pages neither miss nor repeat one while rows come and go (keyset). */
export function orderOf(sort: Sort, isUp: boolean): Order {
  const keys = keysOf(sort, isUp);
  const way = isUp ? 'ASC' : 'DESC';
  const filled = keys.flatMap(({ is }) => (is === 'date' ? [EARLY] : []));
  return {
    columns: keys.map(({ sql }, i) => `${sql} AS k${i}`).join(', '),
    columnValues: filled,
    by: keys.map((_, i) => `k${i} ${way}`).join(', '),
    after(row) {
      if (row.length !== keys.length) return null;
      const values = keys.map(({ is }, i) => (is === 'date' ? new Date(row[i] ?? 0) : is === 'number' ? Number(row[i]) : String(row[i])));
      if (values.some((v) => (typeof v === 'number' && !Number.isFinite(v)) || (v instanceof Date && Number.isNaN(v.getTime())))) return null;
      return {
        text: `(${keys.map(({ sql }) => sql).join(', ')}) ${isUp ? '>' : '<'} (${keys.map(() => '?').join(', ')})`,
        values: [...filled, ...values],
      };
    },
    of: (row) =>
      keys.map(({ is }, i) => {
        const value = row[`k${i}`];
        return is === 'date' ? new Date(value as string | Date).toISOString() : (value as string | number);
      }),
  };
}
