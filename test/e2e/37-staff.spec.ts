/** People brought by a table at the office: looked at, written, let in by a printed link; the same table again does nothing. */
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

test('un tableau de personnes : aperçu, écriture, lien à imprimer ; le même tableau ne change plus rien', async ({ scene }) => {
  const house = await scene.house();
  const { uai } = await house.row<{ uai: string }>('SELECT "uai" FROM "Site" ORDER BY "uai"');
  const text = [
    'Identifiant;Prénom;Nom;Rôle;UAI;Téléphone;Mail',
    `zoe.lemery;Zoé;Lémery;Correspondant;${uai};06 12 34 56 78;zoe.lemery@exemple.fr`,
    `ali.sow;Ali;Sow;Technicien;${uai};;`,
    `eva.noir;Eva;Noir;Sorcier;${uai};;`,
  ].join('\r\n');
  const file = { name: 'rentrée.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') };
  const admin = scene.phone(house);
  await admin.signIn('admin');
  await admin.open('/admin/people');
  const { page } = admin;
  const eye = new Eye();
  await page.getByRole('link', { name: 'Importer un tableau' }).click();
  await expect(page.getByRole('heading', { name: 'Importer des personnes', level: 1 })).toBeVisible();
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText('Ce rôle est inconnu.')).toBeVisible();
  await expect(page.getByText('Sorcier')).toBeVisible();
  expect(await house.count('SELECT COUNT(*) AS n FROM "Person" WHERE "login" IN (?, ?)', 'zoe.lemery', 'ali.sow')).toBe(0);
  await eye.look(page, 'the table');
  await page.screenshot({ path: 'test-results/phone-staff.png', fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: 'test-results/desk-staff.png', fullPage: true });
  await page.getByLabel('Première connexion des nouveaux').selectOption('link');
  await page.getByRole('button', { name: 'Écrire 2 personnes' }).click();
  await expect(page.getByText('2 comptes créés, 0 compte modifié.')).toBeVisible();
  await expect(page.locator('.stafflinks li')).toHaveCount(2);
  await eye.look(page, 'the links');
  await page.screenshot({ path: 'test-results/desk-staff-links.png', fullPage: true });
  const link = new URL((await page.locator('.stafflinks .code').first().textContent()) ?? '');

  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText('Rien à écrire : tout est déjà là.')).toBeVisible();

  const phone = scene.phone(house);
  await phone.open(link.pathname + link.hash);
  await phone.page.getByLabel('Mot de passe').fill('une rivière sous la lune');
  await phone.page.getByRole('button', { name: 'Garder ce mot de passe' }).click();
  await expect(phone.page).toHaveURL('/');
  expect(eye.found).toEqual([]);
});
