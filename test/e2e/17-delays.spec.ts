/** The delay of each open ticket, in words: on a row, on the ticket, stopped while it waits, without a network; and as the office sets it. */
import type { Page } from '@playwright/test';
import { other, take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const clock = (page: Page) => page.locator('.delay .clock');
const NB = '[\\u00a0 ]';
const RUNS = /^(Encore|En retard de) .+ de service/;

test('le délai se lit sur la ligne et sur le ticket, s’arrête pendant l’attente, et compte hors ligne', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('mina', { next: '/tickets' });
  const { page } = phone;
  const row = page.locator(`a[href="/tickets/${id}"]`);
  await expect(row.locator('.tag', { hasText: /^(encore|retard) \d/ })).toBeVisible();

  await row.click();
  await expect(clock(page)).toHaveText(RUNS);
  await expect(clock(page)).toContainText(/à prendre avant .+, à résoudre avant /);
  await take(page);
  await expect(clock(page)).toHaveText(RUNS);
  await expect(clock(page)).not.toContainText('à prendre avant');

  await page.context().setOffline(true);
  const sheet = await other(page, 'Mettre en attente');
  await sheet.locator('input[name=reason][value=appointment]').check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
  await expect(clock(page)).toHaveText(new RegExp(`[Dd]élai arrêté${NB}: attend un rendez-vous`));

  // The phone starts again in its dead zone.
  await phone.close();
  await phone.open(`/tickets/${id}`);
  await page
    .context()
    .setOffline(true)
    .catch(() => 'the phone was off');
  await expect(clock(phone.page)).toHaveText(new RegExp(`[Dd]élai arrêté${NB}: attend un rendez-vous`));
  await phone.page.getByRole('button', { name: 'Reprendre', exact: true }).click();
  await expect(clock(phone.page)).toHaveText(RUNS);
});

test('l’administrateur change les heures et les délais : le téléphone les suit, la phrase dit ce qui ne va pas', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const [phone, desk] = [scene.phone(house), scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } })];
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await expect(clock(phone.page)).toHaveText(RUNS);
  await expect(clock(phone.page)).toContainText(/à résoudre avant/);

  await desk.signIn('admin');
  const { page } = await desk.open('/admin/service').then(() => desk);
  await expect(page.getByRole('heading', { name: 'Heures de service' })).toBeVisible();
  const select = page.getByLabel('Établissement', { exact: true });
  await select.selectOption({ label: (await select.locator('option', { hasText: 'Lycée' }).first().textContent()) ?? '' });
  await page.getByLabel('Mardi').fill('8h-25h');
  await page.getByRole('button', { name: 'Enregistrer les heures' }).click();
  await expect(page.getByText('Écrivez des heures qui se suivent')).toBeVisible();
  await expect(page.getByLabel('Mardi')).toBeFocused();
  // What was typed is still there.
  await expect(page.getByLabel('Mardi')).toHaveValue('8h-25h');
  for (const day of ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche']) await page.getByLabel(day).fill('');
  await page.getByRole('button', { name: 'Enregistrer les heures' }).click();
  await expect(page.getByText(/^Heures de .+ enregistrées/)).toBeVisible();
  // A school that is never served owes nothing.
  await phone.page.reload();
  await expect(clock(phone.page)).toHaveText(new RegExp(`^Aucune heure de service${NB}: pas de délai`));

  await page.getByLabel('Lundi').fill('8:00-12:00, 13:30-17:30');
  await page.getByLabel('Vacances scolaires').selectOption({ label: 'Fermé, zone A' });
  await page.getByRole('button', { name: 'Enregistrer les heures' }).click();
  await expect(page.getByText('Les vacances scolaires après le 31 août 2026 ne sont pas connues.')).toBeVisible();
  await page.getByLabel(`P3${'\u00a0'}: prise en charge`).fill('999 j');
  await page.getByRole('button', { name: 'Enregistrer les délais' }).click();
  await expect(page.getByText('Écrivez une durée, comme')).toBeVisible();
  for (const priority of [2, 3, 4]) {
    await page.getByLabel(`P${priority}${'\u00a0'}: prise en charge`).fill('20 j');
    await page.getByLabel(`P${priority}${'\u00a0'}: résolution`).fill('40 j');
  }
  await page.getByRole('button', { name: 'Enregistrer les délais' }).click();
  await expect(page.getByText('Délais enregistrés.')).toBeVisible();
  await phone.page.reload();
  await expect(clock(phone.page)).toHaveText(new RegExp(`^Encore (19|20)${NB}j`));
  await expect(phone.page.locator('.delay .note')).toContainText('Vacances scolaires connues du');
  const eye = new Eye();
  await eye.look(page, 'horaires et délais', 'corners');
  await eye.look(phone.page, 'un ticket et son avertissement', 'corners');
  expect(eye.found).toEqual([]);
});

test('qui a signalé lit la date, jamais les priorités', async ({ scene }) => {
  const house = await scene.house();
  const { id } = await house.row<{ id: string }>(
    `SELECT t."id" FROM "Ticket" t JOIN "TicketPerson" p ON p."ticketId" = t."id" WHERE t."open" AND p."personId" = ? AND t."status" IN ('new', 'taken') LIMIT 1`,
    await house.person('claire'),
  );
  const phone = scene.phone(house);
  await phone.signIn('claire', { next: `/tickets/${id}` });
  await expect(phone.page.getByText(/^(À résoudre avant|En retard.: prévu avant) /)).toBeVisible();
  await expect(phone.page.getByText(/\bP[1-4]\b/)).toHaveCount(0);
  await expect(clock(phone.page)).toHaveCount(0);
});
