import 'server-only';
import type { Prisma } from './db/sqlite/client.ts';
import type { Sql } from './sql.ts';

/** Rows of the tables that are written without Prisma, as its own `createMany` takes them. */
interface Rows {
  Ticket: Prisma.TicketCreateManyInput;
  Event: Prisma.EventCreateManyInput;
  TicketPerson: Prisma.TicketPersonCreateManyInput;
  TicketPhoto: Prisma.TicketPhotoCreateManyInput;
  Receipt: Prisma.ReceiptCreateManyInput;
  Notice: Prisma.NoticeCreateManyInput;
  Mail: Prisma.MailCreateManyInput;
  Origin: Prisma.OriginCreateManyInput;
  Exit: Prisma.ExitCreateManyInput;
  Delivery: Prisma.DeliveryCreateManyInput;
  Site: Prisma.SiteCreateManyInput;
  Room: Prisma.RoomCreateManyInput;
  Asset: Prisma.AssetCreateManyInput;
  AssetFile: Prisma.AssetFileCreateManyInput;
  Sticker: Prisma.StickerCreateManyInput;
  StickerBatch: Prisma.StickerBatchCreateManyInput;
  PublicReport: Prisma.PublicReportCreateManyInput;
  Chain: Prisma.ChainCreateManyInput;
  RegisterEvent: Prisma.RegisterEventCreateManyInput;
  Round: Prisma.RoundCreateManyInput;
  Counted: Prisma.CountedCreateManyInput;
  Presence: Prisma.PresenceCreateManyInput;
  ReadLog: Prisma.ReadLogCreateManyInput;
}

/** Rows in one statement at most; both drivers are quickest between some ten and some hundred. */
const AT_ONCE = 64;

const texts = new Map<string, string>();

interface Over {
  /** Columns by which a row that is there already is known, and written over. */
  readonly key: readonly string[];
  /** What is written over; left out: all but the key; empty: the row that is there stays as it is. */
  readonly set?: readonly string[];
}

function insertText(table: string, columns: readonly string[], rows: number, over: Over | undefined): string {
  const names = columns.map((c) => `"${c}"`).join(', ');
  const id = `${table} ${names} ${rows} ${over?.key.join() ?? ''} ${over?.set?.join() ?? '*'}`;
  const known = texts.get(id);
  if (known !== undefined) return known;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const set = over?.set ?? columns.filter((c) => !over?.key.includes(c));
  const sets = set.map((c) => `"${c}" = excluded."${c}"`).join(', ');
  const then = set.length === 0 ? 'NOTHING' : `UPDATE SET ${sets}`;
  const onConflict = over === undefined ? '' : ` ON CONFLICT (${over.key.map((c) => `"${c}"`).join(', ')}) DO ${then}`;
  const text = `INSERT INTO "${table}" (${names}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}${onConflict}`;
  texts.set(id, text);
  return text;
}

/**
 * `createMany` as plain INSERTs of 64, 32, 16 … rows, so that a few prepared statements serve all counts; Prisma's takes ten times as long
 * for the few rows of a command, and these are on the way of every tap (docs/decisions/0010).
 * @param rows all with the same columns
 * @param over left out: a row that is there already is an error
 */
export async function insertRows<T extends keyof Rows>(tx: Sql, table: T, rows: readonly Rows[T][], over?: Over): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  for (let done = 0, size = AT_ONCE; done < rows.length; ) {
    while (size > rows.length - done) size /= 2;
    const part = rows.slice(done, done + size) as readonly Record<string, unknown>[];
    await tx.run(
      insertText(table, columns, size, over),
      part.flatMap((row) => columns.map((c) => row[c])),
    );
    done += size;
  }
}
