/**
 * `npm run import -- FILE… [--site UAI or name] [--as login] [--dry]`: brings lists of equipment or schools in without a browser, for large
 * installations. The settings are those of `npm start`, which may be running. With `--dry` nothing is written.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Sites } from '#domain/imports/known.ts';
import { leavesOut } from '#domain/imports/problem.ts';
import { isUnreadable, type Report } from '#domain/imports/report.ts';
import { cellName } from '#domain/imports/sheet.ts';
import { officeWords } from '#domain/words/office.ts';
import { type Db, openDatabase } from '#server/db.ts';
import { readEnv } from '#server/env.ts';
import { forgetFolder, keepFile } from '#server/imports/files.ts';
import { importRow } from '#server/imports/row.ts';
import { importScope, mayAddSites } from '#server/imports/scope.ts';
import { carry } from '#server/imports/turns.ts';
import { dropImport, type Importer, readImport } from '#server/office/imports.ts';
import { sitesWhere } from '#server/register-read.ts';
import { actorFor } from '#server/session/actor.ts';
import { storeOf } from '#server/sql.ts';
import { StartFailure } from '#server/start-failure.ts';
import { hold, letGo } from '#server/sweep/lease.ts';

const say = officeWords('fr').imports;
const PROBLEMS = 40;

/** In whose name: the person of that login, else the first administrator of the organisation. */
async function importerOf(db: Db, login: string | undefined): Promise<Importer> {
  const admin = { memberships: { some: { role: 'admin', siteId: null } }, disabledAt: null };
  const who = await db.person.findFirst({ where: login === undefined ? admin : { login }, orderBy: { id: 'asc' }, select: { id: true } });
  const found = who === null ? null : await actorFor(db, who.id);
  if (found === null) throw new StartFailure('Personne de ce nom ne peut importer.', 'Nobody of that name may import.');
  const { name, language, ...actor } = found;
  const addsSites = mayAddSites(actor);
  return { db, session: { actor, name, language }, now: Date.now(), scope: importScope(actor), addsSites, isAdmin: addsSites };
}

function tell(report: Report): void {
  console.log(say.done(report.counts));
  if (report.newRooms > 0) console.log(say.newRooms({ n: report.newRooms }));
  for (const p of report.problems.filter(leavesOut).slice(0, PROBLEMS)) {
    console.log(`  ${say.line} ${p.column === null ? p.line : cellName(p.column, p.line)} : ${say.problem[p.code](p)}`);
  }
}

async function bring(
  db: Db,
  files: readonly string[],
  { site, login, isDry }: { site: string | undefined; login: string | undefined; isDry: boolean },
): Promise<void> {
  const importer = await importerOf(db, login);
  const store = storeOf(db);
  const places = site === undefined ? [] : new Sites(await sitesWhere(store.read, '1 = 1', [])).find(site);
  const [place] = places;
  if (site !== undefined && (place === undefined || places.length > 1))
    throw new StartFailure(`Établissement inconnu : ${site}`, `Unknown school: ${site}`);
  const id = randomUUID();
  for (const file of files) await keepFile(id, basename(file), await readFile(file));
  const person = importer.session.actor.person;
  const start = { id, fileName: basename(files[0] ?? ''), format: 'sheet', state: 'read', mapping: {}, createdBy: person, createdAt: new Date() };
  await db.import.create({ data: { ...start, siteId: place?.id ?? null }, select: { id: true } });
  const told = await readImport(importer, id);
  if (!told.ok) throw new StartFailure(officeWords('fr').fault[told.fault], officeWords('en').fault[told.fault]);
  const { report, mapping, head } = told.value;
  if (report === null || mapping === null || isUnreadable(report)) {
    await dropImport(importer, id);
    if (!isUnreadable(report)) throw new StartFailure('Le fichier ne se lit pas.', 'The file cannot be read.');
    throw new StartFailure(say.unreadable[report.fault](report.data), officeWords('en').imports.unreadable[report.fault](report.data));
  }
  const { encoding, separator } = report.spelling;
  console.log(say.read({ name: head.fileName, n: head.total, format: say.format[head.format], encoding, separator }));
  tell(report);
  if (isDry || report.counts.add + report.counts.change === 0) {
    console.log(isDry ? say.nothingYet : say.nothing);
    await dropImport(importer, id);
    await forgetFolder(id);
    return;
  }
  const holder = randomUUID();
  if (!(await hold(db, 'imports', holder, Date.now()))) throw new StartFailure('Un autre import est en cours.', 'Another import is under way.');
  const holding = setInterval(() => void hold(db, 'imports', holder, Date.now()), 5000);
  try {
    await db.import.update({ where: { id }, data: { state: 'running' }, select: { id: true } });
    const row = await importRow(store.read, id);
    if (row !== null) await carry(db, row, { isOver: () => false, clock: Date.now });
  } finally {
    clearInterval(holding);
    await letGo(db, 'imports', holder);
  }
  const after = await importRow(store.read, id);
  console.log(say.state[after?.state ?? 'failed']);
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { site: { type: 'string' }, as: { type: 'string' }, dry: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0)
    throw new StartFailure(
      'Usage : npm run import -- FICHIER… [--site UAI] [--as identifiant] [--dry]',
      'Usage: npm run import -- FILE… [--site UAI] [--as login] [--dry]',
    );
  const { db, close } = await openDatabase(readEnv(process.env).databaseUrl);
  try {
    await bring(db, positionals, { site: values.site, login: values.as, isDry: values.dry });
  } finally {
    await close();
  }
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(`${error.fr}\n${error.en}`);
  process.exitCode = 1;
}
