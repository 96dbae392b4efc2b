/** A ticket from the report to the opinion: everybody's next step is at their thumb, and the requester has the last word. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode } from '#domain/sticker.ts';
import { other, report, take } from './harness/acts.ts';
import type { Phone } from './harness/phone.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

// Three people, some thirty screens: nothing here is about speed.
test.setTimeout(240_000);

const sheetOf = (page: Page) => page.locator('dialog[open]');

/** Fills the words of the sheet that is open, and sends them. */
async function says(page: Page, label: string, text: string): Promise<void> {
  await sheetOf(page).getByLabel(label).fill(text);
  await sheetOf(page).locator('button[type=submit]').click();
  await expect(sheetOf(page)).toHaveCount(0);
}

async function resolves(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Résoudre', exact: true }).click();
  await says(page, 'Qu’avez-vous fait ?', text);
  await expect(page.getByText('Résolu', { exact: true }).first()).toBeVisible();
}

/** Opens a ticket as it is now. */
async function sees(phone: Phone, ticket: string, state: string | RegExp): Promise<Page> {
  const { page } = phone;
  await expect(async () => {
    await phone.open(`/tickets/${ticket}`);
    await expect(page.getByText(state).first()).toBeVisible({ timeout: 3000 });
  }).toPass();
  return page;
}

test('signalé, pris, étapes cochées et rendez-vous proposé sans réseau, arrivée scannée, résolu, rouvert, confirmé, noté', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: false });
  const [claire, karim] = [scene.phone(house), scene.phone(house)];
  await claire.signIn('claire');
  const id = await report(claire, thing.id);
  await expect(claire.page.getByText('Reçu, pas encore pris.')).toBeVisible();

  await karim.signIn('karim', { next: `/tickets/${id}` });
  const { page } = karim;
  await take(page);
  await page.getByRole('button', { name: 'Commencer', exact: true }).click();
  await expect(page.getByText('En cours de résolution').first()).toBeVisible();

  // Without a network: a task of his own, what stands in the way, the tick, the appointment.
  await karim.context.setOffline(true);
  const sheet = await other(page, 'Ajouter une tâche');
  await sheet.getByLabel('À faire avant de résoudre').check({ force: true });
  await says(page, 'La tâche', 'Changer la lampe');
  await page.getByRole('button', { name: 'Résoudre', exact: true }).click();
  await expect(sheetOf(page).getByText('Une étape obligatoire n’est pas faite.')).toBeVisible();
  await sheetOf(page).getByRole('button', { name: 'Voir les étapes' }).click();
  const step = page.getByRole('button', { name: 'Changer la lampe' });
  await step.click();
  await expect(page.getByText(/^Fait\s: Vous, /)).toBeVisible();
  // Ticked by mistake, taken back, ticked again: without a network.
  await page.getByRole('button', { name: /^Annuler\s: Changer la lampe/ }).click();
  await expect(page.getByText(/^Fait\s: Vous, /)).toHaveCount(0);
  await step.click();
  await expect(page.getByText(/^Fait\s: Vous, /)).toBeVisible();
  await other(page, 'Proposer un rendez-vous');
  await says(page, 'Précisions', 'Avec la lampe neuve.');
  await expect(page.getByText('Pas encore de réponse.')).toBeVisible();
  await expect(page.locator('.tl .mark.phone').first()).toHaveText('Sur ce téléphone');
  await karim.context.setOffline(false);
  await expect(page.locator('.tl .mark.phone')).toHaveCount(0, { timeout: 45_000 });

  await sees(claire, id, 'Ce rendez-vous vous convient ?');
  const [calendar] = await Promise.all([
    claire.page.waitForEvent('download'),
    claire.page.getByRole('button', { name: 'Mettre dans mon agenda' }).click(),
  ]);
  expect(calendar.suggestedFilename()).toMatch(/^relais-\d{4}-\d{5}\.ics$/);
  // Ten in the morning of the school.
  expect(readFileSync(await calendar.path(), 'utf8')).toMatch(/\r\nDTSTART:\d{8}T0[89]0000Z\r\n/);
  await claire.page.getByRole('button', { name: 'Oui, ça me va' }).click();
  await expect(claire.page.getByText('Accepté', { exact: true })).toBeVisible();

  await sees(karim, id, 'Accepté');
  await karim.open('/scan');
  await page.getByLabel('Code de l’autocollant').fill(formatCode(thing.code as StickerCode));
  await page.getByRole('button', { name: 'Chercher ce code' }).click();
  await expect(page.getByText(/^Votre rendez-vous/)).toBeVisible();
  // The phone's own camera leads to the same.
  await karim.open(`/a/${thing.code}`);
  await expect(page.getByText(/^Votre rendez-vous/)).toBeVisible();
  await page.getByRole('button', { name: 'Je suis arrivé' }).click();
  await expect(page.getByText('Arrivée prouvée par un scan')).toBeVisible();
  await resolves(page, 'Lampe changée.');

  await sees(claire, id, 'Réparé, à confirmer');
  await claire.page.getByRole('button', { name: 'Non, rouvrir' }).click();
  await says(claire.page, 'Qu’est-ce qui ne va toujours pas ?', 'Toujours pas d’image.');
  await expect(claire.page.getByText('Rouvert, pas encore repris').first()).toBeVisible();

  await sees(karim, id, 'Rouvert, à reprendre');
  await take(page);
  await page.getByRole('button', { name: 'Commencer', exact: true }).click();
  await resolves(page, 'Câble changé aussi.');

  await sees(claire, id, 'Réparé, à confirmer');
  await claire.page.getByRole('button', { name: 'Oui, c’est réparé' }).click();
  await expect(claire.page.getByText('Terminé').first()).toBeVisible();
  await claire.page.getByRole('button', { name: 'Donner un avis' }).click();
  await sheetOf(claire.page).getByLabel('4 sur 5').check({ force: true });
  await sheetOf(claire.page).locator('button[type=submit]').click();
  await expect(claire.page.locator('.tl').getByText(/avez donné un avis/)).toBeVisible();

  await expect.poll(async () => (await house.ticket(id)).status).toBe('closed');
  const told = async () => (await house.events(id)).map((e) => e.type);
  await expect.poll(told).toContain('TicketRated');
  expect((await told()).filter((t) => /Visit|Task|Resol|Reop|Rated/.test(t))).toEqual([
    ...['TaskAdded', 'TaskCompleted', 'TaskReopened', 'TaskCompleted', 'VisitPlanned', 'VisitAnswered', 'VisitArrived'],
    ...['TicketResolved', 'TicketReopened', 'TicketResolved'],
    ...['ResolutionConfirmed', 'TicketRated'],
  ]);
});

test('précisé, avec une autre priorité et son motif ; puis rattaché comme doublon ; un mot de passe s’arrête dans le champ', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const first = await house.ticket(thing.ticket ?? '');
  const phone = scene.phone(house);
  await phone.signIn('karim');
  await phone.open(`/new?asset=${thing.id}`);
  const { page } = phone;
  await page.locator('input[name=symptom] >> nth=1').check({ force: true });
  await page.locator('button[form=new-ticket]').click();
  await expect(phone.title).toHaveText(/^N°/);
  const id = new URL(page.url()).pathname.replace('/tickets/', '');

  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await sheetOf(page).getByLabel('Votre note').fill('Mot de passe : Soleil42');
  await sheetOf(page).locator('button[type=submit]').click();
  await expect(sheetOf(page).getByText('On dirait un mot de passe.')).toBeVisible();
  await expect(sheetOf(page).getByLabel('Votre note')).toHaveValue('Mot de passe : Soleil42');
  await says(page, 'Votre note', 'Elle a oublié son mot de passe.');

  const sheet = await other(page, 'Préciser le ticket');
  await sheet.getByLabel('Tout l’établissement').check({ force: true });
  await sheet.getByLabel('Non', { exact: true }).check({ force: true });
  await expect(sheet.getByRole('status')).toHaveText(/P1.*tout l’établissement, cours arrêté/);
  await sheet.getByLabel('Priorité 3').check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect(sheet.getByText('Une autre priorité a besoin d’un motif.')).toBeVisible();
  await says(page, 'Pourquoi cette priorité ?', 'Un autre appareil sert en attendant.');
  await expect(page.getByText(/P3 choisie par vous/)).toBeVisible();
  await expect(page.getByText(/D’après les faits/)).toBeVisible();

  await expect(page.getByText('Doublon possible')).toBeVisible();
  await page.getByRole('button', { name: 'C’est un doublon' }).click();
  await expect(sheetOf(page).locator(`input[value="${first.id}"]`)).toBeChecked();
  await sheetOf(page).locator('button[type=submit]').click();
  await expect(page.getByText('la suite est sur')).toBeVisible();
  await expect.poll(async () => (await house.ticket(id)).status).toBe('dropped');
  await page.getByRole('link', { name: 'Voir ce ticket' }).click();
  await expect(phone.title).toHaveText(`N° ${first.number}`);
});

test('un droit d’accès : la direction répond d’abord, l’usager dit oui à la prise en main, le formulaire signé est montré', async ({ scene }) => {
  const house = await scene.house();
  const [claire, anne, yann] = [scene.phone(house), scene.phone(house), scene.phone(house)];
  const asks = async (resource: string): Promise<string> => {
    const { page } = claire;
    await claire.open('/new');
    await page.getByRole('radio', { name: /^J’ai besoin de quelque chose/ }).check({ force: true });
    await page.getByRole('radio', { name: 'Droit d’accès', exact: true }).check({ force: true });
    await page.getByLabel('Sur quoi ?').fill(resource);
    await page.locator('button[form=new-ticket]').click();
    await expect(claire.title).toHaveText(/^N°/);
    await expect(page.getByText('La direction n’a pas encore répondu')).toBeVisible();
    return new URL(page.url()).pathname.replace('/tickets/', '');
  };
  await claire.signIn('claire');
  const shared = await asks('Dossier Vie scolaire');
  const signed = await asks('Boîte mail de la gestion');

  await yann.signIn('yann', { next: `/tickets/${shared}` });
  await take(yann.page);
  await yann.page.getByRole('button', { name: 'Commencer', exact: true }).click();
  await expect(sheetOf(yann.page).getByText('La direction n’a pas encore donné son accord.')).toBeVisible();
  await expect(sheetOf(yann.page).getByRole('button', { name: 'Mettre en attente' })).toBeVisible();

  await anne.signIn('anne', { next: `/tickets/${shared}` });
  await expect(anne.page.getByText('On attend votre accord')).toBeVisible();
  await expect(anne.page.getByText('Dossier Vie scolaire')).toBeVisible();
  await expect(anne.page.getByRole('button', { name: 'Refuser' })).toBeVisible();
  await anne.page.getByRole('button', { name: 'Donner mon accord' }).click();
  await sheetOf(anne.page).locator('button[type=submit]').click();
  await expect(anne.page.getByText(/^Accord donné par vous/)).toBeVisible();

  await sees(yann, shared, /^Accord donné par Anne Mercier/);
  const sheet = await other(yann.page, 'Commencer à distance');
  await sheet.locator('button[type=submit]').click();
  await expect(sheet.getByText('Choisissez une réponse.')).toBeVisible();
  await sheet.getByLabel('Par téléphone').check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect(yann.page.getByText('Accord de l’usager pour la prise en main')).toBeVisible();
  await expect(yann.page.getByText('En cours de résolution').first()).toBeVisible();

  await sees(yann, signed, 'La direction n’a pas encore répondu');
  await take(yann.page);
  const form = await other(yann.page, 'Formulaire signé reçu');
  await form.locator('input[type=file]').setInputFiles(await photoOfFault());
  await expect(form.getByRole('radio', { name: 'Photo 1 sur 1' })).toBeChecked();
  await form.locator('button[type=submit]').click();
  await expect(yann.page.getByText(/^Accord donné sur papier/)).toBeVisible();
  await expect.poll(() => house.events(signed).then((all) => all.map((e) => e.type))).toContain('CheckRecorded');
});
