/** What is typed and not sent: kept at each pause, for its person, through everything that ends a page. */
import type { Page } from '@playwright/test';
import { take } from './harness/acts.ts';
import type { House } from './harness/house.ts';
import type { Phone } from './harness/phone.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

/** The keys of what is begun, as the disk has them. */
async function draftsOf(phone: Phone, person: string): Promise<string[]> {
  return await phone.page.evaluate(async (who) => {
    const request = indexedDB.open(`relais-${who}`);
    const db = await new Promise<IDBDatabase>((done) => {
      request.onsuccess = () => done(request.result);
    });
    const asked = db.transaction('drafts').objectStore('drafts').getAllKeys();
    const keys = await new Promise<string[]>((done) => {
      asked.onsuccess = () => done(asked.result as string[]);
    });
    db.close();
    return keys;
  }, person);
}

test('nouveau ticket commencé : tué, rechargé, session finie, autre personne : rendu où il était, à soi seul, avec sa photo', async ({ scene }) => {
  const house = await scene.house();
  const [thing, karim] = [await house.asset({ withTicket: false }), await house.person('karim')];
  const phone = scene.phone(house);
  await phone.signIn('karim');
  await phone.open(`/new?asset=${thing.id}`);
  const symptom = phone.page.locator('input[name=symptom] >> nth=1');
  await symptom.check({ force: true });
  await phone.page.locator('input[name=impact][value=group]').check({ force: true });
  await phone.page.getByLabel('Précisions').fill('Le câble est à moitié arra');
  await phone.page.getByTestId('photo').setInputFiles(await photoOfFault());
  // The mark says so when it is true, and not before.
  await expect(phone.page.getByText('Brouillon gardé')).toBeVisible();
  await expect.poll(() => draftsOf(phone, karim)).toEqual([`new ${thing.id}`, `new ${thing.id} photos`]);

  const isBack = async () => {
    await expect(phone.page.getByText('Vous aviez commencé ce ticket.')).toBeVisible();
    await expect(phone.page.getByLabel('Précisions')).toHaveValue('Le câble est à moitié arra');
    await expect(phone.page.locator('input[name=symptom] >> nth=1')).toBeChecked();
    await expect(phone.page.locator('input[name=impact][value=group]')).toBeChecked();
    await expect(phone.page.locator('.thumb img')).toHaveCount(1);
  };
  await phone.kill();
  await phone.open(`/new?asset=${thing.id}`);
  await isBack();
  await phone.page.reload();
  await isBack();

  // The session ends meanwhile: the form goes on, and so does its draft.
  await phone.context.clearCookies();
  await phone.open(`/new?asset=${thing.id}`);
  await isBack();
  await phone.open('/signin');
  await phone.enter('mina');
  await expect(phone.page).toHaveURL('/');
  await phone.isLoaded();
  await phone.open(`/new?asset=${thing.id}`);
  await expect(phone.page.getByRole('button', { name: 'Ouvrir le ticket' })).toBeVisible();
  await expect(phone.page.getByLabel('Précisions')).toHaveValue('');
  await expect(phone.page.getByText('Vous aviez commencé ce ticket.')).toHaveCount(0);
  await phone.open('/outbox');
  await expect(phone.page.getByText('Tout est parti.')).toBeVisible();
  await expect(phone.page.getByText('Brouillons')).toHaveCount(0);
  await phone.open('/me');
  await phone.page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(phone.page).toHaveURL('/signin');
  await phone.enter('karim');
  await phone.isLoaded();

  // It is found from what waits, too.
  await phone.open('/outbox');
  const row = phone.page.locator('.row', { hasText: 'Nouveau ticket' });
  await row.getByRole('link', { name: 'Reprendre' }).click();
  await isBack();
  await phone.page.getByRole('button', { name: 'Recommencer' }).click();
  await expect(phone.page.getByLabel('Précisions')).toHaveValue('');
  await expect.poll(() => draftsOf(phone, karim)).toEqual([]);

  // Emptied by hand it is no draft; sent it is none either.
  await phone.page.getByLabel('Précisions').fill('Une lettre');
  await expect.poll(() => draftsOf(phone, karim)).toHaveLength(1);
  await phone.page.getByLabel('Précisions').fill('');
  await expect.poll(() => draftsOf(phone, karim)).toEqual([]);
  await phone.page.getByLabel('Précisions').fill('Une autre panne');
  await phone.page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.title).toHaveText(/^N°/);
  await phone.page.reload();
  await expect(phone.title).toHaveText(/^N°/);
  expect(await draftsOf(phone, karim)).toEqual([]);
});

/** Fills whatever the open sheet asks. @returns what was typed in it */
async function fillSheet(phone: Phone, name: string): Promise<Record<string, string>> {
  const sheet = phone.page.locator('dialog[open]');
  const typed: Record<string, string> = {};
  for (const group of ['team', 'helper', 'reason', 'visibility', 'resolution', 'mode']) {
    const choice = sheet.locator(`input[name=${group}]`).last();
    if ((await choice.count()) === 0) continue;
    await choice.check({ force: true });
    typed[group] = await choice.inputValue();
  }
  const text = sheet.locator('textarea');
  if ((await text.count()) > 0) {
    await text.fill(`Commencé : ${name}`);
    typed['text'] = `Commencé : ${name}`;
  }
  const day = sheet.locator('input[type=date]');
  if ((await day.count()) > 0) {
    await day.fill('2031-03-04');
    typed['day'] = '2031-03-04';
  }
  return typed;
}

async function readSheet(phone: Phone): Promise<Record<string, string>> {
  const sheet = phone.page.locator('dialog[open]');
  const found: Record<string, string> = {};
  for (const group of ['team', 'helper', 'reason', 'visibility', 'resolution', 'mode']) {
    const choice = sheet.locator(`input[name=${group}]:checked`);
    if ((await choice.count()) > 0) found[group] = await choice.inputValue();
  }
  const text = sheet.locator('textarea');
  if ((await text.count()) > 0) found['text'] = await text.inputValue();
  const day = sheet.locator('input[type=date]');
  if ((await day.count()) > 0) found['day'] = await day.inputValue();
  return found;
}

/** The sheet of every verb that asks something, begun, killed, and given back. */
async function everySheet(phone: Phone, house: House, login: string, ticket: string): Promise<string[]> {
  const { page } = phone;
  await page.getByRole('button', { name: 'Autres' }).click();
  const names = await page.locator('dialog[open] button.row h3').allTextContents();
  await page.keyboard.press('Escape');
  const begun = new Map<string, Record<string, string>>();
  for (const name of names) {
    await page.getByRole('button', { name: 'Autres' }).click();
    const verb = page.locator('dialog[open] button.row').filter({ has: page.locator('h3', { hasText: new RegExp(`^${name}$`) }) });
    // One tapped before it may have taken it away.
    if ((await verb.count()) === 0) {
      await page.keyboard.press('Escape');
      continue;
    }
    await verb.click();
    // A verb that only taps has no sheet; one that a rule forbids explains itself; a photo has no words.
    const form = page.locator('dialog[open] form');
    await page.waitForTimeout(150);
    if ((await form.count()) === 0) {
      if ((await page.locator('dialog[open]').count()) > 0) await page.keyboard.press('Escape');
      continue;
    }
    await expect(form.locator('button[type=submit]')).toBeEnabled();
    begun.set(name, await fillSheet(phone, name));
    await page.waitForTimeout(600);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog[open]')).toHaveCount(0);
  }
  await expect.poll(async () => (await draftsOf(phone, await house.person(login))).filter((k) => k.endsWith(ticket)).length).toBe(begun.size);
  await phone.kill();
  await phone.open(`/tickets/${ticket}`);
  const notes = phone.page.locator('.note', { hasText: 'Commencé, pas envoyé' });
  await expect(notes).toHaveCount(begun.size);
  for (const [name, typed] of begun) {
    await notes
      .filter({ hasText: `Commencé : ${name}` })
      .getByRole('button', { name: 'Reprendre' })
      .click();
    const form = phone.page.locator('dialog[open] form');
    await expect(form.getByText('Brouillon gardé')).toBeVisible();
    expect(await readSheet(phone), name).toEqual(typed);
    await form.getByRole('button', { name: 'Jeter le brouillon' }).click();
    await expect(form.getByText('Brouillon gardé')).toHaveCount(0);
    await phone.page.keyboard.press('Escape');
    await expect(notes.filter({ hasText: `Commencé : ${name}` })).toHaveCount(0);
  }
  await expect.poll(async () => (await draftsOf(phone, await house.person(login))).filter((k) => k.endsWith(ticket))).toEqual([]);
  return [...begun.keys()];
}

test('chaque formulaire d’un ticket, commencé puis tué : rendu dans sa feuille, ou jeté', async ({ scene }) => {
  test.setTimeout(240_000);
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const [karim, mina] = [scene.phone(house), scene.phone(house)];
  await karim.signIn('karim', { next: `/tickets/${free?.id}` });
  await take(karim.page);
  const his = await everySheet(karim, house, 'karim', free?.id ?? '');
  await mina.signIn('mina', { next: `/tickets/${free?.id}` });
  const hers = await everySheet(mina, house, 'mina', free?.id ?? '');
  const all = new Set([...his, ...hers]);
  for (const verb of [
    'Écrire une note',
    'Résoudre',
    'Mettre en attente',
    'Rendre',
    'Demander',
    'Passer au niveau',
    'prestataire',
    'superviseur',
    'Relever',
  ])
    expect(
      [...all].some((name) => name.includes(verb)),
      `${verb} in ${[...all].join(', ')}`,
    ).toBe(true);
});

/** All that stands in this browser for nobody yet. */
async function deviceOf(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    // Opening what is not there would make it, empty.
    if (!(await indexedDB.databases()).some((d) => d.name === 'relais-device')) return '';
    const request = indexedDB.open('relais-device');
    const db = await new Promise<IDBDatabase>((done) => {
      request.onsuccess = () => done(request.result);
    });
    const asked = db.transaction('device').objectStore('device').getAll();
    const rows = await new Promise<unknown>((done) => {
      asked.onsuccess = () => done(asked.result);
    });
    db.close();
    return JSON.stringify([rows, { ...localStorage }, { ...sessionStorage }]);
  });
}

test('la porte garde l’identifiant, jamais le mot de passe ; une fois entré, plus rien', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  const page = await phone.open('/signin');
  await page.locator('input[name=login]').fill('karim');
  await page.locator('input[name=password]').fill('un secret');
  await expect.poll(() => deviceOf(page), { timeout: 30_000 }).toContain('"typed":"karim"');
  await phone.kill();
  await phone.open('/signin');
  await expect(phone.page.locator('input[name=login]')).toHaveValue('karim');
  await expect(phone.page.locator('input[name=password]')).toHaveValue('');
  const device = await deviceOf(phone.page);
  expect(device).toContain('"typed":"karim"');
  expect(device).not.toContain('secret');
  await phone.enter('karim');
  await expect(phone.page).toHaveURL('/');
  await phone.isLoaded();
  await phone.open('/signin');
  await expect(phone.page.locator('button[type=submit]')).toBeEnabled();
  await expect(phone.page.locator('input[name=login]')).toHaveValue('');
});
