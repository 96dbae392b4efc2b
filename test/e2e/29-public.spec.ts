/** Somebody without an account before a broken projector; and somebody with one, before the same sticker. */
import type { StickerCode } from '#domain/ids.ts';
import { formatCode, makeCode, stickerUrl } from '#domain/sticker.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

test('sans compte : on signale, l’équipe le voit, et le suivant lit que quelqu’un s’en occupe', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: false });
  const [asset] = await house.rows<{ serial: string; inventory: string }>('SELECT "serial", "inventory" FROM "Asset" WHERE "id" = ?', thing.id);
  const teacher = scene.phone(house);
  // As it is printed: in capitals.
  await teacher.open(new URL(stickerUrl(house.url, thing.code as StickerCode)).pathname);
  const { page } = teacher;
  await expect(page.getByRole('heading', { name: 'Qu’est-ce qui ne marche pas ?' })).toBeVisible();
  const body = await page.content();
  for (const secret of [asset?.serial, asset?.inventory, thing.id]) if (secret) expect(body).not.toContain(secret);
  const eye = new Eye();
  await eye.look(page, 'public page', 'corners');
  await page.getByRole('button', { name: 'Signaler' }).click();
  await expect(page.getByText('Dites en quelques mots ce qui ne marche pas.')).toBeVisible();
  await page.getByLabel('Que se passe-t-il ?').fill('L’image est toute rose depuis ce matin.');
  await page.getByLabel('Où vous joindre').fill('06 12 34 56 78');
  await page.getByRole('button', { name: 'Signaler' }).click();
  await expect(page.getByRole('heading', { name: 'C’est signalé. Merci.' })).toBeVisible();
  const { id } = await house.row<{ id: string }>('SELECT "ticketId" AS "id" FROM "PublicReport"');
  expect((await house.ticket(id)).status).toBe('new');

  // Whoever comes next does not report it again.
  await teacher.open(`/a/${thing.code}`);
  await expect(page.getByRole('heading', { name: 'Panne déjà signalée' })).toBeVisible();
  await eye.look(page, 'public page, reported', 'corners');
  expect(eye.found).toEqual([]);

  const karim = scene.phone(house);
  await karim.signIn('karim', { next: `/tickets/${id}` });
  await expect(karim.page.getByText('Signalé sans compte, par l’autocollant')).toBeVisible();
  await karim.page.getByRole('button', { name: 'Voir le contact laissé' }).click();
  await expect(karim.page.getByText('06 12 34 56 78')).toBeVisible();
  await karim.page.getByRole('button', { name: 'Prendre' }).click();
  await expect.poll(async () => (await house.ticket(id)).status).toBe('taken');
  await teacher.open(`/a/${thing.code}`);
  await expect(page.getByRole('heading', { name: 'Panne déjà signalée, quelqu’un s’en occupe' })).toBeVisible();

  // With a session the same address is the thing itself, with no network too.
  await karim.open(`/a/${thing.code}`);
  await expect(karim.title).toHaveText('Équipement');
  await karim.context.setOffline(true);
  await karim.open(`/a/${thing.code}`);
  await expect(karim.title).toHaveText('Équipement');
});

test('un code que personne n’a fait n’apprend rien, et l’adresse scannée survit à la connexion', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const phone = scene.phone(house);
  const code = makeCode(Uint8Array.of(31, 7, 1, 20, 9, 3, 27));
  await phone.open(`/a/${code}`);
  await expect(phone.page.getByRole('heading', { name: 'Cet autocollant n’est pas en service' })).toBeVisible();
  await expect(phone.page.locator('form')).toHaveCount(0);
  await phone.open(`/a/${thing.code}`);
  await phone.page.getByRole('link', { name: 'Se connecter' }).click();
  await expect(phone.page.getByText(formatCode(thing.code as StickerCode))).toBeVisible();
  await expect(phone.page.getByRole('link', { name: 'Signaler sans compte' })).toBeVisible();
  await phone.enter('karim');
  await expect(phone.page).toHaveURL(`/a/${thing.code}`);
  await expect(phone.title).toHaveText('Équipement');
});
