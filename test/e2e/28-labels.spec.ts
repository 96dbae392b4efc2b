/** Stickers from the office to the paper: chosen, made where they are missing, printed on the sheet that the school bought. */
import { readFileSync } from 'node:fs';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const PUBLIC = { PUBLIC_URL: 'https://relais.example.fr' };

test('l’administrateur étiquette une salle : planche, première étiquette libre, imprimante réglée, PDF', async ({ scene }) => {
  const house = await scene.house({ settings: PUBLIC });
  const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
  await desk.signIn('admin');
  const { page } = desk;
  const { id: site } = await house.row<{ id: string }>('SELECT "id" FROM "Site" WHERE "name" LIKE ?', 'Lycée%');
  await desk.open(`/admin/labels?site=${site}`);
  const sheets = page.locator('svg.stickersheet');
  await expect(sheets.first()).toBeVisible();
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
