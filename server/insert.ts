import 'server-only';
import { Prisma } from './db/sqlite/client.ts';
import type { Tx } from './db.ts';

/** Rows of the tables that every command writes, as Prisma's own `createMany` takes them. */
interface Rows {
  Ticket: Prisma.TicketCreateManyInput;
  Event: Prisma.EventCreateManyInput;
  TicketPerson: Prisma.TicketPersonCreateManyInput;
  TicketPhoto: Prisma.TicketPhotoCreateManyInput;
  Receipt: Prisma.ReceiptCreateManyInput;
  Notice: Prisma.NoticeCreateManyInput;
}

/**
 * `createMany` as one plain INSERT: Prisma's takes three times as long for the few rows of a command (docs/benchmarks.md), and these are
 * on the way of every tap. The same text serves both databases; values are bound, never written into it.
 */
export async function insertRows<T extends keyof Rows>(tx: Tx, table: T, rows: readonly Rows[T][]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const values = rows.map((row) => Prisma.sql`(${Prisma.join(columns.map((column) => bound((row as Record<string, unknown>)[column])))})`);
  const names = Prisma.raw(columns.map((column) => `"${column}"`).join(', '));
  await tx.$executeRaw`INSERT INTO ${Prisma.raw(`"${table}"`)} (${names}) VALUES ${Prisma.join(values)}`;
}

/** Dates are the adapters' to write; other objects go into Json columns, which both databases read from text. */
function bound(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
}
