/** One statement as Prisma's `$allOperations` sees it. */
export interface Statement {
  readonly model: string | undefined;
  readonly operation: string;
  readonly args: unknown;
}

/** The table that a statement writes into or asks, plain INSERTs of server/insert.ts included. */
export function tableOf({ model, args }: Statement): string | undefined {
  return model ?? /INSERT INTO \\?"(\w+)\\?"/.exec(JSON.stringify(args) ?? '')?.[1];
}

/** Does it make new rows? */
export function isInsert({ operation, args }: Statement): boolean {
  return operation.startsWith('create') || (operation === '$executeRaw' && (JSON.stringify(args) ?? '').includes('INSERT INTO'));
}
