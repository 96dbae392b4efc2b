/** Stickers from outside: the phone's own camera, somebody else's code, one that nobody knows. */
import type { StickerCode } from '#domain/ids.ts';
import { formatCode, makeCode, stickerUrl } from '#domain/sticker.ts';
import { filmOf } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

test('l’autocollant lu par l’appareil photo du téléphone mène à l’équipement, à travers la connexion', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const phone = scene.phone(house);
  // As it is printed: in capitals.
  const printed = new URL(stickerUrl(house.url, thing.code as StickerCode));
  await phone.open(printed.pathname);
  // Whoever has no account reports here; whoever has one signs in.
  await phone.page.getByRole('link', { name: 'Se connecter' }).click();
  await expect(phone.page).toHaveURL(/\/signin\?next=/);
  await expect(phone.page.getByText('vous attend après la connexion.')).toBeVisible();
  await expect(phone.page.getByText(formatCode(thing.code as StickerCode))).toBeVisible();
  await phone.enter('karim');
  await expect(phone.page).toHaveURL(`/a/${thing.code}`);
  await expect(phone.title).toHaveText('Équipement');
  await expect(phone.page.locator(`a[href="/tickets/${thing.ticket}"]`)).toBeVisible();
});

test('un code d’ailleurs est montré, jamais ouvert', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house, { camera: await filmOf('https://exemple.com/a/7K3MQ9PX') });
  await phone.signIn('karim', { next: '/tickets' });
  const asked: string[] = [];
  phone.context.on('request', (request) => asked.push(request.url()));
  await phone.open('/scan');
  await expect(phone.page.getByText('Ce code mène ailleurs : exemple.com. Relais ne l’ouvre pas.')).toBeVisible();
  await expect(phone.page).toHaveURL('/scan');
  expect(asked.filter((url) => url.includes('exemple.com'))).toEqual([]);
});

test('un autocollant que personne ne connaît se signale quand même', async ({ scene }) => {
  const house = await scene.house();
  const code = makeCode(Uint8Array.of(31, 7, 1, 20, 9, 3, 27));
  const phone = scene.phone(house, { camera: await filmOf(stickerUrl(house.url, code)) });
  await phone.signIn('karim');
  await phone.open('/scan');
  await expect(phone.page.getByText('Autocollant inconnu ici')).toBeVisible();
  await phone.page.getByRole('link', { name: 'Signaler avec ce code' }).click();
  await expect(phone.title).toHaveText('Nouveau ticket');
  await phone.page.locator('input[name=category]').first().check({ force: true });
  await phone.page.getByLabel('Précisions').fill('Un poste sans fiche, dans le couloir.');
  await phone.page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.title).toHaveText(/^N°/);
  const id = new URL(phone.page.url()).pathname.replace('/tickets/', '');
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Ticket" WHERE "id" = ?', id)).toBe(1);
  await expect(phone.page.getByText(formatCode(code))).toBeVisible();
});
