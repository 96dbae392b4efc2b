/** Passkeys that the office demands: made after the password, before anything else; and two accounts of one person made one. */
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import { note } from './harness/acts.ts';
import { notesBy, onDisk } from './harness/disk.ts';
import { Eye } from './harness/eye.ts';
import type { Phone } from './harness/phone.ts';
import { expect, test } from './harness/scene.ts';

async function withAuthenticator(phone: Phone): Promise<void> {
  const cdp = await phone.context.newCDPSession(phone.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
}

test('clé exigée : le superviseur la crée après son mot de passe, et n’entre pas sans elle', async ({ scene }) => {
  const house = await scene.house();
  const boss = scene.phone(house);
  await boss.signIn('bruno');
  const desk = scene.phone(house, { viewport: { width: 1440, height: 900 }, isDesktop: true });
  await desk.signIn('admin');
  await withAuthenticator(desk);
  const { page } = desk;
  const eye = new Eye();
  await desk.open('/admin/sign-in');
  const from = page.getByLabel('Exiger une clé d’accès');
  await from.fill('2026-01-01');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Faites d’abord votre propre clé d’accès')).toBeVisible();
  await desk.open('/account');
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByLabel('Nom de la clé').fill('Ce poste');
  await sheet.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
  await sheet.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  await page.getByRole('button', { name: 'Renommer la clé Ce poste' }).click();
  await page.locator('dialog[open]').getByLabel('Nom de la clé').fill('Le poste du bureau');
  await page.locator('dialog[open]').getByRole('button', { name: 'Renommer' }).click();
  await expect(page.getByRole('button', { name: 'Renommer la clé Le poste du bureau' })).toBeVisible();
  await desk.open('/admin/sign-in');
  await from.fill('2026-01-01');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Enregistré.')).toBeVisible();
  await page.locator('summary').click();
  await eye.look(page, 'the settings of signing in');
  await page.screenshot({ path: 'test-results/desk-demanded.png', fullPage: true });

  // The session of before opens nothing more.
  expect((await boss.context.request.get(`${house.url}/api/me`)).status()).toBe(401);
  await withAuthenticator(boss);
  await boss.open('/signin');
  await boss.page.getByLabel('Identifiant ou adresse mail').fill('bruno');
  await boss.page.getByLabel('Mot de passe', { exact: true }).fill(DEMO_PASSWORD);
  await boss.page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await expect(boss.page.getByRole('heading', { name: 'Votre rôle demande une clé d’accès' })).toBeVisible();
  expect((await boss.context.request.get(`${house.url}/api/me`)).status()).toBe(401);
  await eye.look(boss.page, 'the key to make');
  await boss.page.screenshot({ path: 'test-results/phone-demanded.png', fullPage: true });
  await boss.page.getByLabel('Nom de la clé').fill('Mon téléphone');
  await boss.page.getByRole('button', { name: 'Créer ma clé d’accès' }).click();
  await expect(boss.page).toHaveURL('/');
  expect((await boss.context.request.get(`${house.url}/api/me`)).status()).toBe(200);
  expect(eye.found).toEqual([]);
});

test('deux comptes réunis : le téléphone de l’ancien est déconnecté et dit pourquoi ; ce qui n’était pas parti se lit avec l’autre, et ne part sous aucun nom', async ({
  scene,
}) => {
  const house = await scene.house();
  const [karim, mina] = [await house.person('karim'), await house.person('mina')];
  const [free] = await house.freeTickets();
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await phone.context.setOffline(true);
  await note(phone.page, 'La clé est chez le gardien');
  const told = async () => (await notesBy(house, karim)) + (await notesBy(house, mina));
  const before = await told();
  const desk = scene.phone(house);
  await desk.signIn('admin');
  await desk.open(`/admin/person?id=${mina}`);
  const { page } = desk;
  const eye = new Eye();
  await page.getByLabel('Identifiant de l’autre compte').fill('karim');
  await page.getByRole('button', { name: 'Comparer' }).click();
  await eye.look(page, 'two accounts');
  await page.screenshot({ path: 'test-results/phone-merge.png', fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: 'test-results/desk-merge.png', fullPage: true });
  await page.getByLabel('Pour confirmer, écrivez l’identifiant qui disparaît').fill('karim');
  await page.getByRole('button', { name: 'Réunir les deux comptes, sans retour' }).click();
  await expect(page.getByText('karim est fermé.')).toBeVisible();
  expect(await house.count('SELECT COUNT(*) AS n FROM "TicketPerson" WHERE "personId" = ?', karim)).toBe(0);
  await phone.context.setOffline(false);
  await phone.open('/signin');
  await expect(phone.page.getByText('Ce compte est réuni avec votre autre compte')).toBeVisible();
  await expect(phone.page.getByText('1 action de Karim Benali sur ce téléphone')).toContainText('à refaire avec l’autre compte');
  await phone.page.screenshot({ path: 'test-results/phone-merged.png', fullPage: true });
  await phone.enter('mina');
  await phone.page.waitForURL((url) => url.pathname !== '/signin');
  await phone.open('/outbox');
  const left = phone.page.getByText('La clé est chez le gardien');
  await expect(phone.page.getByRole('heading', { name: /^De votre ancien compte \(Karim Benali\)/ })).toBeVisible();
  await expect(left).toBeVisible();
  await eye.look(phone.page, 'what a former account left');
  await phone.page.screenshot({ path: 'test-results/phone-former.png', fullPage: true });
  // Without a network, too; and nothing of it has left in any name.
  await phone.context.setOffline(true);
  await phone.open('/outbox');
  await expect(left).toBeVisible();
  await phone.context.setOffline(false);
  expect(await told()).toBe(before);
  await phone.page.getByRole('button', { name: /^C’est refait/ }).click();
  await phone.page.getByRole('button', { name: 'Jeter', exact: true }).click();
  await expect(left).toHaveCount(0);
  expect(await onDisk(phone, karim)).toMatchObject({ outbox: 0 });
  expect(eye.found).toEqual([]);
});
