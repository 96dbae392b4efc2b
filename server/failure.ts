import 'server-only';

/** The database cannot answer now: the doors say 503, nothing is settled, the device tries again (invariant 14). */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** This origin belongs to somebody else: 403, nothing is executed (invariant 10). */
export class ForeignOrigin extends Error {
  override readonly name = 'ForeignOrigin';
}

/** Too much of this person in a short time: 429, nothing is executed. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/** Prisma's own codes for a database that is busy, gone or too slow (its error reference), and SQLite's and PostgreSQL's as their drivers give them. */
const PASSING =
  /^(P1\d{3}|P2024|P2028|P2034|SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)\w*|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0\d|57014|55P03|53\d{3}|40001|40P01|08\d{3}|25006)$/;

/** Is this a trouble of the database that will pass, rather than a fault of the command? */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  for (let e: unknown = error; typeof e === 'object' && e !== null; e = (e as { cause?: unknown }).cause) {
    const { code, name, meta } = e as { code?: unknown; name?: unknown; meta?: { driverAdapterError?: unknown; code?: unknown } };
    if (typeof code === 'string' && PASSING.test(code)) return true;
    if (name === 'PrismaClientInitializationError' || name === 'PrismaClientRustPanicError') return true;
    if (typeof meta?.code === 'string' && PASSING.test(meta.code)) return true;
    const driver = meta?.driverAdapterError as { cause?: { kind?: string; originalCode?: string } } | undefined;
    if (driver?.cause !== undefined) {
      const { kind, originalCode } = driver.cause;
      if (
        kind === 'SocketTimeout' ||
        kind === 'DatabaseNotReachable' ||
        kind === 'ConnectionClosed' ||
        kind === 'TransactionWriteConflict' ||
        kind === 'TooManyConnections'
      )
        return true;
      if (originalCode !== undefined && PASSING.test(originalCode)) return true;
    }
  }
  return (
    error instanceof Error &&
    /database is locked|disk is full|disk I\/O error|readonly database|Connection terminated|server closed the connection/i.test(error.message)
  );
}
