/** Who opened what is confidential, a person's own data, and a name that leaves every screen. */
import { readFileSync } from 'node:fs';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { viewport: { width: 1440, height: 900 }, isDesktop: true } as const;

test('un ticket confidentiel : chaque lecture est notée, hors réseau aussi ; le superviseur et le bureau la lisent', async ({ scene }) => {
  const house = await scene.house();
  const secret = await house.row<{ id: string; number: string }>(
    `SELECT "id", "number" FROM "Ticket" WHERE CAST("head" AS TEXT) LIKE '%"confidential":true%' ORDER BY "open" DESC, "id" DESC LIMIT 1`,
  );
  const readings = () => house.count('SELECT COUNT(*) AS n FROM "ReadLog" WHERE "ticketId" = ?', secret.id);
  const noted = 'Ticket confidentiel : votre lecture est notée.';
  const eye = new Eye();

  const phone = scene.phone(house);
  await phone.signIn('yann');
  await phone.isInstalled();
  await phone.open('/tickets');
  await expect(phone.page.locator('main')).toBeVisible();
  expect(await readings()).toBe(0);
  await phone.context.setOffline(true);
  await phone.open(`/tickets/${secret.id}`);
  await expect(phone.page.getByText(noted)).toBeVisible();
  expect(await readings()).toBe(0);
  await phone.context.setOffline(false);
  await phone.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(readings, { timeout: 30_000 }).toBe(1);

  const desk = scene.phone(house, DESK);
  await desk.signIn('bruno', { next: `/tickets/${secret.id}` });
  await desk.page.getByRole('button', { name: 'Qui l’a ouvert ?' }).click();
  await expect(desk.page.getByRole('dialog').getByText('Yann Le Goff')).toBeVisible();
  await desk.page.screenshot({ path: 'test-results/desk-readings.png' });
  await eye.look(desk.page, 'who opened it');
  await desk.open('/admin/readings');
  await expect(desk.page.getByText('Yann Le Goff')).toBeVisible();
  await expect(desk.page.getByRole('link', { name: `Ticket ${secret.number}` }).first()).toBeVisible();
  await desk.page.screenshot({ path: 'test-results/desk-office-readings.png', fullPage: true });
  await eye.look(desk.page, '/admin/readings');
  expect(eye.found).toEqual([]);
});

test('mes données en un fichier ; une personne effacée perd son nom au bureau, sur son téléphone et sur celui des autres', async ({ scene }) => {
  const house = await scene.house();
  const claire = await house.person('claire');
  const hers = await house.row<{ id: string }>(
    `SELECT t."id" FROM "Ticket" t WHERE t."requesterId" = ? AND t."open" = 1 AND CAST(t."head" AS TEXT) LIKE '%"confidential":false%' ORDER BY t."id" DESC LIMIT 1`,
    claire,
  );
  const eye = new Eye();
  const phone = scene.phone(house);
  await phone.signIn('claire', { next: '/account' });
  await expect(phone.page.getByRole('heading', { name: 'Mes données' })).toBeVisible();
  await eye.look(phone.page, 'one’s own data');
  await phone.page.getByRole('heading', { name: 'Mes données' }).scrollIntoViewIfNeeded();
  await phone.page.screenshot({ path: 'test-results/phone-own-data.png', fullPage: true });
  const coming = phone.page.waitForEvent('download');
  await phone.page.getByRole('link', { name: 'Télécharger pour lire' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe('mes-donnees-relais.html');
  const page = readFileSync(await file.path(), 'utf8');
  expect(page).toContain('Roy');
  expect(page).not.toContain('<script');

  const colleague = scene.phone(house);
  await colleague.signIn('mina', { next: `/tickets/${hers.id}` });
  await expect(colleague.page.getByText('Claire Roy').first()).toBeVisible();

  const admin = scene.phone(house, DESK);
  await admin.signIn('admin');
  await admin.open(`/admin/person?id=${claire}`);
  const login = admin.page.getByLabel(/^Pour confirmer, écrivez son identifiant/);
  await login.fill('clair');
  await admin.page.getByRole('button', { name: 'Effacer pour toujours' }).click();
  await expect(admin.page.getByText('Ce n’est pas l’identifiant du compte qui disparaît.')).toBeVisible();
  await admin.page.screenshot({ path: 'test-results/desk-erase.png', fullPage: true });
  await eye.look(admin.page, 'erasing');
  await login.fill('claire');
  await admin.page.getByRole('button', { name: 'Effacer pour toujours' }).click();
  await expect(admin.page.getByText(/^Effacée\./)).toBeVisible({ timeout: 30_000 });

  await expect(colleague.page.getByText('Personne effacée').first()).toBeVisible({ timeout: 40_000 });
  await expect(colleague.page.getByText('Claire Roy')).toHaveCount(0);
  await colleague.page.screenshot({ path: 'test-results/phone-erased.png' });
  await phone.open('/tickets');
  await expect(phone.page).toHaveURL(/\/signin/, { timeout: 20_000 });
  expect(await phone.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Roy');
  expect(eye.found).toEqual([]);
});
