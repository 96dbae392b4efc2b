/** The register at the desk, many at a time: one more by hand, many changed at once, out as a file and in again. */
import { readFileSync } from 'node:fs';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;

test('un équipement s’ajoute à la main ; un numéro pris mène à celui qui le porte', async ({ scene }) => {
  const house = await scene.house();
  const {
    id: other,
    serial,
    site,
  } = await house.row<{ id: string; serial: string; site: string }>(
    `SELECT a.id, a.serial, s.name AS site FROM "Asset" a JOIN "Site" s ON s.id = a."siteId" WHERE a.serial IS NOT NULL ORDER BY a.id LIMIT 1`,
  );
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia');
  await desk.open('/admin/register');
  const { page } = desk;
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  const form = page.getByRole('form', { name: 'Ajouter un équipement' });
  await expect(form.getByLabel('Établissement').locator('option', { hasText: site })).toHaveCount(1);
  await form.getByLabel('Établissement').selectOption({ label: site });
  await expect(form.getByLabel('Salle').locator('option').nth(1)).toBeAttached();
  await form.getByLabel('Salle').selectOption({ index: 1 });
  await form.getByLabel('Type').selectOption({ label: 'Machine virtuelle' });
  await form.getByLabel('Nom sur le réseau').fill('VM-PRONOTE');
  await form.getByLabel('N° de série').fill(serial.toLowerCase());
  await form.getByRole('button', { name: 'Ajouter au parc' }).click();
  await expect(form.getByRole('link', { name: 'Voir celui qui le porte' })).toHaveAttribute('href', `/admin/register/${other}`);
  const eye = new Eye();
  await page.screenshot({ path: 'test-results/register-add.png' });
  await eye.look(page, '/admin/register, adding', 'corners');
  await page.setViewportSize(DESK.viewport);
  await form.getByLabel('N° de série').fill('VM-0001');
  await form.getByRole('button', { name: 'Ajouter au parc' }).click();
  await expect(form.getByText('L’équipement est ajouté.')).toBeVisible();
  expect(await house.row(`SELECT type, name, "seenAt" FROM "Asset" WHERE serial = 'VM-0001'`)).toEqual({
    type: 'vm',
    name: 'VM-PRONOTE',
    seenAt: null,
  });
  await form.getByRole('link', { name: 'Ouvrir sa fiche' }).click();
  await expect(page.getByRole('heading', { name: 'Machine virtuelle', level: 2 })).toBeVisible();
  expect(eye.found).toEqual([]);
});

test('beaucoup d’équipements changent d’un coup ; le fichier sorti et remis ne change rien, mais ce qu’on y corrige', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia');
  await desk.open('/admin/register?type=projector');
  const { page } = desk;
  const all = await house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE type = 'projector'`);
  await page.getByRole('button', { name: 'Modifier', exact: true }).click();
  const bulk = page.getByRole('region', { name: 'Modifier plusieurs équipements' });
  await bulk.getByLabel('Fournisseur').fill('=UGAP');
  await bulk.getByLabel('Coût').fill('1 249,90');
  await bulk.getByRole('button', { name: 'Compter' }).click();
  await expect(bulk.getByText(`${all} équipements, dont ${all} changent.`)).toBeVisible();
  const eye = new Eye();
  await eye.look(page, '/admin/register, many at once', 'corners');
  await page.setViewportSize(DESK.viewport);
  await bulk.getByRole('button', { name: /^Modifier \d/ }).click();
  await expect(bulk.getByText(/^\d+ équipements sont modifiés\.$/)).toBeVisible();
  expect(await house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE supplier = '=UGAP' AND cost = 124990`)).toBe(all);
  expect(await house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE supplier = '=UGAP' AND type <> 'projector'`)).toBe(0);

  for (const as of ['Tableur (CSV)', 'Excel (XLSX)']) {
    await desk.open('/admin/register?type=projector');
    const [left] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: as }).click()]);
    const file = { name: left.suggestedFilename(), mimeType: 'application/octet-stream', buffer: readFileSync(await left.path()) };
    const events = await house.count('SELECT COUNT(*) AS n FROM "RegisterEvent"');
    await desk.open('/admin/imports');
    await expect(page.getByRole('heading', { name: 'Imports', level: 1 })).toBeVisible();
    await page.locator('input[type=file]').setInputFiles(file);
    await expect(page.getByText('Ce fichier ne change rien')).toBeVisible();
    await page.getByRole('button', { name: 'Abandonner cet import' }).click();
    expect(await house.count('SELECT COUNT(*) AS n FROM "RegisterEvent"')).toBe(events);
    if (as !== 'Tableur (CSV)') continue;
    // One cell is corrected in the spreadsheet: that one alone changes.
    const mended = file.buffer.toString('utf8').replace('1249,90', '999,00');
    expect(mended).not.toBe(file.buffer.toString('utf8'));
    await page.locator('input[type=file]').setInputFiles({ ...file, buffer: Buffer.from(mended) });
    await page.getByRole('button', { name: /^Écrire 1 ligne/ }).click();
    await expect(page.getByText(/0 création, 1 mise à jour/)).toBeVisible();
    expect(await house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE cost = 99900`)).toBe(1);
    expect(await house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE cost = 124990`)).toBe(all - 1);
  }
  expect(eye.found).toEqual([]);
});
