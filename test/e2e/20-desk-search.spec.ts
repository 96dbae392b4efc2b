/** The desk finds what it does not hold, hears of others within seconds, sees who writes, and gives several tickets at once. */
import { note, take } from './harness/acts.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;
const LIST = 'Liste des tickets, les plus pressés en tête';

test('la recherche : accents, une faute, et un ticket que ce poste ne garde plus', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia', { next: '/tickets' });
  const { page } = desk;
  const box = page.getByRole('searchbox');
  const rows = page.getByRole('region', { name: LIST }).getByRole('link');

  await box.fill('VIDEOPROJECTEUR');
  await expect(rows.first()).toContainText('Vidéoprojecteur');
  // A slip of the finger: this page knows nothing of it, the server does.
  await box.fill('imprimnate');
  await expect(page.getByText(/^Essayé aussi\s: imprimante\.$/)).toBeVisible();
  const elsewhere = page.getByRole('heading', { name: 'Ailleurs' });
  await expect(elsewhere).toBeVisible();
  await expect(page.locator('section', { has: elsewhere }).getByRole('link').first()).toContainText('Imprimante');

  const old = await house.row<{ id: string; number: string }>(
    `SELECT t."id", t."number" FROM "Ticket" t JOIN "Site" s ON s."id" = t."siteId" WHERE s."name" LIKE ? AND t."endedAt" < ? AND t."status" = 'closed'
      AND (t."assetId" IS NULL OR (SELECT COUNT(*) FROM "Ticket" u WHERE u."assetId" = t."assetId" AND u."endedAt" > t."endedAt") >= 3) LIMIT 1`,
    'Lycée%',
    new Date(Date.now() - 31 * 86_400_000).toISOString(),
  );
  await box.fill(old.number);
  await page.locator(`a[href="/tickets/${old.id}"]`).click();
  await expect(desk.title).toHaveText(`N° ${old.number}`);
  await expect(page.getByText('Lu sur le serveur')).toBeVisible();
  await expect(page.getByText('il est terminé depuis plus d’un mois')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Ce qui s’est passé' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.screenshot({ path: 'test-results/desk-elsewhere.png' });

  // Without a network the search says how far it goes.
  await desk.context.setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await box.fill('imprimante');
  await expect(rows.first()).toContainText('Imprimante');
  await expect(page.getByText(/^Hors ligne\s: seuls les tickets de ce téléphone sont cherchés\.$/)).toBeVisible();
});

test('ce que fait un téléphone est au poste en moins de trois secondes, et l’on voit qui écrit', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  if (free === undefined) throw new Error('the demo has no free ticket');
  const desk = scene.phone(house, DESK);
  const phone = scene.phone(house);
  await desk.signIn('sofia', { next: `/tickets/${free.id}` });
  await phone.signIn('karim', { next: `/tickets/${free.id}` });
  const { page } = desk;
  await expect(page.getByText('Nouveau', { exact: true }).first()).toBeVisible();
  await expect(phone.page.getByRole('button', { name: 'Prendre', exact: true })).toBeVisible();

  await take(phone.page);
  const start = Date.now();
  await expect(page.getByText('Pris en charge, par Karim Benali').first()).toBeVisible({ timeout: 10_000 });
  expect(Date.now() - start).toBeLessThan(3_000);

  await phone.page.getByRole('button', { name: 'Note', exact: true }).click();
  await expect(page.getByText('Karim Benali écrit sur ce ticket.')).toBeVisible();
  await page.screenshot({ path: 'test-results/desk-writing.png' });
  await phone.page.keyboard.press('Escape');
  await expect(page.getByText('Karim Benali écrit sur ce ticket.')).toHaveCount(0);
  await note(phone.page, 'Je passe le voir');
  await expect(page.getByText('Je passe le voir')).toBeVisible({ timeout: 10_000 });
});
