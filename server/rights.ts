import 'server-only';
import type { Actor } from '#domain/actor.ts';
import { type ByForm, csvCell, type Right, rightsOf, rightsScope } from '#domain/rights.ts';
import { type Ticket, upcastTicket } from '#domain/ticket/ticket.ts';
import { type Language, words } from '#domain/words/index.ts';
import type { Db } from './db.ts';
import { namesOf } from './judge.ts';
import { among, jsonOf, storeOf } from './sql.ts';

/** Requests that are read for one answer, the newest first; a question about one site reaches further back. */
const READ = 5000;

/** One line of the register, with the names that it speaks of. */
export interface RightLine extends Omit<Right, 'opened' | 'closed'> {
  readonly siteName: string;
  readonly who: string;
  readonly opened: ByForm & { readonly by: string | null };
  readonly closed: (ByForm & { readonly by: string | null }) | null;
}

/**
 * The register of rights that this actor reads, of one site or of all of theirs.
 * @returns null where there is none for them: whoever may not read it, or a site that is not theirs or not there
 */
export async function rightsFor(db: Db, actor: Actor, site: string | null): Promise<readonly RightLine[] | null> {
  const scope = rightsScope(actor);
  if (scope !== 'all' && scope.length === 0) return null;
  if (site !== null && scope !== 'all' && !scope.some((s) => s === site)) return null;
  const { read } = storeOf(db);
  const asked = site !== null ? [site] : scope === 'all' ? null : scope;
  const sites = among(asked ?? []);
  const rows = await read.all<{ head: unknown; name: string }>(
    `SELECT t.head, s.name FROM "Ticket" t JOIN "Site" s ON s.id = t."siteId"
      WHERE t.access = ? AND t.status IN ('resolved', 'closed')${asked === null ? '' : ` AND t."siteId" IN ${sites.marks}`}
      ORDER BY t."endedAt" DESC LIMIT ${READ}`,
    [true, ...(asked === null ? [] : sites.values)],
  );
  if (site !== null && rows.length === 0) {
    const known = await read.all('SELECT 1 FROM "Site" WHERE id = ?', [site]);
    if (known.length === 0) return null;
  }
  const siteNames = new Map<string, string>();
  const heads = rows.map(({ head, name }) => {
    const ticket = upcastTicket(jsonOf<Ticket>(head));
    siteNames.set(ticket.site, name);
    return ticket;
  });
  const rights = rightsOf(heads);
  const people = rights.flatMap((r) => [r.person, r.opened.approver, r.closed?.approver ?? null]).filter((p) => p !== null);
  const names = await namesOf(read, new Set(people));
  const said = (by: ByForm) => ({ ...by, by: by.approver === null ? null : (names.get(by.approver) ?? null) });
  return rights.map((r) => ({
    ...r,
    siteName: siteNames.get(r.site) ?? '',
    who: r.personName === '' ? (names.get(r.person) ?? '') : r.personName,
    opened: said(r.opened),
    closed: r.closed === null ? null : said(r.closed),
  }));
}

/** The register as a file that a spreadsheet opens: semicolons and a mark of its letters, as French ones expect. */
export function rightsAsCsv(lines: readonly RightLine[], language: Language): string {
  const w = words(language);
  const { column, paper, rights } = w.guarded.rights;
  const day = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString().slice(0, 10));
  const agreed = (by: RightLine['opened'] | null) => (by === null ? '' : (by.by ?? paper));
  const head = [column.site, column.who, column.resource, column.rights, column.from, column.until, column.number, column.approver];
  const rows = lines.map((r) => [
    ...[r.siteName, r.who, r.resource, rights[r.rights], r.from, r.until ?? '', r.opened.number ?? '', agreed(r.opened)],
    ...[day(r.closed?.at), r.closed?.number ?? ''],
  ]);
  return `\ufeff${[[...head, column.closed, column.closedBy], ...rows].map((row) => row.map(csvCell).join(';')).join('\r\n')}\r\n`;
}
