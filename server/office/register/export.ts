import 'server-only';
import * as z from 'zod/mini';
import { NO_FILTER } from '#domain/register/table.ts';
import type { Sources } from '#domain/register/thing.ts';
import { words } from '#domain/words/index.ts';
import { csvLine } from '#server/sheets/csv.ts';
import { writeXlsx } from '#server/sheets/xlsx-write.ts';
import { among, jsonOf, type Sql, storeOf } from '#server/sql.ts';
import { Filter, type Filtered } from './filter.ts';
import type { Keeper } from './keeper.ts';
import { matching, type RegisterRow, rowsOf } from './page.ts';

/** Rows read at a time: whoever taps meanwhile waits for no more than that. */
const AT_ONCE = 1000;

/** The headers of our own model, by which an import knows each column again. */
const HEADERS = {
  fr: [
    ...['Établissement', 'Bâtiment', 'Étage', 'Salle', 'Nom', 'Type', 'Fabricant', 'Modèle', 'Numéro de série', 'Numéro d’inventaire'],
    ...['État', 'Date d’achat', 'Fin de garantie', 'Coût', 'Fournisseur', 'Numéro de commande', 'Critique', 'VIP', 'Conforme à la charte'],
    ...['Commentaire', 'Identifiant'],
  ],
  en: [
    ...['School', 'Building', 'Floor', 'Room', 'Name', 'Type', 'Manufacturer', 'Model', 'Serial number', 'Inventory number'],
    ...['Status', 'Purchase date', 'Warranty until', 'Cost', 'Supplier', 'Order number', 'Critical', 'VIP', 'Charter', 'Note', 'ID'],
  ],
} as const;

interface More {
  readonly id: string;
  readonly note: string | null;
  readonly sources: unknown;
  readonly uai: string;
  readonly floor: string | null;
}

async function more(read: Sql, ids: readonly string[]): Promise<Map<string, More>> {
  const these = among(ids);
  const rows = await read.all<More>(
    `SELECT a.id, a.note, a.sources, s.uai, r.floor FROM "Asset" a JOIN "Site" s ON s.id = a."siteId" LEFT JOIN "Room" r ON r.id = a."roomId"
      WHERE a.id IN ${these.marks}`,
    these.values,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function cellsOf(row: RegisterRow, { note, sources, uai, floor }: Omit<More, 'id'>, language: 'fr' | 'en'): string[] {
  const w = words(language);
  const yesNo = (value: boolean | null) => (value === null ? '' : value ? w.history.yes : w.history.no);
  const types: Readonly<Record<string, string>> = w.catalogue.assetType;
  const cents = row.cost === null ? '' : (row.cost / 100).toFixed(2);
  const own = sources === null ? undefined : jsonOf<Sources>(sources)['sheet'];
  return [
    ...[uai, row.building, floor, row.room, row.name, types[row.type] ?? row.type, row.maker, row.model, row.serial, row.inventory],
    ...[w.status.assetState[row.state], row.purchasedOn, row.warrantyUntil, language === 'fr' ? cents.replace('.', ',') : cents],
    ...[row.supplier, row.orderNumber, yesNo(row.critical), yesNo(row.vip), yesNo(row.charter), note, own],
  ].map((cell) => cell ?? '');
}

/** All that matches, the headers first. */
async function* recordsOf(keeper: Keeper, filter: Filtered): AsyncGenerator<readonly string[]> {
  const { language } = keeper.session;
  const { read } = storeOf(keeper.db);
  const where = await matching(keeper, filter);
  yield HEADERS[language];
  for (let after: Awaited<ReturnType<typeof rowsOf>> | null = null; ; ) {
    const page = await rowsOf(read, where, { sort: 'place', up: true, after: after?.after ?? null, most: AT_ONCE, now: keeper.now });
    if (page === null || page.rows.length === 0) return;
    const beside = await more(
      read,
      page.rows.map(({ id }) => id),
    );
    for (const row of page.rows) yield cellsOf(row, beside.get(row.id) ?? { note: null, sources: null, uai: '', floor: null }, language);
    if (page.after === null) return;
    after = page;
    await new Promise((done) => setImmediate(done));
  }
}

const As = z.enum(['csv', 'xlsx']);

/**
 * What the table shows, as a file that an import reads again without changing anything.
 * @returns null: no such question
 */
export async function exportOf(
  keeper: Keeper,
  query: URLSearchParams,
): Promise<{ readonly type: string; readonly name: string; readonly body: BodyInit } | null> {
  const as = As.safeParse(query.get('as'));
  const asked = Object.fromEntries(Object.keys(NO_FILTER).map((key) => [key, query.get(key) ?? '']));
  const filter = Filter.safeParse(asked);
  if (!as.success || !filter.success) return null;
  const records = recordsOf(keeper, filter.data);
  const name = `${keeper.session.language === 'fr' ? 'parc' : 'equipment'}.${as.data}`;
  if (as.data === 'xlsx') {
    const bytes = await writeXlsx(records, HEADERS.fr.length);
    return { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', name, body: new Uint8Array(bytes) };
  }
  const text = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (to) => to.enqueue(text.encode('\ufeff')),
    async pull(to) {
      let lines = '';
      for (let i = 0; i < AT_ONCE; i += 1) {
        const next = await records.next();
        if (next.done) {
          if (lines !== '') to.enqueue(text.encode(lines));
          return to.close();
        }
        lines += csvLine(next.value);
      }
      to.enqueue(text.encode(lines));
    },
    async cancel() {
      await records.return(undefined);
    },
  });
  return { type: 'text/csv; charset=utf-8', name, body };
}
