/** The French register of schools and the inventories of agents, where they are at hand: brought in, brought in again, and reported (docs/imports.md). */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProblemCode } from '#domain/imports/problem.ts';
import type { Report } from '#domain/imports/report.ts';
import { officeWords } from '#domain/words/office.ts';
import { filesUnder } from '#scripts/files.ts';
import { databases } from '#test/databases.ts';
import { brought, eventsOf, reportOf, written } from './bring.ts';
import { addPerson } from './doors.ts';
import { openSchool, SITE } from './school.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-reference-'));
process.env['DATA_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DATA = resolve('../shared/data');
const SCHOOLS = join(DATA, 'schools/annuaire-extrait-613.csv');
const INVENTORY = join(DATA, 'inventory/glpi-inventory-format');
const say = officeWords('fr').imports;

function lines(title: string, { counts, problemCounts, again, unread, spelling }: Report, files: number): string[] {
  return [
    `## ${title}`,
    '',
    `${files === 1 ? '1 fichier' : `${files} fichiers`}${spelling.encoding === null ? '' : `, ${spelling.encoding}, séparateur « ${spelling.separator} »`}.`,
    '',
    '| ce que cela donne | nombre |',
    '|---|---|',
    ...Object.entries(counts).map(([how, n]) => `| ${say.how[how as keyof typeof counts]} | ${n} |`),
    ...(again > 0 ? [`| Redites d’un équipement déjà lu | ${again} |`] : []),
    ...(unread.length > 0 ? [`| Fichiers sans équipement | ${unread.length} : ${unread.join(', ')} |`] : []),
    ...Object.entries(problemCounts).map(([code, n]) => `| ${say.problem[code as ProblemCode]({ value: '…', about: '…' })} | ${n} |`),
    '',
  ];
}

const isHere = existsSync(SCHOOLS) && existsSync(INVENTORY);

test.each(databases())('613 schools and 40 inventories on $name', { timeout: 120_000 }, async (kind) => {
  if (!isHere) return console.log('skipped: no reference data');
  const school = await openSchool(kind);
  const admin = await addPerson(school, 'ada', 'admin', null);
  const schools = { 'annuaire.csv': readFileSync(SCHOOLS) };
  const first = await brought(school, admin, schools);
  expect(first.detail.head.format).toBe('schools');
  expect(reportOf(first.detail).counts).toEqual({ add: 613, change: 0, same: 0, left: 0 });
  await written(school, first.id);
  expect(await school.db.site.count()).toBe(615);
  expect(await school.db.site.findUniqueOrThrow({ where: { uai: '0940176F' } })).toMatchObject({
    ...{ name: 'Ecole élémentaire Robert Doisneau', city: 'Fresnes', postcode: '94260', phone: '0172045505', academy: 'Créteil' },
    ...{ kind: 'Ecole de niveau elementaire', timeZone: 'Europe/Paris' },
  });

  /** The same files again change nothing. */
  const twice = async (files: Readonly<Record<string, Uint8Array>>, site: string | null) => {
    const events = await eventsOf(school);
    const again = await brought(school, admin, files, site);
    expect(reportOf(again.detail).counts).toMatchObject({ add: 0, change: 0, left: 0 });
    await written(school, again.id);
    expect(await eventsOf(school)).toBe(events);
  };
  await twice(schools, null);

  const paths = [...filesUnder(join(INVENTORY, 'examples'), /\.json$/), ...filesUnder(join(INVENTORY, 'tests/data'), /\.xml$/)];
  expect(paths).toHaveLength(40);
  const inventories = (end: string) =>
    Object.fromEntries(paths.filter((p) => p.endsWith(end)).map((p) => [p.split('/').at(-1) ?? '', readFileSync(p)]));
  const [json, xml] = [inventories('.json'), inventories('.xml')];
  const reports: Report[] = [reportOf(first.detail)];
  for (const files of [json, xml]) {
    const { id, detail } = await brought(school, admin, files, SITE);
    reports.push(reportOf(detail));
    await written(school, id);
    await twice(files, SITE);
  }
  const [, agents, ocs] = reports as [Report, Report, Report];
  expect([agents.counts.left, ocs.counts.left]).toEqual([0, 0]);
  const assets = await school.db.asset.findMany();
  expect(assets).toHaveLength(agents.counts.add + ocs.counts.add);
  expect(assets.find((a) => a.serial === '640HP72')).toMatchObject({ type: 'laptop', maker: 'Dell', model: 'XPS 13 9350', name: 'glpixps' });
  expect(assets.find((a) => a.serial === 'D9J230159')).toMatchObject({ type: 'printer', maker: 'Brother' });

  const undone = await written(school, first.id, 'undoing');
  expect(undone.undone).toMatchObject({ removed: 613, kept: 0 });

  const text = [
    '# Imports of real data',
    '',
    'Written by `UPDATE_REPORT=1 npx vitest run test/contract/imports-reference.test.ts`, which also brings everything in a second time (nothing is',
    'written) and takes the schools back. The data is not part of the product; without it the test says so and passes.',
    '',
    ...lines('Annuaire des établissements', reports[0] as Report, 1),
    ...lines('Inventaires d’agents, JSON', agents, Object.keys(json).length),
    ...lines('Inventaires d’agents, XML (OCS)', ocs, Object.keys(xml).length),
    `Équipements au parc après les deux : ${assets.length}.`,
    '',
  ].join('\n');
  if (process.env['UPDATE_REPORT'] === '1') writeFileSync('docs/imports.md', text);
  expect(readFileSync('docs/imports.md', 'utf8')).toBe(text);
  await school.close();
});
