/** How a ticket begins: two taps and a sentence, for oneself or for somebody else, one trouble reported once. */
import { expect, test } from './harness/scene.ts';

interface Head {
  readonly nature: string;
  readonly category: string;
  readonly symptom: string | null;
  readonly text: string;
  readonly channel: string;
  readonly beneficiaryName: string;
  readonly callback: string;
  readonly access: unknown;
}

const headOf = (row: { head: unknown }) => (typeof row.head === 'string' ? JSON.parse(row.head) : row.head) as Head;

test('une demandeuse signale en deux touchers et une phrase, hors ligne, et lit comment faire', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('claire');
  const { page } = phone;
  await phone.context.setOffline(true);
  await phone.open('/new');
  await expect(page.getByText('Quelque chose ne marche plus')).toBeVisible();
  await expect(page.getByText(/^P[1-4]$/)).toHaveCount(0);
  await page.getByRole('radio', { name: /^Quelque chose ne marche plus/ }).check({ force: true });
  await page.getByRole('radio', { name: 'Réseau', exact: true }).check({ force: true });
  await page.getByLabel('Précisions').fill('Plus de Wi-Fi au fond du CDI.');
  await page.getByRole('button', { name: 'Signaler', exact: true }).click();
  await expect(phone.title).toHaveText(/^P-[0-9A-F]{6}$/);
  await expect(page.locator('.mark.phone').first()).toHaveText('Sur ce téléphone');
  const mine = new URL(page.url()).pathname.replace('/tickets/', '');

  await phone.open('/how');
  await expect(page.getByRole('heading', { name: 'Mot de passe oublié, compte bloqué' })).toBeVisible();

  await phone.context.setOffline(false);
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Ticket" WHERE "id" = ?', mine), { timeout: 30_000 }).toBe(1);
  const head = headOf(await house.row('SELECT "head" FROM "Ticket" WHERE "id" = ?', mine));
  expect(head).toMatchObject({ nature: 'incident', category: 'network', symptom: null, channel: 'portal' });
});

test('le correspondant note le cahier : deux lignes pour quelqu’un, avec un numéro à rappeler', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('karim');
  const { page } = phone;
  await phone.open('/new');
  await page.getByRole('radio', { name: /^Quelque chose ne marche plus/ }).check({ force: true });
  await page.getByRole('radio', { name: 'Impression' }).check({ force: true });
  await page.getByLabel('Précisions').fill('Bourrage en salle des profs.');
  await page.getByRole('radio', { name: 'Pour quelqu’un d’autre' }).check({ force: true });
  await page.getByRole('button', { name: 'Encore un' }).click();
  await expect(page.getByText('Dites pour qui.')).toBeVisible();
  await page.getByRole('radio', { name: 'Cahier' }).check({ force: true });
  await page.getByLabel('Son nom').fill('Ana Faure');
  await page.getByLabel('Numéro où rappeler').fill('06 39 98 01 49');
  await page.getByLabel('Quand').fill('après 14 h');
  await page.getByRole('button', { name: 'Encore un' }).click();
  await expect(page.getByText('1 ticket gardé. Au suivant.')).toBeVisible();
  await expect(page.getByLabel('Son nom')).toHaveValue('Ana Faure');
  await page.getByRole('textbox', { name: /^Que se passe-t-il/ }).fill('Toner vide aussi.');
  await page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(page.getByText('Pour Ana Faure')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Rappeler/ })).toHaveAttribute('href', 'tel:0639980149');
  await phone.isLoaded();
  const rows = await house.rows<{ head: unknown }>(
    'SELECT "head" FROM "Ticket" WHERE "requesterId" = ? ORDER BY "id" DESC',
    await house.person('karim'),
  );
  const noted = rows.map(headOf).filter((h) => h.beneficiaryName === 'Ana Faure');
  expect(noted.map(({ text, channel, callback }) => [text, channel, callback])).toEqual([
    ['Toner vide aussi.', 'logbook', '06 39 98 01 49, après 14 h'],
    ['Bourrage en salle des profs.', 'logbook', '06 39 98 01 49, après 14 h'],
  ]);
});
