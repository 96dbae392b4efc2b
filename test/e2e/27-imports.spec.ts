/** A register moves in: a file is looked at, written, found to be there already, and taken back. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;
const FILE = 'test/fixtures/imports/glpi-fr-bom.csv';

async function choose(page: Page, ...files: Parameters<ReturnType<Page['locator']>['setInputFiles']>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(...files);
}

test('une liste de GLPI entre, ne change rien la seconde fois, et se retire en entier', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia');
  await desk.open('/admin/imports');
  const { page } = desk;
  const eye = new Eye();
  await expect(page.getByRole('heading', { name: 'Imports', level: 1 })).toBeVisible();
  await eye.look(page, '/admin/imports', 'corners');
  const [site] = await house.rows<{ id: string }>('SELECT id FROM "Site" ORDER BY name LIMIT 1');
  const before = await house.count('SELECT COUNT(*) AS n FROM "Asset"');
  await page.getByLabel('Établissement des lignes qui n’en nomment pas').selectOption(site?.id ?? '');
  await choose(page, FILE);
  await expect(page.getByText('séparateur', { exact: false })).toContainText('GLPI');
  await expect(page.getByText('Rien n’est encore écrit.')).toBeVisible();
  await expect(page.getByRole('cell', { name: /Ni numéro de série/ })).toBeVisible();
  await page.screenshot({ path: 'test-results/imports-check.png' });
  await eye.look(page, 'checked', 'corners');
  await page.setViewportSize(DESK.viewport);
  await page.getByRole('button', { name: /^À savoir/ }).click();
  await expect(page.getByRole('cell', { name: /Le tableur a abîmé ce numéro/ })).toBeVisible();
  await expect(page.getByRole('cell', { name: /D4$/ })).toBeVisible();
  expect(await house.count('SELECT COUNT(*) AS n FROM "Asset"')).toBe(before);

  // "Boulier" is a type that nobody knows: said once, it is known.
  await page.getByRole('button', { name: 'Colonnes' }).click();
  await page.getByLabel(/Boulier/).selectOption('other');
  await page.screenshot({ path: 'test-results/imports-columns.png', fullPage: true });
  await eye.look(page, 'columns', 'corners');
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await page.getByRole('button', { name: /^Écrire 5 lignes, laisser 2/ }).click();
  await expect(page.getByText(/5 créations, 0 mise à jour/)).toBeVisible();
  expect(await house.count('SELECT COUNT(*) AS n FROM "Asset"')).toBe(before + 5);
  const [left] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /à corriger, avec le motif/ }).click()]);
  const mend = readFileSync(await left.path(), 'utf8');
  expect(mend).toContain('Ni numéro de série, ni numéro d’inventaire, ni nom');

  await page.getByRole('button', { name: 'Tous les imports' }).click();
  await page.getByLabel('Établissement des lignes qui n’en nomment pas').selectOption(site?.id ?? '');
  await choose(page, FILE);
  await expect(page.getByText('Ce fichier ne change rien')).toBeVisible();
  await page.getByRole('button', { name: 'Abandonner cet import' }).click();

  await page.getByRole('button', { name: 'glpi-fr-bom.csv' }).click();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Annuler cet import' }).click();
  await expect(page.getByText(/^Annulé/).first()).toBeVisible();
  expect(await house.count('SELECT COUNT(*) AS n FROM "Asset"')).toBe(before);
  expect(eye.found).toEqual([]);
});

test('au téléphone : une feuille abîmée dit pourquoi, un inventaire d’agent entre', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('sofia');
  await phone.open('/admin/imports');
  const { page } = phone;
  const eye = new Eye();
  await choose(page, { name: 'parc.csv', mimeType: 'text/csv', buffer: Buffer.from('Nom;Type\nPC1;"Poste\n') });
  await expect(page.getByText('Un guillemet s’ouvre et ne se ferme jamais, à la ligne 2. Fermez-le.')).toBeVisible();
  await eye.look(page, 'unreadable', 'corners');
  await page.getByRole('button', { name: 'Abandonner cet import' }).click();
  const agent = (name: string, serial: string) => ({
    name: `${name}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        action: 'inventory',
        deviceid: `${name}-2026-01-02-03-04-05`,
        content: { hardware: { name, chassis_type: 'Laptop', memory: 8192 }, bios: { smanufacturer: 'LENOVO', smodel: 'ThinkPad L14', ssn: serial } },
      }),
    ),
  });
  const [site] = await house.rows<{ id: string }>('SELECT id FROM "Site" ORDER BY name LIMIT 1');
  await page.getByLabel('Établissement des lignes qui n’en nomment pas').selectOption(site?.id ?? '');
  await choose(page, [agent('CDI-01', 'PF2A0001'), agent('CDI-02', 'PF2A0002')]);
  await page.getByRole('button', { name: 'Écrire 2 lignes' }).click();
  await expect(page.getByText(/^2 créations/)).toBeVisible();
  await page.screenshot({ path: 'test-results/imports-phone.png', fullPage: true });
  await eye.look(page, 'done', 'corners');
  expect(eye.found).toEqual([]);
});
