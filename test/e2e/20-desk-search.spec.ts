/** The desk finds what it does not hold, hears of others within seconds, sees who writes, and gives several tickets at once. */
import { note, take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
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

  // The same on a phone's width.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(elsewhere).toBeVisible();
  const eye = new Eye();
  await eye.judgeAsItStands(page, 'what the server found, at 390 px');
  expect(eye.found).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.screenshot({ path: 'test-results/phone-elsewhere.png' });
  await page.setViewportSize(DESK.viewport);

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

test('la file : trier, laisser de côté, garder ce filtre, confier plusieurs tickets d’un coup', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('bruno', { next: '/tickets' });
  const { page } = desk;
  const rows = page.getByRole('region', { name: LIST }).getByRole('link');
  const sheet = page.locator('dialog[open]');
  await expect(rows.first()).toBeVisible();

  const numbers = () => rows.locator('.number').allInnerTexts();
  await page.getByRole('button', { name: 'Trier par N°' }).click();
  await expect.poll(async () => [...(await numbers())]).toEqual([...(await numbers())].sort());
  await page.getByRole('button', { name: 'Trier par N°' }).click();
  await expect.poll(async () => [...(await numbers())]).toEqual([...(await numbers())].sort().reverse());

  await page.getByRole('button', { name: 'Filtres', exact: true }).click();
  const show = sheet.getByRole('button', { name: /^Montrer \d+ tickets?$/ });
  const all = (await show.textContent()) ?? '';
  await sheet.getByRole('switch', { name: 'En retard seulement' }).click();
  await expect(show).not.toHaveText(all);
  await sheet.getByRole('switch', { name: 'En retard seulement' }).click();
  await expect(show).toHaveText(all);
  await sheet.getByRole('radio', { name: 'Nouveau' }).check({ force: true });
  await sheet.getByLabel('Garder ce filtre sous le nom').fill('Nouveaux');
  await sheet.getByRole('button', { name: 'Garder', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  for (const text of await rows.allInnerTexts()) expect(text).toContain('Nouveau');
  await page.reload();
  await page.getByRole('button', { name: 'Nouveaux' }).click();
  await expect(page.getByRole('button', { name: 'Nouveaux' })).toHaveAttribute('aria-pressed', 'true');
  await page.screenshot({ path: 'test-results/desk-queue.png' });

  const first = await Promise.all([0, 1].map(async (i) => (await rows.nth(i).getAttribute('href'))?.replace('/tickets/', '') ?? ''));
  await page.getByRole('checkbox').nth(0).check();
  // The second by the keyboard: it is open beside the list, X chooses it.
  await rows.nth(1).click();
  await page.keyboard.press('x');
  await expect(page.getByText('2 tickets choisis')).toBeVisible();
  const eye = new Eye();
  await eye.judgeAsItStands(page, 'the queue with two chosen');
  expect(eye.found).toEqual([]);
  await page.getByRole('button', { name: 'Confier à…' }).click();
  await sheet.getByRole('radio', { name: 'Yann Le Goff' }).check({ force: true });
  await page.screenshot({ path: 'test-results/desk-give.png' });
  await sheet.getByRole('button', { name: 'Confier 2 tickets' }).click();
  await expect(page.getByText('2 tickets confiés à Yann Le Goff.')).toBeVisible();
  const yann = await house.person('yann');
  for (const id of first) await expect.poll(async () => (await house.ticket(id)).assignee).toBe(yann);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
