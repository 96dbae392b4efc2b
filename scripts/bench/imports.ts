/** A register of 48 000 machines comes in as one GLPI file, in this process, on both databases: read, compared, written, and once more. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonId } from '#domain/ids.ts';
import type { Report } from '#domain/imports/report.ts';
import type { Db } from '#server/db.ts';
import { keepFile } from '#server/imports/files.ts';
import { importRow } from '#server/imports/row.ts';
import { importScope } from '#server/imports/scope.ts';
import { carry } from '#server/imports/turns.ts';
import { readImport } from '#server/office/imports.ts';
import { actorFor } from '#server/session/actor.ts';
import { storeOf } from '#server/sql.ts';
import { fillRegister } from '#test/fill-register.ts';
import { onBoth } from './both.ts';
import { type Figure, fixed } from './measure.ts';

const SITES = 180;
const ROWS = 48_000;
/** All of it written within so many s. */
const TARGET = 60;
const ANNE = '00000003-0000-7000-8000-000000000001' as PersonId;

const siteOf = (n: number) => `Lycée ${n % SITES}`;

/** The file of such an organisation, as GLPI exports it. */
export function glpiFile(rows: number): Uint8Array {
  const lines = ['"Nom";"Statut";"Fabricant";"Numéro de série";"Numéro d\'inventaire";"Type";"Modèle";"Entité";"Lieu";"Dernière modification";"ID";'];
  for (let n = 0; n < rows; n += 1) {
    const place = `Bât. ${'ABC'[n % 3]} > ${n % 4}e étage > ${100 + (Math.floor(n / SITES) % 40)}`;
    lines.push(
      `"PC-${n}";"En service";"Hewlett-Packard";"5CG${String(n).padStart(7, '0')}";"INV-${n}";"Desktop";"HP ProDesk 400 G6";"${siteOf(n)}";"${place}";"2026-10-02 08:12";"${n + 1}";`,
    );
  }
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
}

async function grow(db: Db): Promise<void> {
  await db.organisation.create({ data: { id: 'org', name: 'Banc', incarnation: 'bench', version: 1 } });
  await db.person.create({ data: { id: ANNE, login: 'anne', givenName: 'Anne', familyName: 'Banc' } });
  await db.membership.create({ data: { id: randomUUID(), personId: ANNE, role: 'admin', siteId: null } });
  await fillRegister(db, {
    sites: Array.from({ length: SITES }, (_, n) => ({ id: randomUUID(), uai: `098${String(n).padStart(4, '0')}Z`, name: siteOf(n), city: 'Ici' })),
  });
}

async function once(db: Db, file: Uint8Array): Promise<{ looked: number; wrote: number; report: Report }> {
  const person = await actorFor(db, ANNE);
  if (person === null) throw new Error('nobody');
  const { name, language, ...actor } = person;
  const id = randomUUID();
  await keepFile(id, 'parc.csv', file);
  await db.import.create({ data: { id, fileName: 'parc.csv', format: 'sheet', state: 'read', mapping: {}, createdBy: ANNE, createdAt: new Date() } });
  const importer = { db, session: { actor, name, language }, now: Date.now(), scope: importScope(actor), addsSites: true, isAdmin: true };
  const start = performance.now();
  const told = await readImport(importer, id);
  if (!told.ok) throw new Error(told.fault);
  const looked = performance.now() - start;
  await db.import.update({ where: { id }, data: { state: 'running' } });
  const row = await importRow(storeOf(db).read, id);
  if (row === null) throw new Error('no import');
  const from = performance.now();
  await carry(db, row, { isOver: () => false, clock: Date.now });
  const after = await importRow(storeOf(db).read, id);
  if (after?.state !== 'done') throw new Error(`${after?.state}`);
  return { looked, wrote: performance.now() - from, report: after.report as Report };
}

async function measure(db: Db, kind: string): Promise<Figure[]> {
  await grow(db);
  const file = glpiFile(ROWS);
  const first = await once(db, file);
  if (first.report.counts.add !== ROWS) throw new Error(`only ${first.report.counts.add} of ${ROWS}`);
  const events = await db.registerEvent.count();
  const second = await once(db, file);
  const more = (await db.registerEvent.count()) - events;
  const s = (ms: number) => `${fixed(ms / 1000, 1)} s`;
  return [
    { name: `48 000 rows looked at, ${kind}`, value: s(first.looked) },
    { name: `48 000 rows written, ${kind}`, value: s(first.wrote), target: `<= ${TARGET} s`, met: first.wrote <= TARGET * 1000 },
    { name: `the same file again, looked at and run, ${kind}`, value: s(second.looked + second.wrote) },
    { name: `events that the second time wrote, ${kind}`, value: String(more), target: '0', met: more === 0 },
  ];
}

/** 48 000 rows of a GLPI file. */
export async function benchImports(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'relais-bench-imports-'));
  process.env['DATA_DIR'] = folder;
  await onBoth(
    'Imports',
    async () => {},
    (name, db) => measure(db, name),
  );
  rmSync(folder, { recursive: true, force: true });
}
