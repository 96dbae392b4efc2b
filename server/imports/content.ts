import 'server-only';
import { type Format, formatOf } from '#domain/imports/fields.ts';
import { INVENTORY_HEADERS, INVENTORY_MAPPING, isInventory, linesOf, mergedLines, plainOf } from '#domain/imports/inventory.ts';
import { type Mapping, proposed } from '#domain/imports/mapping.ts';
import type { WithFacts } from '#domain/imports/plan.ts';
import type { Spelling } from '#domain/imports/sheet.ts';
import { foldLabel } from '#domain/register/search-text.ts';
import { Pace, SheetFault } from '#server/sheets/bounds.ts';
import { readFileOf } from '#server/sheets/read.ts';
import { filesOf } from './files.ts';

/** What the files of an import hold, laid out as one table. */
export interface Content {
  readonly format: Format;
  readonly spelling: Spelling;
  readonly headers: readonly string[];
  readonly lines: readonly WithFacts[];
  /** May lines be shorter than their headers? */
  readonly isRagged: boolean;
  /** What one is proposed. */
  readonly mapping: Mapping;
  /** Lines of inventories that say a machine again. */
  readonly again: number;
  /** Files that hold nothing of ours. */
  readonly unread: readonly string[];
}

/** The column that a file to mend has beside its own; it is not one of the source's. */
const REASON = new Set(['motif', 'reason'].map(foldLabel));

/** What a file with these headers is known by, from one import to the next. */
export function fingerprint(format: Format, headers: readonly string[]): string {
  return `${format}|${headers
    .map(foldLabel)
    .filter((h) => !REASON.has(h))
    .join('|')}`;
}

/**
 * Reads the files of an import.
 * @throws SheetFault with why they cannot be read
 */
export async function readContent(id: string, pace = new Pace()): Promise<Content> {
  const files = await filesOf(id);
  const [first, ...others] = files;
  if (first === undefined) throw new SheetFault('empty');
  const read = await readFileOf(await first.bytes(), pace);
  if (read.kind === 'table') {
    // Two tables have two sets of columns: each is an import of its own.
    if (others.length > 0) throw new SheetFault('unknown');
    const { headers, lines, spelling } = read.sheet;
    const format = formatOf(headers);
    return { format, spelling, headers, lines, isRagged: spelling.kind !== 'csv', mapping: proposed(read.sheet, format), again: 0, unread: [] };
  }
  const lines: WithFacts[] = [];
  const unread: string[] = [];
  for (const [i, file] of files.entries()) {
    const each = i === 0 ? read : await readFileOf(await file.bytes(), pace);
    const value = each.kind === 'xml' ? plainOf(each.root) : each.kind === 'json' ? each.value : null;
    const found = isInventory(value) ? linesOf(value, file.name) : [];
    if (found.length === 0) unread.push(file.name);
    for (const line of found) lines.push({ ...line, n: i + 1 });
    await pace.rest();
  }
  if (lines.length === 0) throw new SheetFault('unknown');
  const merged = mergedLines(lines);
  return {
    format: read.kind === 'json' ? 'agent' : 'ocs',
    spelling: { kind: read.kind, encoding: null, separator: null },
    headers: INVENTORY_HEADERS,
    lines: merged.lines,
    isRagged: true,
    mapping: INVENTORY_MAPPING,
    again: merged.again,
    unread,
  };
}
