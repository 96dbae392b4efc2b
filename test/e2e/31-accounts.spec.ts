/** One's own account: where one is signed in, a phone that was lost, another password. */
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import { note } from './harness/acts.ts';
import { notesBy, onDisk } from './harness/disk.ts';
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

test('téléphone perdu : effacé à son prochain contact ; ce qui n’était pas parti attend son propriétaire, et part', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const karim = await house.person('karim');
  const lost = scene.phone(house);
  await lost.signIn('karim', { next: `/tickets/${free?.id}` });
  const before = await notesBy(house, karim);
  await lost.context.setOffline(true);
  await note(lost.page, 'Écrite avant de perdre le téléphone');

  const other = scene.phone(house);
  await other.signIn('karim', { next: '/account' });
  const { page } = other;
  await expect(page.getByRole('heading', { name: /^Appareils et connexions 2$/ })).toBeVisible();
  const eye = new Eye();
  await eye.look(page, 'the account');
  expect(eye.found).toEqual([]);
  await page.screenshot({ path: 'test-results/phone-account.png', fullPage: true });
  await page.getByRole('button', { name: /^Déconnecter Chrome/ }).click();
  await page.getByRole('button', { name: 'Appareil perdu : effacer' }).click();
  await expect(page.getByRole('heading', { name: /^Appareils et connexions 1$/ })).toBeVisible();

  expect((await onDisk(lost, karim)).documents).toBeGreaterThan(0);
  await lost.context.setOffline(false);
  await lost.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(lost.page).toHaveURL(/\/signin/, { timeout: 20_000 });
  expect(await onDisk(lost, karim)).toMatchObject({ documents: 0, outbox: 1 });
  await expect(lost.page.getByText('1 action de Karim Benali sur ce téléphone')).toBeVisible();
  expect(await notesBy(house, karim)).toBe(before);
  // Nothing of him opens here any more, with or without a network.
  await lost.open('/tickets');
  await expect(lost.page).toHaveURL(/\/signin/);

  await lost.enter('karim');
  await lost.page.waitForURL((url) => url.pathname !== '/signin');
  await expect.poll(() => notesBy(house, karim), { timeout: 20_000 }).toBe(before + 1);
});

test('un autre mot de passe, par l’ancien : les autres appareils sont déconnectés, celui-ci reste', async ({ scene }) => {
  const house = await scene.house();
  const [phone, desk] = [scene.phone(house), scene.phone(house, { viewport: { width: 1440, height: 900 }, isDesktop: true })];
  await desk.signIn('mina');
  await phone.signIn('mina', { next: '/account' });
  const { page } = phone;
  await page.getByLabel('Mot de passe actuel').fill('ce n’est pas celui-là');
  await page.getByLabel('Nouveau mot de passe').fill('quatre chevaux mangent du trèfle');
  await page.getByRole('button', { name: 'Changer', exact: true }).click();
  await expect(page.getByText('Ce n’est pas votre mot de passe actuel.')).toBeVisible();
  await page.getByLabel('Mot de passe actuel').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Changer', exact: true }).click();
  await expect(page.getByText('Mot de passe changé. Vos autres appareils sont déconnectés.')).toBeVisible();
  expect((await phone.context.request.get(`${house.url}/api/me`)).status()).toBe(200);
  expect((await desk.context.request.get(`${house.url}/api/me`)).status()).toBe(401);
  await desk.open('/signin');
  await desk.enter('mina', 'quatre chevaux mangent du trèfle');
  await expect(desk.page).toHaveURL('/');
  await desk.open('/account');
  await expect(desk.page.getByRole('heading', { name: /^Appareils et connexions 2$/ })).toBeVisible();
  await desk.page.screenshot({ path: 'test-results/desk-account.png', fullPage: true });
});

test('le bureau invite par un lien, change un rôle : le téléphone oublie aussitôt ; la personne revient par un autre lien', async ({ scene }) => {
  const house = await scene.house();
  const admin = scene.phone(house, { viewport: { width: 1440, height: 900 }, isDesktop: true });
  await admin.signIn('admin');
  await admin.open('/admin/people');
  const { page } = admin;
  await page.getByLabel('Prénom').fill('Zoé');
  await page.getByLabel('Nom', { exact: true }).fill('Lémery');
  await page.getByLabel('Identifiant', { exact: true }).fill('zoe.lemery');
  await page.getByLabel('Première connexion').selectOption('link');
  await page.getByRole('button', { name: 'Créer le compte' }).click();
  const shown = page.locator('.officepassword');
  await expect(shown).toContainText('/welcome/account#token=');
  const invitation = new URL((await shown.textContent()) ?? '');
  await page.screenshot({ path: 'test-results/desk-invitation.png' });

  const phone = scene.phone(house);
  await phone.open(invitation.pathname + invitation.hash);
  await expect(phone.page.getByRole('heading', { name: 'Bonjour Zoé Lémery' })).toBeVisible();
  // The key is not left in the address.
  await expect(phone.page).toHaveURL('/welcome/account');
  const eye = new Eye();
  await eye.look(phone.page, 'the invitation');
  await phone.page.screenshot({ path: 'test-results/phone-invitation.png' });
  await phone.page.getByLabel('Mot de passe').fill('une rivière sous la lune');
  await phone.page.getByRole('button', { name: 'Garder ce mot de passe' }).click();
  await expect(phone.page).toHaveURL('/');
  await phone.isLoaded();
  await phone.open('/rooms');
  const zoe = (await house.row<{ id: string }>('SELECT "id" FROM "Person" WHERE "login" = ?', 'zoe.lemery')).id;
  await expect.poll(async () => (await onDisk(phone, zoe)).documents).toBeGreaterThan(5);

  // Searched without its accent, opened, every role taken away.
  await page.getByLabel('Chercher un nom, un identifiant, une adresse').fill('lemery');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Personnes 1$/ })).toBeVisible();
  await page.getByRole('link', { name: 'Modifier la fiche, Zoé Lémery' }).click();
  await expect(page.getByRole('heading', { name: /^Rôles et équipes 1$/ })).toBeVisible();
  await eye.look(page, 'the person');
  await page.screenshot({ path: 'test-results/desk-person.png', fullPage: true });
  await page.getByRole('button', { name: /^Retirer : / }).click();
  await page.getByRole('button', { name: 'Enregistrer les rôles' }).click();
  await expect(page.getByText('Enregistré.')).toBeVisible();
  await phone.open('/');
  await expect.poll(async () => (await onDisk(phone, zoe)).documents, { timeout: 20_000 }).toBe(0);

  await page.getByRole('button', { name: 'Créer le lien' }).click();
  const back = new URL((await shown.textContent()) ?? '');
  await phone.open(back.pathname + back.hash);
  await phone.page.getByLabel('Mot de passe').fill('quatre chevaux mangent du trèfle');
  await phone.page.getByRole('button', { name: 'Garder ce mot de passe' }).click();
  await expect(phone.page).toHaveURL('/');
  await phone.open(back.pathname + back.hash);
  await expect(phone.page.getByText('Ce lien a déjà servi')).toBeVisible();
  await page.goto(`${house.url}/admin/teams`);
  await expect(page.getByRole('heading', { name: 'Équipes', level: 1 })).toBeVisible();
  await eye.look(page, 'the teams');
  await page.screenshot({ path: 'test-results/desk-teams.png' });
  expect(eye.found).toEqual([]);
});

test('une clé d’accès : ajoutée avec le mot de passe, demandée après lui à un administrateur, suffisante seule', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('admin');
  const { page } = phone;
  const cdp = await phone.context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  await phone.open('/account');
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByLabel('Nom de la clé').fill('Ce téléphone');
  await sheet.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
  await sheet.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  await expect(page.getByRole('heading', { name: /^Clés d’accès 1$/ })).toBeVisible();
  const eye = new Eye();
  await eye.look(page, 'the passkeys');
  await page.screenshot({ path: 'test-results/phone-passkeys.png', fullPage: true });

  const leave = async () => {
    await phone.open('/me');
    await phone.isLoaded();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await expect(page).toHaveURL('/signin');
  };
  // After the password.
  await leave();
  await phone.enter('admin');
  await expect(page).toHaveURL('/');
  await leave();
  // Alone.
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
  await expect(page).toHaveURL('/');
  expect(await house.count('SELECT COUNT(*) AS n FROM "SignedIn" WHERE "by" = ?', 'passkey')).toBe(1);
  expect(eye.found).toEqual([]);
});
