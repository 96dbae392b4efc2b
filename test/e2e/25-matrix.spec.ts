/** The administrator sets which priority the facts give; a phone says it, without a network, and the server counts the same. */
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const NB = '\u00a0';

test('les priorités réglées au bureau : une erreur est dite à sa place, le téléphone les suit hors ligne, le serveur compte pareil', async ({
  scene,
}) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: false });
  const [phone, desk] = [scene.phone(house), scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } })];
  await phone.signIn('karim');
  await phone.open(`/new?asset=${thing.id}`);
  const who = phone.page.getByLabel('Une personne', { exact: true });
  await who.check({ force: true });
  await expect(phone.page.getByText(`P4${NB}: une personne, cours gêné.`)).toBeVisible();

  await desk.signIn('admin');
  const { page } = await desk.open('/admin/service').then(() => desk);
  const row = page.getByRole('group', { name: 'Une personne' });
  await row.getByLabel('Cours gêné').selectOption('P2');
  await page.getByRole('button', { name: 'Enregistrer les priorités' }).click();
  await expect(page.getByText('Plus grave ne peut pas être moins prioritaire.')).toBeVisible();
  await expect(row.getByLabel('Cours difficile')).toBeFocused();
  await row.getByLabel('Cours gêné').selectOption('P3');
  await page.getByRole('button', { name: 'Enregistrer les priorités' }).click();
  await expect(page.getByText('Priorités enregistrées.')).toBeVisible();
  await expect(row.getByLabel('Cours gêné')).toHaveValue('3');
  const eye = new Eye();
  await eye.look(page, 'priorités', 'corners');
  expect(eye.found).toEqual([]);

  await phone.page.reload();
  await expect(phone.page.getByText(`P3${NB}: une personne, cours gêné.`)).toBeVisible();
  await phone.context.setOffline(true);
  await phone.page.locator('input[name=symptom] >> nth=0').check({ force: true });
  await phone.page.locator('button[form=new-ticket]').click();
  await expect(phone.page.getByText('Sur ce téléphone').first()).toBeVisible();
  await expect(phone.page.getByText(`P3${NB}:`)).toBeVisible();
  await phone.context.setOffline(false);
  await expect(phone.title).toHaveText(/^N°/, { timeout: 45_000 });
  const id = new URL(phone.page.url()).pathname.replace('/tickets/', '');
  const { head } = await house.row<{ head: string | { priority: number } }>('SELECT "head" FROM "Ticket" WHERE "id" = ?', id);
  expect((typeof head === 'string' ? (JSON.parse(head) as { priority: number }) : head).priority).toBe(3);
});
