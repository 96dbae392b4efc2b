/** A hotel's Wi-Fi answers in the server's place: that is no network, whatever its status says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { note, photo } from './harness/acts.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

for (const [name, weather] of [
  ['une page en 200', 'portal'],
  ['une redirection en 302', 'redirect'],
] as const) {
  test(`portail captif, ${name} : rien n’est cru, rien n’est perdu, et la phrase le dit`, async ({ scene }) => {
    const house = await scene.house({ proxied: true });
    const { proxy } = house;
    if (proxy === null) throw new Error('no proxy');
    const [free] = await house.freeTickets();
    const phone = scene.phone(house);
    await phone.signIn('karim', { next: `/tickets/${free?.id}` });

    // The browser itself: the portal's page is no manifest, and its address is not ours to call.
    phone.forgive(/^Manifest: |portail\.exemple/);
    proxy.weather = () => weather;
    await note(phone.page, 'Derrière le portail');
    await phone.open('/');
    await expect(phone.page.getByText('Wi-Fi connecté mais fermé.')).toBeVisible();
    await expect(phone.page.getByText('Ouvrez sa page de connexion.')).toBeVisible();
    await expect(phone.page.getByText('1 à envoyer')).toBeVisible();
    await phone.open('/outbox');
    await expect(phone.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(1);
    await expect(phone.page.locator('main').getByText('Wi-Fi connecté mais fermé.')).toBeVisible();

    // Somebody accepted its conditions.
    proxy.weather = () => 'clear';
    await phone.page.getByRole('button', { name: 'Réessayer maintenant' }).click();
    await expect(phone.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(0);
    await expect(phone.page.locator(`a[href="/tickets/${free?.id}"]`).getByText(/^Enregistré n°/)).toBeVisible();
  });
}

test('ni la porte ni les photos ne croient un portail ; une fois ouvert, tout part seul et une fois', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const { proxy } = house;
  if (proxy === null) throw new Error('no proxy');
  const [free] = await house.freeTickets();
  const ticket = free?.id ?? '';
  const phone = scene.phone(house);
  phone.forgive(/^Manifest: /);
  await phone.open(`/signin?next=/tickets/${ticket}`);
  await expect(phone.page.locator('button[type=submit]')).toBeEnabled();
  proxy.weather = () => 'portal';
  await phone.enter('karim');
  await expect(phone.page.getByText('Wi-Fi connecté mais fermé.')).toBeVisible();
  await expect(phone.page.locator('input[name=login]')).toHaveValue('karim');
  proxy.weather = () => 'clear';
  await phone.page.locator('button[type=submit]').click();
  await expect(phone.page).toHaveURL(`/tickets/${ticket}`);
  await phone.isLoaded();
  await phone.isInstalled();

  // It lets the small requests through and takes the photo for itself.
  proxy.weather = (path) => (path.startsWith('/api/photos') ? 'portal' : 'clear');
  await photo(phone.page, await photoOfFault());
  const hashes = () => house.rows<{ hash: string }>('SELECT "hash" FROM "TicketPhoto" WHERE "ticketId" = ?', ticket);
  await expect.poll(async () => (await hashes()).length).toBe(1);
  const [{ hash } = { hash: '' }] = await hashes();
  await phone.open('/outbox');
  await expect(phone.page.locator('main').getByText('Wi-Fi connecté mais fermé.')).toBeVisible();
  await expect(phone.page.locator('.row', { hasText: 'Photo de' }).getByText('Sur ce téléphone')).toBeVisible();
  const file = join(house.dataDir, 'photos', hash.slice(0, 2), hash);
  expect(existsSync(file)).toBe(false);

  proxy.weather = () => 'portal';
  await phone.open(`/tickets/${ticket}`);
  await note(phone.page, 'Écrite au fond du portail');
  await phone.open('/outbox');
  await expect(phone.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(2);

  // Nobody taps anything from here on.
  proxy.weather = () => 'clear';
  await expect(phone.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(0, { timeout: 45_000 });
  await expect.poll(() => existsSync(file)).toBe(true);
  const types = (await house.events(ticket)).map((e) => e.type);
  expect(types.filter((t) => t === 'PhotoAttached' || t === 'PhotoStored' || t === 'NoteAdded')).toHaveLength(3);
});
