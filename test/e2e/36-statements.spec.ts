/** What is kept of people, and how far everybody can use the screens: read by anybody, before signing in, in both languages. */
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

test('deux pages que chacun peut lire avant de se connecter', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  const eye = new Eye();
  await phone.open('/signin');
  await phone.page.getByRole('link', { name: 'Données personnelles' }).click();
  await expect(phone.title).toHaveText('Données personnelles');
  await expect(phone.page.getByText('Gardés six mois').first()).toBeVisible();
  await expect(phone.page.locator('[lang=en]').getByText('Kept six months').first()).toBeVisible();
  await eye.look(phone.page, '/welcome/data', 'corners');
  await phone.open('/welcome/accessibility');
  await expect(phone.title).toHaveText('Accessibilité');
  await eye.look(phone.page, '/welcome/accessibility', 'corners');
  // Both languages stand on the page.
  expect(eye.found.filter((found) => !found.includes('another language'))).toEqual([]);
});
