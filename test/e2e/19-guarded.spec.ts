/** The guarded flows: nobody is reset who was not recognised, nobody is let in whom the head did not let in, and both can be read afterwards. */
import { DEMO_AGENTS } from '#prisma/demo/people.ts';
import { take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
import type { House } from './harness/house.ts';
import { expect, test } from './harness/scene.ts';

const WHY = 'Retour de congé, ne le retrouve plus.';

const newest = async (house: House, symptom: string, status: string): Promise<{ id: string; number: string }> => {
  const rows = await house.rows<{ id: string; number: string; head: string | object }>(
    `SELECT "id", "number", "head" FROM "Ticket" WHERE "status" = ? ORDER BY "id" DESC`,
    status,
  );
  const found = rows.find(({ head }) => ((typeof head === 'string' ? JSON.parse(head) : head) as { symptom: string }).symptom === symptom);
  if (found === undefined) throw new Error(`the demo has no ${status} ticket of ${symptom}`);
  return found;
};

test('mot de passe oublié, signalé par une collègue : rien n’est réinitialisé avant que l’identité soit vérifiée', async ({ scene }) => {
  const house = await scene.house();
  const ticket = await newest(house, 'forgotten_password', 'new');
  const sofia = scene.phone(house);
  await sofia.signIn('sofia', { next: `/tickets/${ticket.id}` });
  const { page } = sofia;
  await take(page);
  await page.getByRole('button', { name: 'Commencer', exact: true }).click();
  const check = page.getByRole('button', { name: 'Vérifier l’identité', exact: true });
  await expect(check).toBeVisible();

  // The rule explains itself where one presses.
  await page.getByRole('button', { name: 'Autres', exact: true }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByRole('button', { name: /^Résoudre/ }).click();
  await expect(sheet.getByRole('alert')).toContainText(/l’identité doit être vérifiée avant/i);
  await page.keyboard.press('Escape');

  await check.click();
  await expect(sheet.getByText('Rappelez Claire Roy vous-même')).toBeVisible();
  await sofia.context.setOffline(true);
  await expect(sheet.getByText('Vérifier une identité demande le réseau.')).toBeVisible({ timeout: 30_000 });
  await expect(sheet.getByRole('button', { name: 'Comparer' })).toBeDisabled();
  await sofia.context.setOffline(false);
  await expect(sheet.getByRole('button', { name: 'Comparer' })).toBeEnabled({ timeout: 30_000 });

  await sheet.getByRole('button', { name: 'Comparer' }).click();
  await expect(sheet.getByText('Écrivez le nom que la personne vous a donné.')).toBeVisible();
  await sheet.getByLabel('Que s’est-il passé ?').fill(WHY);
  await sheet.getByLabel('Nom de famille donné').fill('roy');
  await sheet.getByLabel('Numéro d’agent donné').fill('41208');
  await sheet.getByRole('button', { name: 'Comparer' }).click();
  await expect(sheet.getByText('Ce nom et ce numéro ne vont pas ensemble.')).toBeVisible();
  await expect(sheet.getByLabel('Numéro d’agent donné')).toHaveValue('');
  const eye = new Eye();
  await eye.look(page, 'identity, not the one', 'corners');

  await sheet.getByLabel('Numéro d’agent donné').fill(DEMO_AGENTS['claire'] ?? '');
  await sheet.getByRole('button', { name: 'Comparer' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page.locator('.tl').getByText(/avez vérifié l’identité/)).toBeVisible();
  await expect(page.locator('.tl')).toContainText(WHY);
  // Not on the phone, not in the house: neither number.
  const kept = JSON.stringify(await house.rows('SELECT "head" FROM "Ticket" WHERE "id" = ?', ticket.id));
  const told = JSON.stringify(await house.rows('SELECT "data" FROM "Event" WHERE "ticketId" = ?', ticket.id));
  for (const number of ['41208', DEMO_AGENTS['claire'] ?? '']) expect(kept + told + house.printed).not.toContain(number);

  const steps = page.getByRole('region', { name: /Étapes/ });
  for (const step of ['Donner un mot de passe provisoire, de vive voix', 'Expliquer : l’ancien ne peut pas revenir'])
    await steps.locator('li', { hasText: step }).getByRole('button').click();
  await page.getByRole('button', { name: 'Résoudre', exact: true }).click();
  await sheet.getByLabel('Qu’avez-vous fait ?').fill('Provisoire donné de vive voix.');
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
  await expect.poll(async () => (await house.ticket(ticket.id)).status, { timeout: 30_000 }).toBe('resolved');
  await expect(steps.getByText('Le lendemain : le mot de passe a-t-il été changé ?')).toBeVisible();
  // Whoever was locked out was sent nothing.
  expect(
    await house.count('SELECT COUNT(*) AS n FROM "Notice" WHERE "ticketId" = ? AND "personId" = ?', ticket.id, await house.person('claire')),
  ).toBe(0);
  expect(eye.found).toEqual([]);
});

test('un accès demandé, accordé par la direction dans l’application, posé, et lu au registre', async ({ scene }) => {
  const house = await scene.house();
  const ticket = await newest(house, 'access_right', 'new');
  const anne = scene.phone(house);
  await anne.signIn('anne');
  await expect(anne.page.getByRole('region', { name: /^À approuver/ })).toBeVisible();
  await anne.page
    .getByRole('region', { name: /^À approuver/ })
    .getByRole('link')
    .click();
  await expect(anne.title).toHaveText(`N° ${ticket.number}`);
  await anne.page.getByRole('button', { name: 'Donner mon accord', exact: true }).click();
  await anne.page.locator('dialog[open] button[type=submit]').click();
  await expect(anne.page.locator('dialog[open]')).toHaveCount(0);

  const yann = scene.phone(house);
  await yann.signIn('yann', { next: `/tickets/${ticket.id}` });
  await take(yann.page);
  await yann.page.getByRole('button', { name: 'Commencer', exact: true }).click();
  await yann.page
    .getByRole('region', { name: /Étapes/ })
    .locator('li', { hasText: 'Ouvrir ou fermer le droit' })
    .getByRole('button')
    .click();
  await yann.page.getByRole('button', { name: 'Résoudre', exact: true }).click();
  const sheet = yann.page.locator('dialog[open]');
  await sheet.getByLabel('Qu’avez-vous fait ?').fill('Droit posé.');
  await sheet.getByRole('radio', { name: 'Livré' }).check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect.poll(async () => (await house.ticket(ticket.id)).status, { timeout: 30_000 }).toBe('resolved');

  await anne.open('/me');
  await anne.page.getByRole('link', { name: 'Registre des droits' }).click();
  const line = anne.page.locator('li.row', { hasText: 'Intendance' });
  await expect(line).toContainText('Paul Faure');
  await expect(line).toContainText(`Demande ${ticket.number}`);
  await expect(line).toContainText('accord : Anne Mercier');
  await expect(anne.page.getByText('Examens blancs')).toHaveCount(0);
  const eye = new Eye();
  await eye.look(anne.page, '/rights', 'corners');
  // A correspondent finds no such page.
  const mina = scene.phone(house);
  await mina.signIn('mina', { next: '/rights' });
  await expect(mina.title).toHaveText('Cette page n’existe pas');
  expect(eye.found).toEqual([]);
});

test('une correspondante dit son absence ; son collègue la lit sans réseau, avec qui appeler', async ({ scene }) => {
  const house = await scene.house();
  const [mina, karim] = [scene.phone(house), scene.phone(house)];
  await mina.signIn('mina', { next: '/me' });
  // In a dead zone, like all else.
  await mina.context.setOffline(true);
  await mina.page.getByRole('radio', { name: 'Absent' }).check({ force: true });
  await mina.page.getByRole('radio', { name: 'Karim Benali' }).check({ force: true });
  await mina.page.getByRole('button', { name: 'Le dire à l’équipe' }).click();
  await expect(mina.page.getByText('Présence gardée sur ce téléphone')).toBeVisible();
  await expect(mina.page.locator('.mark.phone').first()).toHaveText('Sur ce téléphone');
  const eye = new Eye();
  await eye.look(mina.page, '/me, away', 'corners');
  await mina.context.setOffline(false);
  await expect(mina.page.locator('.mark.phone')).toHaveCount(0, { timeout: 45_000 });

  await karim.signIn('karim', { next: '/rooms' });
  await karim.context.setOffline(true);
  await karim.open('/rooms');
  const hands = karim.page.getByRole('region', { name: 'Qui appeler ici' });
  await expect(hands.getByRole('link', { name: /Mina Diallo/ })).toContainText('Absent · voir Karim Benali');
  await expect(hands.getByRole('link', { name: /Mina Diallo/ })).toHaveAttribute('href', 'tel:0639980112');
  await eye.look(karim.page, '/rooms, who is there', 'corners');
  expect(eye.found).toEqual([]);
});
