import type { Db } from '#server/db.ts';
import { bindStore, type Sql, storeOf } from '#server/sql.ts';

/** One statement as Prisma's `$allOperations` sees it; one of server/sql.ts comes as raw, with its text and values. */
export interface Statement {
  readonly model: string | undefined;
  readonly operation: string;
  readonly args: unknown;
}

/** Is asked before each statement. */
type Between = (statement: Statement, next: () => Promise<unknown>) => Promise<unknown>;

/** The table that a statement writes into or asks, plain INSERTs and SELECTs included. */
export function tableOf({ model, args }: Statement): string | undefined {
  return model ?? /(?:INSERT INTO|FROM|UPDATE) \\?"(\w+)\\?"/.exec(JSON.stringify(args) ?? '')?.[1];
}

/** Does it make new rows? */
export function isInsert({ operation, args }: Statement): boolean {
  return operation.startsWith('create') || (operation === '$executeRaw' && (JSON.stringify(args) ?? '').includes('INSERT INTO'));
}

function watched(sql: Sql, between: Between): Sql {
  const said = (operation: string, args: readonly unknown[]): Statement => ({ model: undefined, operation, args });
  return {
    all: <R>(text: string, values: readonly unknown[] = []) =>
      between(said('$queryRaw', [text, values]), () => sql.all(text, values)) as Promise<R[]>,
    run: (text, values = []) => between(said('$executeRaw', [text, values]), () => sql.run(text, values)) as Promise<number>,
  };
}

/** A view of the database that asks before each of its statements, by Prisma or past it. */
export function watching(db: Db, between: Between): Db {
  const view = db.$extends({
    query: { $allOperations: ({ model, operation, args, query }) => between({ model, operation, args }, () => query(args)) },
  }) as unknown as Db;
  const store = storeOf(db);
  bindStore(view, { read: watched(store.read, between), write: (work) => store.write((tx) => work(watched(tx, between))) });
  return view;
}
