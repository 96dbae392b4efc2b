/** Equipment that fails again and again, and the tour of a room. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { StickerCode } from '#domain/ids.ts';
import { makeCode, stickerUrl } from '#domain/sticker.ts';
import { Eye } from './harness/eye.ts';
import type { House } from './harness/house.ts';
import { filmOf, filmOfSticker } from './harness/pictures.ts';
import { outOfPower } from './harness/power.ts';
import { expect, test } from './harness/scene.ts';
import { change } from './harness/tables.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;

test('ce qui tombe en panne encore et encore est sur la liste, et un informaticien en décide', async ({ scene }) => {
  const house = await scene.house();
  // Three more faults on one thing, as they come from phones.
  const thing = await house.asset({ withTicket: false });
  const phone = scene.phone(house);
  await phone.signIn('karim');
  for (let n = 0; n < 3; n += 1) {
    await phone.open(`/new?asset=${thing.id}`);
    await phone.page.getByRole('radio').first().check({ force: true });
    await phone.page
      .getByRole('button', { name: /Envoyer|Ouvrir|Signaler/ })
      .last()
      .click();
    await phone.page.waitForURL(/\/tickets\//);
  }
  await expect.poll(async () => house.count('SELECT COUNT(*) AS n FROM "Ticket" WHERE "assetId" = ?', thing.id), { timeout: 20_000 }).toBe(3);

  const desk = scene.phone(house, DESK);
  await desk.signIn('yann');
  await desk.open('/admin/replacement');
  const { page } = desk;
  await expect(page.getByRole('heading', { name: 'À remplacer', level: 1 })).toBeVisible();
  const line = page.locator(`li:has(a[href="/assets/${thing.id}"])`);
  await expect(line.getByText('3 pannes en 90 jours.')).toBeVisible();
  await expect(line.getByRole('link', { name: /^\d{4}-\d{5}$/ })).toHaveCount(3);
  const eye = new Eye();
  await eye.look(page, '/admin/replacement', 'corners');
  await line.getByRole('button', { name: /^Décider pour/ }).click();
  await line.getByLabel('Année de budget').fill('2027');
  await line.getByLabel('Pourquoi').fill('Carte mère, troisième fois.');
  await eye.look(page, '/admin/replacement, deciding', 'corners');
  await line.getByRole('button', { name: 'Garder la décision' }).click();
  await expect(line.getByText(/^Remplacer au budget 2027, décidé par Yann Le Goff le/)).toBeVisible();
  const file = await page.evaluate(async () => (await fetch('/api/replacement')).text());
  expect(file).toContain('"Remplacer";"2027";"Carte mère, troisième fois.";"Yann Le Goff"');

  // Before the thing, without a network, it is decided anew, and says how far that is.
  const pocket = scene.phone(house);
  await pocket.signIn('yann');
  await pocket.open(`/assets/${thing.id}`);
  await expect(pocket.page.getByText('Décision : remplacer, budget 2027')).toBeVisible();
  await pocket.context.setOffline(true);
  await pocket.page.getByRole('button', { name: 'Décider de la suite' }).click();
  const sheet = pocket.page.getByRole('dialog', { name: 'Décider de la suite' });
  await expect(sheet.getByRole('radio', { name: '2027' })).toBeChecked();
  await sheet.getByRole('radio', { name: '2028' }).check({ force: true });
  await eye.look(pocket.page, '/assets, deciding', 'corners');
  await sheet.getByRole('button', { name: 'Garder la décision' }).click();
  const waiting = pocket.page.getByRole('region', { name: 'Sur ce téléphone 1' });
  await expect(waiting.getByRole('heading', { name: 'Décision : remplacer, budget 2028' })).toBeVisible();
  await expect(waiting.locator('.mark.phone')).toHaveText('Sur ce téléphone');
  await pocket.context.setOffline(false);
  await expect(waiting).toHaveCount(0, { timeout: 20_000 });
  await expect.poll(async () => String((await house.row('SELECT "decision" FROM "Asset" WHERE "id" = ?', thing.id))['decision'])).toContain('2028');
  expect(eye.found).toEqual([]);
});

type Sticker = { id: string; code: StickerCode };
/** What stands in the largest room of the lycée, and something of another room of it. */
async function roomOf(house: House): Promise<{ id: string; here: Sticker[]; strays: Sticker[] }> {
  const { id, site } = await house.row<{ id: string; site: string }>(
    `SELECT r."id", r."siteId" AS site FROM "Room" r JOIN "Site" s ON s."id" = r."siteId" JOIN "Asset" a ON a."roomId" = r."id"
     WHERE s."name" LIKE ? AND a."state" = 'in_service' GROUP BY r."id", r."siteId" ORDER BY COUNT(*) DESC, r."id" LIMIT 1`,
    'Lycée%',
  );
  const bearing = `SELECT a."id", k."code" FROM "Asset" a JOIN "Sticker" k ON k."assetId" = a."id" WHERE a."state" IN ('in_service', 'in_stock')`;
  const here = await house.rows<Sticker>(`${bearing} AND a."roomId" = ? ORDER BY k."code"`, id);
  const strays = await house.rows<Sticker>(`${bearing} AND a."siteId" = ? AND a."roomId" <> ? ORDER BY k."code" LIMIT 2`, site, id);
  return { id, here, strays };
}

function codeOf(thing: Sticker | undefined): StickerCode {
  if (thing === undefined) throw new Error('the demo has no room like this');
  return thing.code;
}

/** As a reader on a cable types it; the camera and it end in the same place. */
async function read(page: Page, text: string): Promise<void> {
  await page.evaluate(
    (signs) => {
      for (const key of [...signs, 'Enter'])
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: key === 'Enter' ? 'Enter' : '', bubbles: true, cancelable: true }));
    },
    [...text],
  );
}

const counted = (page: Page) => page.locator('.round-count').getAttribute('data-found');

test('le tour d’une salle sans réseau : vus, déplacés, inconnus, répétés, annulés, après une coupure aussi ; le rapport est juste', async ({
  scene,
}) => {
  const house = await scene.house();
  const { id: room, here, strays } = await roomOf(house);
  const [first, ...others] = here;
  const unknown = makeCode(Uint8Array.of(3, 1, 4, 1, 5, 9, 2));
  const phone = scene.phone(house, { camera: await filmOfSticker(house.url, codeOf(first)) });
  await phone.signIn('karim');
  await phone.isInstalled();
  const eye = new Eye();
  await phone.open(`/rooms/${room}`);
  await house.stop();
  await phone.page.getByRole('link', { name: 'Faire le tour de la salle' }).click();
  // The camera sees the first one by itself.
  await expect.poll(() => counted(phone.page), { timeout: 20_000 }).toBe('1');
  for (const { code } of others.slice(0, -3)) await read(phone.page, stickerUrl(house.url, code));
  const seen = here.length - 3;
  await expect.poll(() => counted(phone.page)).toBe(String(seen));

  await read(phone.page, stickerUrl(house.url, codeOf(others[0])));
  await expect(phone.page.getByText(/: déjà compté\.$/).first()).toBeVisible();
  await read(phone.page, stickerUrl(house.url, codeOf(strays[0])));
  await expect(phone.page.getByText(/déplacé ici\.$/i).first()).toBeVisible();
  await read(phone.page, stickerUrl(house.url, unknown));
  await expect(phone.page.getByText('Étiquette inconnue ici')).toBeVisible();
  await eye.look(phone.page, '/rounds, walking', 'corners');

  // Killed, opened again without a network: exactly where it was.
  await outOfPower(phone, `/rooms/${room}`);
  await phone.page.getByRole('link', { name: new RegExp(`^Reprendre le tour, ${seen} sur ${here.length}$`) }).click();
  await expect(phone.page.getByText('Étiquette inconnue ici')).toBeVisible();
  expect(await counted(phone.page)).toBe(String(seen));

  // Two more, one of another room; then three steps back, the unknown one stays.
  await read(phone.page, stickerUrl(house.url, codeOf(others.at(-1))));
  await read(phone.page, stickerUrl(house.url, codeOf(others.at(-2))));
  await expect.poll(() => counted(phone.page)).toBe(String(seen + 2));
  await read(phone.page, stickerUrl(house.url, codeOf(strays[1])));
  await expect(phone.page.getByRole('button', { name: /^Le laisser en/ })).toHaveCount(2);
  const undo = phone.page.getByRole('button', { name: /^Annuler\s:/ });
  await undo.click();
  await expect(phone.page.getByRole('button', { name: /^Le laisser en/ })).toHaveCount(1);
  await undo.click();
  await undo.click();
  await expect.poll(() => counted(phone.page)).toBe(String(seen));
  await phone.page.getByRole('button', { name: 'Finir le tour' }).click();
  await expect(phone.page.getByText(`${seen} sur ${here.length} vus.`)).toBeVisible();
  await expect(phone.page.getByText('Sur ce téléphone').first()).toBeVisible();
  await eye.look(phone.page, '/rounds, report', 'corners');

  await house.start();
  await phone.open(`/rounds/${room}`);
  await expect(phone.page.locator('.mark.saved').first()).toHaveText('Enregistré', { timeout: 30_000 });
  expect(await house.count('SELECT COUNT(*) AS n FROM "Counted"')).toBe(seen + 2);
  expect(await house.count('SELECT COUNT(DISTINCT COALESCE("assetId", "key")) AS n FROM "Counted"')).toBe(seen + 2);
  const where = async (thing: Sticker | undefined) => (await house.row(`SELECT "roomId" FROM "Asset" WHERE "id" = ?`, thing?.id ?? ''))['roomId'];
  expect(await where(strays[0])).toBe(room);
  expect(await where(strays[1])).not.toBe(room);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Asset" WHERE "seenAt" IS NOT NULL')).toBe(seen + 4);
  expect(eye.found).toEqual([]);
});

test('ce qui est inconnu est photographié, deux personnes font une seule liste, et le bureau la lit', async ({ scene }) => {
  const house = await scene.house();
  const { id: room, here } = await roomOf(house);
  const unknown = makeCode(Uint8Array.of(2, 7, 1, 8, 2, 8, 1));
  const karim = scene.phone(house, { camera: await filmOf(stickerUrl(house.url, unknown)) });
  await karim.signIn('karim');
  await karim.open(`/rounds/${room}`);
  await expect(karim.page.getByText('gardée avec une photo')).toBeVisible({ timeout: 20_000 });
  await read(karim.page, stickerUrl(house.url, codeOf(here[0])));
  await expect.poll(() => counted(karim.page)).toBe('1');

  const mina = scene.phone(house);
  await mina.signIn('mina');
  await mina.open(`/rounds/${room}`);
  await expect(mina.page.getByText(`1 sur ${here.length} vus`)).toBeVisible();
  await expect(mina.page.getByText('Avec Karim Benali')).toBeVisible();
  await read(mina.page, stickerUrl(house.url, codeOf(here[0])));
  await expect(mina.page.getByText(/: déjà compté\.$/).first()).toBeVisible();
  await read(mina.page, stickerUrl(house.url, codeOf(here[1])));
  await expect.poll(() => counted(mina.page)).toBe('2');
  // Known by now: what it is, and its label on it where the school has such a one.
  await mina.page.getByRole('button', { name: 'Ajouter comme équipement' }).click();
  const sheet = mina.page.locator('dialog[open]');
  await sheet.getByRole('radio', { name: 'Tablette' }).check({ force: true });
  await sheet.getByLabel('Modèle').fill('Galaxy Tab');
  // Another thing of the school bears this number: said at once, and what was typed stays.
  const taken = await house.row<{ serial: string }>('SELECT "serial" FROM "Asset" WHERE "roomId" = ? AND "serial" IS NOT NULL LIMIT 1', room);
  await sheet.getByLabel('N° de série').fill(taken.serial);
  await new Promise((done) => setTimeout(done, 300));
  await sheet.getByRole('button', { name: 'Ajouter à cette salle' }).click();
  await expect(sheet.getByText('Un autre équipement du site porte déjà ce numéro.')).toBeVisible();
  await expect(sheet.getByLabel('Modèle')).toHaveValue('Galaxy Tab');
  expect(await counted(mina.page)).toBe('2');
  await sheet.getByLabel('N° de série').fill('');
  await sheet.getByRole('button', { name: 'Ajouter à cette salle' }).click();
  await expect.poll(() => counted(mina.page)).toBe('3');
  await expect
    .poll(() => house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE "model" = 'Galaxy Tab' AND "roomId" = ?`, room), { timeout: 20_000 })
    .toBe(1);
  await mina.page.getByRole('button', { name: 'Finir le tour' }).click();
  await expect(mina.page.getByText(`3 sur ${here.length + 1} vus.`)).toBeVisible();

  const desk = scene.phone(house, DESK);
  await desk.signIn('yann');
  await desk.open('/admin/rounds');
  const { page } = desk;
  await page
    .getByRole('button', { name: /^Voir le tour de/ })
    .first()
    .click();
  await expect(page.getByText('Mina Diallo').first()).toBeVisible();
  const eye = new Eye();
  await eye.look(page, '/admin/rounds', 'corners');
  const file = await page.evaluate(async () => (await fetch(document.querySelector<HTMLAnchorElement>('a[download]')?.href ?? '')).text());
  expect(file.split('\r\n').filter((l) => l.includes('"Manquant"'))).toHaveLength(here.length - 2);
  expect(file.split('\r\n').filter((l) => l.includes('"Trouvé"'))).toHaveLength(3);
  const [paper] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Fichier PDF' }).click()]);
  expect(paper.suggestedFilename()).toBe('tour-de-salle.pdf');
  expect(readFileSync((await paper.path()) as string, 'latin1').slice(0, 5)).toBe('%PDF-');
  expect(eye.found).toEqual([]);
});

test('un équipement que le serveur refuse pendant le tour : la ligne reste, dit pourquoi, et se réessaie avec ce qui était tapé', async ({
  scene,
}) => {
  const house = await scene.house();
  const { id: room, here } = await roomOf(house);
  const unknown = makeCode(Uint8Array.of(1, 4, 1, 4, 2, 1, 3));
  await change(house.databaseUrl, [['INSERT INTO "Sticker" ("code", "state") VALUES (?, ?)', unknown, 'blank']]);
  const phone = scene.phone(house);
  await phone.signIn('karim');
  await phone.open(`/rounds/${room}`);
  const { page } = phone;
  await expect(page.getByRole('button', { name: 'Finir le tour' })).toBeVisible();
  await phone.context.setOffline(true);
  await read(page, stickerUrl(house.url, unknown));
  await page.getByRole('button', { name: 'Ajouter comme équipement' }).click();
  const sheet = page.locator('dialog[open]');
  await sheet.getByRole('radio', { name: 'Tablette' }).check({ force: true });
  await sheet.getByLabel('Modèle').fill('Galaxy Tab');
  await sheet.getByLabel('N° de série').fill('R52-0001');
  await sheet.getByRole('button', { name: 'Ajouter à cette salle' }).click();
  await expect.poll(() => counted(page)).toBe('1');
  await expect(page.getByText('Étiquette inconnue ici')).toHaveCount(0);

  // Meanwhile the office writes that number on something else.
  await change(house.databaseUrl, [['UPDATE "Asset" SET "serial" = ? WHERE "id" = ?', 'R520001', here[0]?.id ?? '']]);
  await phone.context.setOffline(false);
  await expect(page.getByText('Étiquette inconnue ici')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^Refusé\s: Tablette Galaxy Tab$/)).toBeVisible();
  await expect(page.getByText('un autre équipement du site porte déjà ce numéro').first()).toBeVisible();
  const eye = new Eye();
  await eye.look(page, '/rounds, equipment refused', 'corners');
  await page.getByRole('button', { name: 'Corriger et réessayer' }).click();
  await expect(sheet.getByLabel('Modèle')).toHaveValue('Galaxy Tab');
  await expect(sheet.getByLabel('N° de série')).toHaveValue('R52-0001');
  await sheet.getByLabel('N° de série').fill('R52-0002');
  await sheet.getByRole('button', { name: 'Ajouter à cette salle' }).click();
  await expect.poll(() => counted(page)).toBe('1');
  await expect(page.getByText('Étiquette inconnue ici')).toHaveCount(0);
  await expect.poll(() => house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE "serial" = 'R52-0002' AND "roomId" = ?`, room)).toBe(1);
  expect(await house.count(`SELECT COUNT(*) AS n FROM "Asset" WHERE "model" = 'Galaxy Tab'`)).toBe(1);
  await phone.open('/outbox');
  await expect(page.getByText(/^Tout est parti/)).toBeVisible();
  expect(eye.found).toEqual([]);
});

test('plusieurs étiquettes dans l’image : chacune est comptée, une fois', async ({ scene }) => {
  const house = await scene.house();
  const { id: room, here } = await roomOf(house);
  const phone = scene.phone(house, { camera: await filmOf([0, 1].map((n) => stickerUrl(house.url, codeOf(here[n])))) });
  await phone.signIn('karim');
  await phone.open(`/rounds/${room}`);
  await expect.poll(() => counted(phone.page), { timeout: 20_000 }).toBe('2');
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Counted"')).toBe(2);
  // The film goes on: nothing is counted again.
  await new Promise((done) => setTimeout(done, 1500));
  expect(await counted(phone.page)).toBe('2');
  expect(await house.count('SELECT COUNT(*) AS n FROM "Counted"')).toBe(2);
});

test('deux personnes sans réseau devant la même étiquette inconnue : elle compte une fois, et la photo de la seconde est gardée', async ({
  scene,
}) => {
  const house = await scene.house();
  const { id: room } = await roomOf(house);
  const unknown = stickerUrl(house.url, makeCode(Uint8Array.of(1, 6, 1, 8, 0, 3, 3)));
  const karim = scene.phone(house);
  const mina = scene.phone(house, { camera: await filmOf(unknown) });
  for (const [phone, login] of [
    [karim, 'karim'],
    [mina, 'mina'],
  ] as const) {
    await phone.signIn(login);
    await phone.open(`/rooms/${room}`);
    await expect(phone.page.getByRole('link', { name: 'Faire le tour de la salle' })).toBeVisible();
    await phone.context.setOffline(true);
    await phone.page.getByRole('link', { name: 'Faire le tour de la salle' }).click();
  }
  await expect(karim.page.getByRole('button', { name: 'Finir le tour' })).toBeVisible();
  await read(karim.page, unknown);
  await expect(karim.page.getByText('gardée sans photo')).toBeVisible();
  await expect(mina.page.getByText('gardée avec une photo')).toBeVisible({ timeout: 20_000 });
  await karim.context.setOffline(false);
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Counted"'), { timeout: 20_000 }).toBe(1);
  await mina.context.setOffline(false);
  await expect.poll(() => house.count(`SELECT COUNT(*) AS n FROM "Counted" WHERE how = 'remark' AND photo IS NOT NULL`), { timeout: 20_000 }).toBe(1);
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Photo"'), { timeout: 20_000 }).toBeGreaterThan(0);
  await expect(mina.page.getByText('gardée avec une photo')).toBeVisible();
  await mina.page.getByRole('button', { name: 'Finir le tour' }).click();
  await expect(mina.page.getByRole('heading', { name: 'Inconnus 1' })).toBeVisible();
  await expect(mina.page.getByRole('heading', { name: 'Remarques 1' })).toBeVisible();
  await expect(mina.page.getByText('Mina Diallo, gardée avec une photo')).toBeVisible();
  const eye = new Eye();
  await mina.page.screenshot({ path: 'test-results/round-remark.png', fullPage: true });
  await eye.look(mina.page, '/rounds, a remark', 'corners');

  const desk = scene.phone(house, DESK);
  await desk.signIn('yann');
  await desk.open('/admin/rounds');
  await desk.page
    .getByRole('button', { name: /^Voir le tour de/ })
    .first()
    .click();
  await expect(desk.page.getByRole('heading', { name: /^Remarque/ })).toBeVisible();
  await expect(desk.page.getByRole('img', { name: 'Photo de l’étiquette' })).toHaveCount(1);
  expect(eye.found).toEqual([]);
});
