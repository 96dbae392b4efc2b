/** Equipment that fails again and again. */
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;

test('ce qui tombe en panne encore et encore est sur la liste, et un informaticien en décide', async ({ scene }) => {
  const house = await scene.house();
  // Three more faults on one thing, as they come from phones.
  const thing = await house.asset({ withTicket: false });
  const phone = scene.phone(house);
  await phone.signIn('karim');
  for (let n = 0; n < 3; n += 1) {
    await phone.open(`/new?asset=${thing.id}`);
    await phone.page.getByRole('radio').first().check({ force: true });
    await phone.page
      .getByRole('button', { name: /Envoyer|Ouvrir|Signaler/ })
      .last()
      .click();
    await phone.page.waitForURL(/\/tickets\//);
  }
  await expect.poll(async () => house.count('SELECT COUNT(*) AS n FROM "Ticket" WHERE "assetId" = ?', thing.id), { timeout: 20_000 }).toBe(3);

  const desk = scene.phone(house, DESK);
  await desk.signIn('yann');
  await desk.open('/admin/replacement');
  const { page } = desk;
  await expect(page.getByRole('heading', { name: 'À remplacer', level: 1 })).toBeVisible();
  const line = page.locator(`li:has(a[href="/assets/${thing.id}"])`);
  await expect(line.getByText('3 pannes en 90 jours.')).toBeVisible();
  await expect(line.getByRole('link', { name: /^\d{4}-\d{5}$/ })).toHaveCount(3);
  const eye = new Eye();
  await eye.look(page, '/admin/replacement');
  await line.getByRole('button', { name: /^Décider pour/ }).click();
  await line.getByLabel('Année de budget').fill('2027');
  await line.getByLabel('Pourquoi').fill('Carte mère, troisième fois.');
  await eye.look(page, '/admin/replacement, deciding', 'corners');
  await line.getByRole('button', { name: 'Garder la décision' }).click();
  await expect(line.getByText(/^Remplacer au budget 2027, décidé par Yann Le Goff le/)).toBeVisible();
  const file = await page.evaluate(async () => (await fetch('/api/replacement')).text());
  expect(file).toContain('"Remplacer";"2027";"Carte mère, troisième fois.";"Yann Le Goff"');
  expect(eye.found).toEqual([]);
});
