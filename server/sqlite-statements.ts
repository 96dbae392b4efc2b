import 'server-only';
import type Database from 'better-sqlite3';

/** Statements kept by one connection; Prisma's texts for a program are some hundreds. */
const KEPT = 500;

/** Prepares a text anew on one connection. */
export type Prepare = (text: string) => Database.Statement;

type Client = Pick<Database.Database, 'prepare'>;
type Args = unknown[];

/** What the stock adapter asks of a statement: bind once, then run or read. */
function bindable(statement: Database.Statement) {
  return {
    run: () => statement.run(),
    bind: (args: Args) => ({
      reader: statement.reader,
      run: () => statement.run(...args),
      columns: () => statement.columns(),
      raw: () => ({ all: () => statement.raw(true).all(...args) }),
    }),
  };
}

/**
 * The stock adapter prepares each query anew, which costs more than most of them take to run. This keeps the prepared statements of a
 * connection by their text, least recently used first out. SQLite itself prepares again after a change of schema.
 * @returns the connection's own way to prepare, for whoever speaks to it without the adapter
 */
export function keepStatements(connection: object): Prepare {
  const { client } = connection as { client?: Client };
  if (client === undefined) throw new Error('the adapter keeps its connection elsewhere now: see server/sqlite-statements.ts');
  const prepare = client.prepare.bind(client);
  const kept = new Map<string, ReturnType<typeof bindable>>();
  const cached = (text: string) => {
    const known = kept.get(text);
    if (known !== undefined) {
      kept.delete(text);
      kept.set(text, known);
      return known;
    }
    const made = bindable(prepare(text));
    kept.set(text, made);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? '');
    return made;
  };
  client.prepare = cached as unknown as Client['prepare'];
  return prepare as Prepare;
}
