/** A call noted on its ticket, without a network, and told as each reader hears it. */
import { report } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

test('un appel noté en deux touches et une phrase, sans réseau ; un autre resté sans réponse, sans rien écrire', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: false });
  const [claire, karim] = [scene.phone(house), scene.phone(house)];
  await claire.signIn('claire');
  const id = await report(claire, thing.id);

  await karim.signIn('karim', { next: `/tickets/${id}` });
  const { page } = karim;
  await expect(karim.title).toHaveText(/^N°/);
  await karim.context.setOffline(true);
  const sheet = page.locator('dialog[open]');
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await sheet.getByLabel('C’était un appel téléphonique').check({ force: true });
  await sheet.getByLabel('Votre note').fill('Elle est en salle 12 jusqu’à midi.');
  const eye = new Eye();
  await eye.look(page, 'a call');
  expect(eye.found).toEqual([]);
  await sheet.locator('button[type=submit]').click();
  await expect(page.locator('.tl').getByText(/avez noté un appel de Claire/)).toBeVisible();
  await expect(page.locator('.tl .mark.phone').first()).toHaveText('Sur ce téléphone');

  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await sheet.getByLabel('C’était un appel téléphonique').check({ force: true });
  await sheet.getByLabel('J’ai appelé, sans réponse').check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect(page.locator('.tl').getByText(/avez téléphoné à Claire .*, sans réponse/)).toBeVisible();
  await karim.context.setOffline(false);
  await expect(page.locator('.tl .mark.phone')).toHaveCount(0, { timeout: 45_000 });

  // She reads it as said to her; nobody asks her whether hers was a call.
  await expect(async () => {
    await claire.open(`/tickets/${id}`);
    await expect(claire.page.getByText('vous a téléphoné, sans réponse')).toBeVisible({ timeout: 3000 });
  }).toPass();
  await expect(claire.page.getByText('a noté votre appel')).toBeVisible();
  await claire.page.getByRole('button', { name: 'Écrire une note' }).click();
  await expect(claire.page.locator('dialog[open]').getByLabel('Votre note')).toBeVisible();
  await expect(claire.page.getByLabel('C’était un appel téléphonique')).toHaveCount(0);
  expect((await house.events(id)).filter((e) => e.type === 'NoteAdded')).toHaveLength(2);
});
