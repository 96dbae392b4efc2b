/** Whose work it is: a session that ended, another person on the same phone, somebody who signs out before everything left. */
import { note } from './harness/acts.ts';
import { notesBy, onDisk } from './harness/disk.ts';
import type { Phone } from './harness/phone.ts';
import { expect, test } from './harness/scene.ts';

/** Names of the databases that a page opens, kept for the test to read. */
const WATCH = `{
  window.opened = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name, ...rest) {
    window.opened.push(name);
    return open.call(this, name, ...rest);
  };
}`;

const openedBy = (phone: Phone) => phone.page.evaluate(() => (window as unknown as { opened: readonly string[] }).opened);

test('session finie pendant l’absence : gardé ; une autre personne ne l’envoie jamais ; la même se reconnecte et tout part', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const [free] = await house.freeTickets();
  const [karim, mina] = [await house.person('karim'), await house.person('mina')];
  const phone = scene.phone(house);
  await phone.prepare(WATCH);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  const [his, hers] = [await notesBy(house, karim), await notesBy(house, mina)];
  await phone.context.setOffline(true);
  await note(phone.page, 'Avant la fin de ma session');
  await phone.context.clearCookies();
  await phone.context.setOffline(false);
  await expect(phone.page.getByText('1 à envoyer')).toBeVisible();
  await phone.open('/');
  await expect(phone.page.getByText('Votre session est finie.')).toBeVisible();
  await expect(phone.page.getByText('Reconnectez-vous pour envoyer ; rien n’est perdu.')).toBeVisible();
  expect(await notesBy(house, karim)).toBe(his);

  const { origin } = await onDisk(phone, karim);
  const before = house.proxy?.bodies.length ?? 0;

  // Mina borrows the phone.
  await phone.page.getByText('Votre session est finie.').click();
  await expect(phone.page.getByText('1 action de Karim Benali sur ce téléphone')).toBeVisible();
  await phone.enter('mina');
  await expect(phone.page).toHaveURL('/');
  await phone.isLoaded();
  await phone.open('/outbox');
  await expect(phone.page.getByText('Tout est parti.')).toBeVisible();
  await expect(phone.page.getByText('Avant la fin de ma session')).toHaveCount(0);
  expect(await openedBy(phone)).toContain(`relais-${mina}`);
  expect(await openedBy(phone)).not.toContain(`relais-${karim}`);
  await note(await phone.open(`/tickets/${free?.id}`), 'De Mina');
  await expect.poll(() => notesBy(house, mina)).toBe(hers + 1);
  expect(await notesBy(house, karim)).toBe(his);

  // She gives it back.
  await phone.open('/me');
  await phone.isLoaded();
  await phone.page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(phone.page).toHaveURL('/signin');
  // The server knows it too: nothing of hers is answered to this browser any more.
  expect((await phone.context.request.get(`${house.url}/api/me`)).status()).toBe(401);
  expect(await onDisk(phone, mina)).toMatchObject({ documents: 0, outbox: 0 });
  expect((await onDisk(phone, karim)).outbox).toBe(1);
  // All that left this phone meanwhile: nothing of his, and nothing under his origin.
  const sent = house.proxy?.bodies.slice(before) ?? [];
  expect(sent.some((body) => body.includes('De Mina'))).toBe(true);
  expect(sent.filter((body) => body.includes(origin) || body.includes('Avant la fin'))).toEqual([]);

  await phone.enter('karim');
  await expect.poll(() => notesBy(house, karim)).toBe(his + 1);
  await phone.isLoaded();
  expect((await onDisk(phone, karim)).outbox).toBe(0);
  expect(await notesBy(house, karim)).toBe(his + 1);
});

test('se déconnecter avec du travail non parti : prévenu, gardé pour soi seul, le reste effacé', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const karim = await house.person('karim');
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  const his = await notesBy(house, karim);
  await house.stop();
  await note(phone.page, 'Écrit avant de partir');
  await phone.open('/me');
  await phone.page.getByRole('button', { name: 'Se déconnecter' }).click();
  const sheet = phone.page.locator('dialog[open]');
  await expect(sheet.getByText('1 action n’est pas partie. Gardées sur ce téléphone pour vous seul, jusqu’à votre retour.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Se déconnecter quand même' }).click();
  await expect(phone.page).toHaveURL('/signin');
  expect(await onDisk(phone, karim)).toMatchObject({ documents: 0, outbox: 1 });
  // Nobody is signed in: no screen shows anything of anybody.
  await phone.open('/tickets');
  await expect(phone.page).toHaveURL(/\/signin/);

  await house.start();
  await phone.open('/signin');
  await expect(phone.page.getByText('1 action de Karim Benali sur ce téléphone')).toBeVisible();
  expect(await notesBy(house, karim)).toBe(his);
  await phone.enter('karim');
  await expect.poll(() => notesBy(house, karim)).toBe(his + 1);
});

test('compte fermé pendant l’absence : rien ne part, rien ne se perd ; rouvert, tout part une fois', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const karim = await house.person('karim');
  const [phone, desk] = [scene.phone(house), scene.phone(house, { isDesktop: true, viewport: { width: 1280, height: 900 } })];
  await desk.signIn('admin');
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  const his = await notesBy(house, karim);
  await phone.context.setOffline(true);
  await note(phone.page, 'Pendant qu’on fermait mon compte');

  await desk.open('/admin/people');
  await desk.page.getByRole('button', { name: 'Fermer le compte, Karim Benali' }).click();
  await desk.page.getByRole('alert').getByRole('button', { name: 'Fermer le compte' }).click();
  await expect(desk.page.getByRole('button', { name: 'Rouvrir le compte, Karim Benali' })).toBeVisible();

  await phone.context.setOffline(false);
  await phone.open('/');
  await expect(phone.page.getByText('Votre session est finie.')).toBeVisible();
  await phone.page.getByText('Votre session est finie.').click();
  await phone.enter('karim');
  await expect(phone.page.getByText(/inconnu\. Vérifiez les deux\.$/)).toBeVisible();
  expect((await onDisk(phone, karim)).outbox).toBe(1);
  expect(await notesBy(house, karim)).toBe(his);

  await desk.page.getByRole('button', { name: 'Rouvrir le compte, Karim Benali' }).click();
  await expect(desk.page.getByRole('button', { name: 'Fermer le compte, Karim Benali' })).toBeVisible();
  await phone.enter('karim');
  await expect(phone.page).toHaveURL('/');
  await phone.isLoaded();
  await expect.poll(() => notesBy(house, karim)).toBe(his + 1);
  expect((await onDisk(phone, karim)).outbox).toBe(0);
});
