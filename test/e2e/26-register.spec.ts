/** The register: found by any piece of a label, kept at the desk, told on the phone without a network. */
import { Eye } from './harness/eye.ts';
import type { House } from './harness/house.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;

interface Row {
  readonly id: string;
  readonly serial: string;
  readonly inventory: string;
  readonly model: string;
  readonly siteId: string;
}

/** A projector of the first school, with its numbers. */
async function projector(house: House): Promise<Row> {
  const mina = await house.person('mina');
  const [row] = await house.rows<Row>(
    `SELECT a.id, a.serial, a.inventory, a.model, a."siteId" FROM "Asset" a JOIN "Membership" m ON m."siteId" = a."siteId" AND m."personId" = '${mina}'
      WHERE a.type = 'projector' AND a.serial IS NOT NULL AND a.inventory IS NOT NULL ORDER BY a.id LIMIT 1`,
  );
  if (row === undefined) throw new Error('the demo has no projector');
  return row;
}

test('le parc au bureau : chercher, ouvrir, corriger, joindre un document, relire l’historique', async ({ scene }) => {
  const house = await scene.house();
  const asset = await projector(house);
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia', { next: '/me' });
  const { page } = desk;
  await page.getByRole('link', { name: 'Parc', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Parc', level: 1 })).toBeVisible();
  const all = await house.count('SELECT COUNT(*) AS n FROM "Asset"');
  await expect(page.getByRole('status').filter({ hasText: /équipements$/ })).toHaveText(
    `${String(all).replace(/\B(?=(\d{3})+$)/g, '\u00a0')} équipements`,
  );
  // The accounts are not a technician’s.
  await expect(page.getByRole('link', { name: 'Personnes' })).toHaveCount(0);
  const eye = new Eye();
  await page.getByRole('button', { name: 'Critères' }).click();
  await page.getByRole('combobox', { name: 'Type' }).selectOption('projector');
  await expect(page.getByRole('button', { name: 'Critères (1)' })).toBeVisible();

  await page.getByRole('searchbox').fill(asset.serial.slice(2).toLowerCase());
  await expect(page.getByRole('status').filter({ hasText: '1 équipement' })).toHaveText('1 équipement');
  await expect(page).toHaveURL(/type=projector/);
  await page.getByRole('link', { name: /^Ouvrir (?!l’application)/ }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/register/${asset.id}$`));
  await page.getByLabel('Nom sur le réseau').fill('CDI-VP-01');
  await page.getByLabel('Garanti jusqu’au').fill('2031-08-31');
  await page.getByLabel('Coût').fill('1 249,90');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('C’est enregistré.')).toBeVisible();
  await expect(page.getByText('Nom sur le réseau : rien → CDI-VP-01')).toBeVisible();
  const kept = await house.row(`SELECT name, "warrantyUntil", cost FROM "Asset" WHERE id = '${asset.id}'`);
  expect(kept).toMatchObject({ name: 'CDI-VP-01', warrantyUntil: '2031-08-31', cost: 124_990 });

  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'Facture.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
  const file = page.getByRole('link', { name: 'Télécharger Facture.pdf' });
  await expect(file).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
  expect(download.suggestedFilename()).toBe('Facture.pdf');
  await page.locator('input[type=file]').setInputFiles({ name: 'Facture.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
  await expect(page.getByText('Ce document n’est ni un PDF')).toBeVisible();
  await eye.look(page, '/admin/register/asset', 'corners');
  await page.getByRole('link', { name: 'Retour au parc' }).click();
  await expect(page.getByRole('link', { name: /^Ouvrir (?!l’application)/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Critères' }).click();
  await eye.look(page, '/admin/register', 'corners');
  expect(eye.found).toEqual([]);
});

test('le parc sur le téléphone : un bout de numéro suffit, sans réseau ; la fiche d’un coup d’œil ; l’historique avec le réseau', async ({
  scene,
}) => {
  const house = await scene.house();
  const asset = await projector(house);
  const phone = scene.phone(house);
  await phone.signIn('mina');
  await phone.context.setOffline(true);
  await phone.open('/rooms');
  const { page } = phone;
  const piece = asset.serial.slice(2, 9).toLowerCase();
  await page.getByRole('searchbox').fill(piece);
  const row = page
    .getByRole('region', { name: /^Équipements/ })
    .getByRole('link')
    .first();
  await expect(row).toContainText(asset.serial);
  await expect(row.locator('mark')).toHaveText(piece.toUpperCase());
  const eye = new Eye();
  await eye.look(page, '/rooms, searched', 'corners');
  await row.click();
  await expect(page).toHaveURL(new RegExp(`/assets/${asset.id}$`));
  await expect(page.getByText(/Garanti jusqu’au|Garantie finie le/)).toBeVisible();
  await page.getByRole('button', { name: 'Voir tout l’historique' }).click();
  await expect(page.getByText('L’historique complet arrive avec le réseau.')).toBeVisible();
  await eye.look(page, '/assets, offline', 'corners');
  // A part that was changed is said before the thing, in the dead zone too; what is to become of it is not a correspondent's.
  await expect(page.getByRole('button', { name: 'Décider de la suite' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Noter une pièce changée' }).click();
  const sheet = page.getByRole('dialog', { name: 'Noter une pièce changée' });
  await sheet.getByRole('button', { name: 'Noter la pièce' }).click();
  await expect(sheet.getByText('Écrivez la pièce que vous avez changée.')).toBeVisible();
  await eye.look(page, '/assets, a part changed', 'corners');
  await sheet.getByLabel('Quelle pièce').fill('Lampe');
  await sheet.getByLabel('Précision').fill('ELPLP96, prise au stock.');
  await sheet.getByRole('button', { name: 'Noter la pièce' }).click();
  const waiting = page.getByRole('region', { name: 'Sur ce téléphone 1' });
  await expect(waiting.getByRole('heading', { name: 'Pièce changée : Lampe' })).toBeVisible();
  await expect(waiting.locator('.mark.phone')).toHaveText('Sur ce téléphone');

  await phone.context.setOffline(false);
  const parts = () => house.count(`SELECT COUNT(*) AS n FROM "RegisterEvent" WHERE "subjectId" = ? AND "type" = 'PartReplaced'`, asset.id);
  await expect.poll(parts, { timeout: 20_000 }).toBe(1);
  await expect(waiting).toHaveCount(0);
  await phone.open(`/assets/${asset.id}`);
  await page.getByRole('button', { name: 'Voir tout l’historique' }).click();
  await expect(page.getByRole('region', { name: 'Historique' })).toContainText('Pièce changée : Lampe');

  // A piece typed on the scan's screen, where the camera is refused, leads there too.
  await phone.open('/scan');
  await page.getByRole('textbox').fill(piece);
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('link', { name: 'Voir la fiche' })).toHaveAttribute('href', `/assets/${asset.id}`);
  expect(eye.found).toEqual([]);
});

test('salles et établissement au bureau : ajouter une salle, la dire VIP, corriger la fiche', async ({ scene }) => {
  const house = await scene.house();
  const { siteId } = await projector(house);
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia', { next: '/' });
  await desk.open(`/admin/register/place?site=${siteId}`);
  const { page } = desk;
  const add = page.locator('form', { has: page.getByRole('heading', { name: 'Ajouter une salle' }) });
  await add.getByLabel('Salle').fill('Labo 9');
  await add.getByLabel('Bâtiment').fill('Bât. Z');
  await add.getByLabel(/VIP/).check();
  await add.getByRole('button', { name: 'Ajouter une salle' }).click();
  await expect(page.getByText('Bât. Z, Labo 9')).toBeVisible();
  await page.getByLabel('Élèves').fill('640');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.poll(() => house.row(`SELECT pupils FROM "Site" WHERE id = '${siteId}'`)).toMatchObject({ pupils: 640 });
  await expect(page.getByLabel('Élèves')).toHaveValue('640');
  await page.getByRole('button', { name: 'Modifier Bât. Z, Labo 9' }).click();
  const eye = new Eye();
  await eye.look(page, '/admin/register/place', 'corners');
  expect(eye.found).toEqual([]);
});
