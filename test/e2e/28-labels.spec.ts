/** Stickers from the office to the paper: chosen, made where they are missing, printed on the sheet that the school bought. */
import { readFileSync } from 'node:fs';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode, makeCode } from '#domain/sticker.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';
import { change } from './harness/tables.ts';

const PUBLIC = { PUBLIC_URL: 'https://relais.example.fr' };

test('l’administrateur étiquette une salle : planche, première étiquette libre, imprimante réglée, PDF', async ({ scene }) => {
  const house = await scene.house({ settings: PUBLIC });
  const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
  await desk.signIn('admin');
  const { page } = desk;
  const { id: site } = await house.row<{ id: string }>('SELECT "id" FROM "Site" WHERE "name" LIKE ?', 'Lycée%');
  await desk.open(`/admin/labels?site=${site}`);
  const sheets = page.locator('svg.stickersheet');
  await page.getByLabel('Salle', { exact: true }).selectOption({ index: 1 });
  await expect(sheets).toHaveCount(1);
  const before = await sheets.first().getAttribute('aria-label');
  // The same tokens on other paper, from the seventh label on.
  await page.getByLabel('Planche ou rouleau').selectOption({ label: 'A4, 65 étiquettes de 38,1 × 21,2 mm (L7651)' });
  await page.getByLabel('Première étiquette libre').fill('7');
  await expect(page.locator('svg.of-L7651').first()).toBeVisible();
  expect((await page.locator('svg.of-L7651').first().getAttribute('aria-label'))?.slice(0, 9)).toBe(before?.slice(0, 9));
  // A printer, measured with its page.
  await page.getByText('Réglage des imprimantes').click();
  const [ruler] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Page de réglage (PDF)' }).click()]);
  expect(ruler.suggestedFilename()).toBe('page-de-reglage-L7651.pdf');
  await page.getByLabel('Nom de l’imprimante').fill('Copieur du CDI');
  await page.getByLabel('Règle X, en mm').fill('1,5');
  await page.getByRole('button', { name: 'Garder ce réglage' }).click();
  await expect(page.getByText('Le réglage de Copieur du CDI est gardé.')).toBeVisible();
  await page.getByLabel('Imprimante', { exact: true }).selectOption('Copieur du CDI');
  await expect(page.locator('svg.of-L7651 g').first()).toHaveAttribute('transform', /^translate\(46\.8/);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Fichier PDF' }).click()]);
  expect(
    readFileSync((await file.path()) as string)
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  // Blank ones, for any school.
  await page.getByText('Nouveau lot d’étiquettes vierges').click();
  await page.getByLabel('Nombre d’étiquettes').fill('30');
  await page.getByRole('button', { name: 'Créer le lot' }).click();
  await expect(page.getByText('30 étiquettes vierges sont prêtes.')).toBeVisible();
  await expect(sheets.first()).toHaveAttribute('aria-label', /[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Sticker" WHERE "state" = ?', 'blank')).toBe(30);
});

test('une adresse que les téléphones n’ouvrent pas ne s’imprime pas, sauf pour un essai marqué', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house);
  await desk.signIn('admin');
  await desk.open('/admin/labels');
  await expect(desk.page.getByText('L’adresse publique doit commencer par https')).toBeVisible();
  await expect(desk.page.locator('svg.stickersheet')).toHaveCount(0);
  await desk.page.getByRole('button', { name: 'Imprimer pour un essai' }).click();
  await expect(desk.page.locator('svg.stickersheet text', { hasText: 'ESSAI' }).first()).toBeVisible();
  const eye = new Eye();
  for (const summary of await desk.page.locator('.stickermore > summary').all()) await summary.click();
  await eye.look(desk.page, '/admin/labels', 'corners');
  expect(eye.found).toEqual([]);
});

test('sur le téléphone, sans réseau : une étiquette vierge se colle en un scan, se remplace, s’annule', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: false });
  const { serial } = await house.row<{ serial: string }>('SELECT "serial" FROM "Asset" WHERE "id" = ?', thing.id);
  const { id: site } = await house.row<{ id: string }>('SELECT "siteId" AS "id" FROM "Asset" WHERE "id" = ?', thing.id);
  const [first, second, foreign] = [1, 2, 3].map((n) => makeCode(Uint8Array.of(n, 7, 1, 20, 9, 3, 27))) as [StickerCode, StickerCode, StickerCode];
  const { id: other } = await house.row<{ id: string }>('SELECT "id" FROM "Site" WHERE "id" <> ?', site);
  const insert = 'INSERT INTO "Sticker" ("code", "siteId", "state") VALUES (?, ?, ?)';
  await change(house.databaseUrl, [
    ['INSERT INTO "Sticker" ("code", "state") VALUES (?, ?)', first, 'blank'],
    [insert, second, site, 'blank'],
    [insert, foreign, other, 'blank'],
  ]);
  const phone = scene.phone(house);
  await phone.signIn('karim');
  const { page } = phone;
  await phone.open(`/a/${first}`);
  await expect(page.getByText('Autocollant inconnu ici')).toBeVisible();
  await phone.context.setOffline(true);
  await page.getByRole('link', { name: 'Coller cette étiquette sur…' }).click();
  // No camera here: what stands on the thing is typed, as the scanner would say it.
  await page.getByLabel('N° de série, d’inventaire ou code').fill(serial);
  const eye = new Eye();
  await eye.look(page, '/stick', 'corners');
  await page.getByRole('button', { name: 'Chercher ce code' }).click();
  await expect(phone.title).toHaveText('Équipement');
  const stickers = page.getByRole('region', { name: 'Étiquette' });
  await expect(stickers.getByText(formatCode(first))).toBeVisible();
  // How far it is stands where it was done.
  await expect(stickers.locator('.mark.phone')).toHaveText('Sur ce téléphone');
  const waiting = page.getByRole('region', { name: 'Sur ce téléphone 1' });
  await expect(waiting.getByRole('heading', { name: 'Coller l’étiquette' })).toBeVisible();
  await eye.look(page, '/assets, its stickers', 'corners');

  // Torn: the new one takes its place.
  await stickers.getByRole('link', { name: `Remplacer ${formatCode(first)}` }).click();
  await page.getByLabel('Code de l’autocollant').fill(formatCode(second));
  await page.getByRole('button', { name: 'Chercher ce code' }).click();
  await expect(stickers.getByText(formatCode(second))).toBeVisible();
  await expect(stickers.getByText(formatCode(first))).toHaveCount(0);
  await phone.context.setOffline(false);
  const stateOf = async (code: string) => (await house.row<{ state: string }>('SELECT "state" FROM "Sticker" WHERE "code" = ?', code)).state;
  await expect.poll(() => stateOf(second)).toBe('bound');
  expect(await stateOf(first)).toBe('revoked');
  await expect(page.locator('.mark')).toHaveCount(0);

  await stickers.getByRole('button', { name: `Annuler ${formatCode(second)}` }).click();
  await expect(page.getByText(`Annuler l’étiquette ${formatCode(second)} ?`)).toBeVisible();
  await eye.look(page, '/assets, a sticker to cancel', 'corners');
  await page.getByRole('radio', { name: 'Perdue ou décollée' }).focus();
  await page.keyboard.press(' ');
  await expect(page.getByText('Remplacée, gardé sur ce téléphone')).toBeHidden();
  await stickers.getByRole('button', { name: 'Annuler', exact: true }).click();
  await expect.poll(() => stateOf(second)).toBe('revoked');

  // Another school's: refused by the house, and nothing is learnt of it.
  await phone.open(`/stick?code=${foreign}`);
  await page
    .getByRole('button', { name: /^Chercher/ })
    .first()
    .click();
  await page.getByRole('searchbox').fill(serial.slice(2));
  await page.locator('.list button').first().click();
  await expect(phone.title).toHaveText('Équipement');
  const refused = page.locator('.note.d', { hasText: /Coller l’étiquette .*: refusé/ });
  await expect(refused).toContainText('cette étiquette n’est pas utilisable ici');
  await eye.look(page, '/assets, a refused sticker', 'corners');
  await refused.getByRole('button', { name: 'Réessayer' }).click();
  await expect(refused.getByRole('button', { name: 'Jeter' })).toBeVisible();
  await phone.open('/outbox');
  await expect(page.getByText('cette étiquette n’est pas utilisable ici').first()).toBeVisible();
  await page.getByRole('link', { name: 'Voir l’équipement' }).click();
  await refused.getByRole('button', { name: 'Jeter' }).click();
  await refused.getByRole('button', { name: 'Jeter' }).click();
  await expect(refused).toHaveCount(0);
  expect(await stateOf(foreign)).toBe('blank');
  expect(eye.found).toEqual([]);
});
