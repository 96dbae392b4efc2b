/** How a ticket begins: two taps and a sentence, for oneself or for somebody else, one trouble reported once. */
import { readFileSync } from 'node:fs';
import { other, take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
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
  readonly approval: unknown;
  readonly status: string;
  readonly priority: number;
  readonly affected: readonly string[];
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

test('tout le réseau est HS, dit deux fois hors ligne : un seul ticket critique, et un SMS prêt', async ({ scene }) => {
  const house = await scene.house();
  const [claire, paul] = [scene.phone(house), scene.phone(house)];
  for (const [phone, login] of [
    [claire, 'claire'],
    [paul, 'paul'],
  ] as const) {
    await phone.signIn(login);
    await phone.context.setOffline(true);
    await phone.page.getByRole('link', { name: 'Tout le réseau est HS' }).click();
    await phone.page.getByRole('button', { name: 'Prévenir : réseau HS' }).click();
    await expect(phone.page.getByText('C’est déjà signalé')).toBeVisible();
    await expect(phone.page.locator('.mark.phone')).toHaveText('Sur ce téléphone');
    // On a Sunday the desk answers nobody: its number and when it opens, in place of the button.
    await expect(phone.page.getByText(/^(Appeler le 02.61.91.12.00|L’assistance ouvre .+)$/)).toBeVisible();
    const sms = await phone.page.getByRole('link', { name: 'Par SMS' }).getAttribute('href');
    expect(decodeURIComponent(sms ?? '')).toMatch(/^sms:0\d{9}\?&body=Réseau HS.: Lycée Jean-Zay \(\w+\), tout l’établissement, depuis \d+.h.\d+/);
  }
  const both = [await house.person('claire'), await house.person('paul')] as const;
  const said = async () => {
    const rows = await house.rows<{ head: unknown }>('SELECT "head" FROM "Ticket" WHERE "requesterId" IN (?, ?) ORDER BY "number"', ...both);
    return rows.map(headOf).flatMap(({ symptom, status, priority }) => (symptom === 'site_down' ? [[status, priority]] : []));
  };
  await claire.context.setOffline(false);
  await expect.poll(said, { timeout: 30_000 }).toEqual([['new', 1]]);
  await paul.context.setOffline(false);
  await paul.isLoaded();
  expect(await said()).toEqual([
    ['new', 1],
    ['dropped', 1],
  ]);
  // A third one is shown the ticket that is there, and is proposed no other.
  const karim = scene.phone(house);
  await karim.signIn('karim');
  await karim.open('/down');
  await expect(karim.page.getByText('C’est déjà signalé')).toBeVisible();
  await expect(karim.page.getByRole('button', { name: /^Prévenir/ })).toHaveCount(0);
});

test('la même panne : un toucher depuis l’équipement, hors ligne, puis suivie jusqu’à la réparation', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const login = (await house.count(
    'SELECT COUNT(*) AS n FROM "Ticket" WHERE "id" = ? AND "requesterId" = ?',
    thing.ticket ?? '',
    await house.person('claire'),
  ))
    ? 'paul'
    : 'claire';
  const phone = scene.phone(house);
  await phone.signIn(login);
  await phone.context.setOffline(true);
  await phone.open(`/assets/${thing.id}`);
  await phone.page.getByRole('button', { name: 'C’est la même panne, je m’y joins' }).click();
  await expect(phone.page.getByText('Vous suivez cette panne').first()).toBeVisible();
  await expect(phone.page.locator('.mark.phone')).toHaveText('Sur ce téléphone');
  await phone.open('/');
  await expect(phone.page.getByRole('heading', { name: /^Pannes que je suis/ })).toBeVisible();
  await phone.context.setOffline(false);
  await phone.isLoaded();
  const head = headOf(await house.row('SELECT "head" FROM "Ticket" WHERE "id" = ?', thing.ticket ?? ''));
  expect(head.affected).toEqual([await house.person(login)]);
  await phone.open(`/tickets/${thing.ticket}`);
  await expect(phone.page.getByText('Vous suivez cette panne')).toBeVisible();
});

test('droit d’accès : le formulaire prérempli se télécharge hors ligne, la demande attend la direction', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('claire');
  const { page } = phone;
  await phone.context.setOffline(true);
  await phone.open('/new');
  await page.getByRole('radio', { name: /^J’ai besoin de quelque chose/ }).check({ force: true });
  await page.getByRole('radio', { name: 'Droit d’accès', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await expect(page.getByText('Dites sur quel dossier, quelle boîte ou quel logiciel.')).toBeVisible();
  await page.getByLabel('Sur quoi').fill('dossier budget');
  await expect(page.getByText('Responsable : Intendance. Donnée sensible.')).toBeVisible();
  await page.getByLabel('Sur quoi').fill('Dossier Budget');
  await page.getByRole('radio', { name: /^Modifier/ }).check({ force: true });
  const given = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Formulaire à faire signer (PDF)' }).click();
  const file = await given;
  expect(file.suggestedFilename()).toBe('demande-acces.pdf');
  const bytes = readFileSync(await file.path()).toString('latin1');
  expect(bytes).toMatch(/^%PDF-1\.4/);
  expect(bytes).toContain('(Dossier Budget)');
  // Signed by a scanner that gives PDF: as it is, without a network.
  const signed = { name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from(bytes, 'latin1') };
  await page.getByTestId('paper').setInputFiles({ ...signed, buffer: Buffer.from(`${bytes.slice(0, 40)}/JavaScript${bytes.slice(40)}`, 'latin1') });
  await expect(page.getByText('Ce PDF contient autre chose que des pages.')).toBeVisible();
  await page.getByTestId('paper').setInputFiles(signed);
  await expect(page.getByRole('button', { name: 'Retirer la photo 1' })).toContainText('PDF');
  await page.getByRole('button', { name: 'Envoyer ma demande' }).click();
  await expect(phone.title).toHaveText(/^P-[0-9A-F]{6}$/);
  const mine = new URL(page.url()).pathname.replace('/tickets/', '');
  await phone.context.setOffline(false);
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Ticket" WHERE "id" = ?', mine), { timeout: 30_000 }).toBe(1);
  expect(headOf(await house.row('SELECT "head" FROM "Ticket" WHERE "id" = ?', mine))).toMatchObject({
    confidential: true,
    approval: { state: 'pending' },
    access: { sense: 'open', resource: 'Dossier Budget', rights: 'write', until: null },
  });

  // At the desk it is a file, and the form that was asked for.
  const yann = scene.phone(house);
  await yann.signIn('yann', { next: `/tickets/${mine}` });
  await expect.poll(() => house.count(`SELECT COUNT(*) AS n FROM "Photo" WHERE "mime" = 'application/pdf'`), { timeout: 30_000 }).toBe(1);
  await take(yann.page);
  const sheet = await other(yann.page, 'Formulaire signé reçu');
  await sheet.getByRole('radio', { name: 'Formulaire PDF, 1 sur 1' }).check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
  const handed = yann.page.waitForEvent('download');
  await yann.page.getByRole('link', { name: 'Formulaire PDF, 1 sur 1' }).click();
  expect(readFileSync(await (await handed).path()).toString('latin1')).toBe(bytes);
  await expect
    .poll(async () => headOf(await house.row('SELECT "head" FROM "Ticket" WHERE "id" = ?', mine)).approval)
    .toMatchObject({ state: 'approved' });
  const eye = new Eye();
  await eye.look(yann.page, '/tickets, a form as PDF', 'corners');
  expect(eye.found).toEqual([]);
});

test('ticket test lancé hors ligne : chaque étape en mots, puis rangé, et jamais « à prendre »', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  const karim = await house.person('karim');
  await phone.signIn('karim');
  const { page } = phone;
  await phone.context.setOffline(true);
  await phone.open('/trial');
  const step = (name: string) => page.locator('.row', { hasText: name });
  await page.getByRole('button', { name: 'Lancer le test' }).click();
  await expect(step('Relais s’ouvre sans réseau')).toBeVisible();
  await expect(step('Gardé sur ce téléphone')).toBeVisible();
  await expect(step('Enregistré par le serveur').getByText('Pas de réseau : il part seul au retour.')).toBeVisible();
  await phone.open('/');
  await expect(phone.title).toBeVisible();
  await expect(page.getByRole('region', { name: /^Mes signalements/ }).getByText(/^Ticket test de Karim/)).toBeVisible();
  await expect(page.getByRole('region', { name: /^À prendre ici/ }).getByText(/^Ticket test de Karim/)).toHaveCount(0);
  await phone.open('/trial');
  await phone.context.setOffline(false);
  await expect(step('Enregistré par le serveur').getByText(/^N°.\d{4}-\d{5}$/)).toBeVisible({ timeout: 30_000 });
  await expect(step('Alerte montrée ici').getByText('Les alertes sont coupées sur ce téléphone.')).toBeVisible();
  await expect(page.getByText('Ensuite')).toHaveCount(0);
  await expect
    .poll(() => house.rows('SELECT "status" FROM "Ticket" WHERE "requesterId" = ? AND "head" LIKE ?', karim, '%Ticket test de Karim%'), {
      timeout: 30_000,
    })
    .toEqual([{ status: 'dropped' }]);
});
