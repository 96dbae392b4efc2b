import 'server-only';
import { cleaner, type Named } from '#domain/redact.ts';
import { searchTextOf } from '#domain/register/search-text.ts';
import type { Db } from '#server/db.ts';
import { readContent } from '#server/imports/content.ts';
import { filesOf, forgetFiles, forgetFolder, keepLeft, leftOf } from '#server/imports/files.ts';
import { assetsWhere } from '#server/register-read.ts';
import { makeIndex, renamed } from '#server/search-index.ts';
import { among, jsonOf, type Sql, storeOf } from '#server/sql.ts';
import { raise } from '#server/version.ts';

/** Rows that are looked at in one transaction, and that one version stamps at most. */
const AT_ONCE = 400;

/** Where somebody's name may stand in letters; all else of the register is codes, ids and dates. */
const WORDS: ReadonlySet<string> = new Set(['text', 'note', 'supplier', 'orderNumber']);
/** What is written small on a thing or a door: a name alone stands there. */
const PLATES: ReadonlySet<string> = new Set(['name', 'label', 'building']);

type Clean = (text: string, key: string) => string;

/** By what is written where. Nothing on a plate but whole names where the plates were not asked for. */
function cleanOf(named: Named, plates: boolean): Clean {
  const [whole, plate] = [cleaner(named, false), plates ? cleaner(named, true) : null];
  const kept = (text: string, next: string) => (next === text.normalize('NFC') ? text : next);
  return (text, key) => {
    if (PLATES.has(key)) return kept(text, plate === null ? whole(text) : plate(whole(text)));
    return WORDS.has(key) ? kept(text, whole(text)) : text;
  };
}

/** Every text of a value by the key it stands under; what an agent says of a machine, its user among it, as on a plate. The same object where nothing changes. */
function cleaned<T>(value: T, clean: Clean, key = ''): T {
  if (typeof value === 'string') return clean(value, key) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((one) => cleaned(one, clean, key));
    return list.some((one, i) => one !== value[i]) ? (list as T) : value;
  }
  let isChanged = false;
  const next: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    next[name] = cleaned(one, clean, key === 'facts' ? 'name' : name);
    if (next[name] !== one) isChanged = true;
  }
  return isChanged ? (next as T) : value;
}

/** All rows of a table by its id, some at a time, so that whoever works meanwhile waits for nothing. */
async function throughAll<R extends { id: string }>(
  db: Db,
  rowsAfter: (tx: Sql, last: string) => Promise<readonly R[]>,
  change: (tx: Sql, rows: readonly R[]) => Promise<void>,
): Promise<void> {
  for (let last = ''; ; ) {
    const rows = await rowsAfter(storeOf(db).read, last);
    const end = rows.at(-1);
    if (end === undefined) return;
    await change(storeOf(db).read, rows);
    last = end.id;
    await new Promise((done) => setImmediate(done));
  }
}

/**
 * Takes somebody's name out of the register: equipment, rooms, what happened to them, tours, documents, and the reports of imports. What is changed
 * is stamped, so that phones hear of it. Files that were brought in are let go of where they hold it: nothing is written into somebody's file.
 * @param plates also a family name, a given name or a login that stands alone in a name of a thing or a room: “PC-DURAND”
 */
export async function cleanEquipment(db: Db, named: Named, plates: boolean): Promise<void> {
  const clean = cleanOf(named, plates);
  const store = storeOf(db);
  const after = (table: string, columns: string) => (tx: Sql, last: string) =>
    tx.all<{ id: string } & Record<string, unknown>>(`SELECT id, ${columns} FROM "${table}" WHERE id > ? ORDER BY id LIMIT ${AT_ONCE}`, [last]);

  await throughAll(
    db,
    (tx, last) => assetsWhere(tx, `id > ? ORDER BY id LIMIT ${AT_ONCE}`, [last]),
    async (_, assets) => {
      const changed = assets.filter((asset) => cleaned(asset, clean) !== asset).map(({ id }) => id);
      if (changed.length === 0) return;
      await store.write(async (tx) => {
        const { version } = await raise(tx);
        for (const id of changed) {
          // As it is now: somebody may have said something of it since.
          const [asset] = await assetsWhere(tx, 'id = ?', [id]);
          if (asset === undefined) continue;
          const next = cleaned(asset, clean);
          await tx.run(
            'UPDATE "Asset" SET name = ?, note = ?, supplier = ?, "orderNumber" = ?, facts = ?, decision = ?, search = ?, version = ? WHERE id = ?',
            [
              ...[next.name, next.note, next.supplier, next.orderNumber, next.facts as object | null, next.decision as object | null],
              ...[searchTextOf(next), version, id],
            ],
          );
        }
      });
    },
  );

  let isRenamed = false;
  await throughAll(db, after('Room', 'name, building'), async (_, rooms) => {
    const changed = rooms.filter((room) => cleaned(room, clean) !== room).map(({ id }) => id);
    if (changed.length === 0) return;
    isRenamed = true;
    await store.write(async (tx) => {
      const { version } = await raise(tx);
      await renamed(tx, { rooms: changed });
      const these = among(changed);
      const now = await tx.all<{ id: string; name: string; building: string | null }>(
        `SELECT id, name, building FROM "Room" WHERE id IN ${these.marks}`,
        these.values,
      );
      for (const room of now) {
        const { name, building } = cleaned(room, clean);
        await tx.run('UPDATE "Room" SET name = ?, building = ?, version = ? WHERE id = ?', [name, building, version, room.id]);
      }
    });
  });
  if (isRenamed) await makeIndex(db);

  await throughAll(db, after('RegisterEvent', 'data'), async (_, events) => {
    for (const { id, data } of events) {
      const event = jsonOf<object>(data);
      const next = cleaned(event, clean);
      if (next !== event) await store.write((tx) => tx.run('UPDATE "RegisterEvent" SET data = ? WHERE id = ?', [next, id]));
    }
  });
  await cleanBeside(db, clean);
  await cleanImports(db, clean);
}

/** Names of documents, and what was written down on tours. */
async function cleanBeside(db: Db, clean: Clean): Promise<void> {
  for (const { id, name } of await db.assetFile.findMany({ select: { id: true, name: true } })) {
    const next = clean(name, 'name');
    if (next !== name) await db.assetFile.update({ where: { id }, data: { name: next }, select: { id: true } });
  }
  for (const { roundId, key, label, note } of await db.counted.findMany({ where: { OR: [{ label: { not: null } }, { note: { not: null } }] } })) {
    const next = { label: label === null ? null : clean(label, 'label'), note: note === null ? null : clean(note, 'note') };
    if (next.label === label && next.note === note) continue;
    await db.counted.update({ where: { roundId_key: { roundId, key } }, data: next, select: { key: true } });
  }
}

async function cleanImports(db: Db, clean: Clean): Promise<void> {
  const plate = (text: string) => clean(text, 'name');
  for (const row of await db.import.findMany({ select: { id: true, state: true, written: true, fileName: true, report: true } })) {
    const was = row.report === null ? null : jsonOf<object>(row.report);
    const report = was === null ? null : deeply(was, plate);
    const fileName = plate(row.fileName);
    if (fileName !== row.fileName || JSON.stringify(report) !== JSON.stringify(was))
      await db.import.update({ where: { id: row.id }, data: { fileName, ...(report === null ? {} : { report }) }, select: { id: true } });
    const left = await leftOf(row.id);
    const mended = left === null ? null : plate(left.toString());
    if (left !== null && mended !== null && mended !== left.toString()) await keepLeft(row.id, Buffer.from(mended));
    if (row.state === 'running' || !(await isInFiles(row.id, plate))) continue;
    // One that was only looked at goes whole, as after a week; of one that wrote, its report stays.
    if (row.state === 'read' && row.written === 0) {
      await db.import.deleteMany({ where: { id: row.id, state: 'read' } });
      await forgetFolder(row.id);
    } else await forgetFiles(row.id);
  }
}

/** Every text of a report, whatever its key; keys and numbers stay. */
function deeply<T>(value: T, clean: (text: string) => string): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Array.isArray(value)) return value.map((one) => deeply(one, clean)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deeply(one, clean)])) as T;
}

/** Does a file of it name them? One that cannot be read is let go of, too. */
async function isInFiles(id: string, plate: (text: string) => string): Promise<boolean> {
  const files = await filesOf(id);
  if (files.length === 0) return false;
  if (files.some(({ name }) => plate(name) !== name)) return true;
  try {
    const { headers, lines } = await readContent(id);
    return [headers, ...lines.map(({ cells }) => cells)].some((cells) => cells.some((cell) => plate(cell) !== cell));
  } catch {
    return true;
  }
}
