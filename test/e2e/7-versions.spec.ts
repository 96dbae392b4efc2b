/** A page of yesterday's build, with work that waits, meets today's server. */
import { readFileSync } from 'node:fs';
import { note, other, photo, take } from './harness/acts.ts';
import { buildNextVersion, NEW_TITLE } from './harness/next-build.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

test.setTimeout(300_000);

test('page d’une ancienne version, file pleine, serveur de la nouvelle : tout part ; la mise à jour attend qu’on n’écrive plus', async ({
  scene,
}) => {
  const building = buildNextVersion();
  const house = await scene.house({ proxied: true });
  const [free] = await house.freeTickets();
  const thing = await house.asset({ withTicket: false });
  const karim = await house.person('karim');
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${id}` });
  const { page } = phone;
  await house.stop();

  // A full outbox, then words that are not submitted.
  await take(page);
  await note(page, 'Écrit sur l’ancienne version');
  await page.evaluate((path) => history.pushState(null, '', path) ?? dispatchEvent(new PopStateEvent('popstate')), `/new?asset=${thing.id}`);
  await page.locator('input[name=symptom] >> nth=0').check({ force: true });
  await page.getByTestId('photo').setInputFiles(await photoOfFault());
  await expect(page.getByRole('button', { name: 'Retirer la photo 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.title).toHaveText(/^P-/);
  const mine = new URL(page.url()).pathname.replace('/tickets/', '');

  // A shape that an older version of the app had left there, byte for byte.
  const shapes = JSON.parse(readFileSync('test/fixtures/commands/v1.json', 'utf8')) as Record<string, object>;
  await page.evaluate(
    async ({ who, command }) => {
      const request = indexedDB.open(`relais-${who}`);
      const db = await new Promise<IDBDatabase>((done) => {
        request.onsuccess = () => done(request.result);
      });
      const tx = db.transaction('outbox', 'readwrite');
      tx.objectStore('outbox').add({ at: Date.now(), offset: 0, command });
      await new Promise((done) => {
        tx.oncomplete = done;
      });
      db.close();
    },
    { who: karim, command: { ...shapes['note'], ticket: id, text: 'D’une version encore plus ancienne' } },
  );

  house.project = await building;
  await house.start();
  await expect(phone.title).toHaveText(/^N°/, { timeout: 60_000 });
  await expect.poll(async () => (await house.ticket(id)).assignee).toBe(karim);
  const written = await house.rows<{ data: unknown }>('SELECT "data" FROM "Event" WHERE "ticketId" = ? AND "type" = ?', id, 'NoteAdded');
  for (const text of ['Écrit sur l’ancienne version', 'D’une version encore plus ancienne'])
    expect(
      written.filter((w) => JSON.stringify(w.data).includes(text)),
      text,
    ).toHaveLength(1);
  await expect
    .poll(() => house.count('SELECT COUNT(*) AS n FROM "TicketPhoto" p JOIN "Photo" f ON f."hash" = p."hash" WHERE p."ticketId" = ?', mine))
    .toBe(1);
  // The old page's action is unknown there: it was said by the route.
  expect(house.proxy?.passed.filter((line) => line === 'POST /api/sync 200').length).toBeGreaterThan(0);

  // The new version is offered, not while something is typed.
  const sheet = await other(page, 'Écrire une note');
  await sheet.getByLabel('Votre note').fill('En train d’écrire');
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state === 'installed');
  await expect(page.getByText('Nouvelle version prête.')).toHaveCount(0);
  await sheet.locator('button[type=submit]').click();
  await page.goto(house.url);
  await expect(phone.title).toHaveText('Aujourd’hui');
  await page.getByRole('button', { name: 'L’installer' }).click();
  await expect(phone.title).toHaveText(NEW_TITLE);
  await phone.isLoaded();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? null)).toBeNull();
});

test('[37] téléphone trop ancien pour le serveur : il le dit, garde tout, se met à jour et tout part une fois', async ({ scene }) => {
  const building = buildNextVersion({ apart: true });
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const karim = await house.person('karim');
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${id}` });
  const { page } = phone;
  await house.stop();
  await take(page);
  await note(page, 'Avant que le serveur ne parle autrement');
  await photo(page, await photoOfFault());
  const sheet = await other(page, 'Mettre en attente');
  await sheet.locator('textarea').fill('Pas encore fini');
  await page.waitForTimeout(600);
  await page.keyboard.press('Escape');

  house.project = await building;
  await house.start();
  await phone.open('/outbox');
  // It says so, and nothing has moved: neither here nor there.
  await expect(page.getByText('Cette version est trop ancienne.').first()).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText('Installez la nouvelle pour envoyer ; rien n’est perdu.').first()).toBeVisible();
  await expect(page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(3);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND "actorId" = ? AND "type" = ?', id, karim, 'NoteAdded')).toBe(
    0,
  );

  // The new one is looked for at once, not at the next hour; installed by a tap, it sends everything.
  await page
    .locator('main')
    .getByRole('button', { name: 'L’installer' })
    .or(page.getByRole('button', { name: 'L’installer' }))
    .first()
    .click({ timeout: 60_000 });
  await expect(page.getByText('Cette version est trop ancienne.')).toHaveCount(0, { timeout: 60_000 });
  await expect.poll(async () => (await house.ticket(id)).assignee, { timeout: 45_000 }).toBe(karim);
  await expect
    .poll(() => house.count('SELECT COUNT(*) AS n FROM "TicketPhoto" p JOIN "Photo" f ON f."hash" = p."hash" WHERE p."ticketId" = ?', id))
    .toBe(1);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND "actorId" = ? AND "type" = ?', id, karim, 'NoteAdded')).toBe(
    1,
  );
  // What was begun is there too.
  await phone.open(`/tickets/${id}`);
  await expect(page.locator('.note', { hasText: 'Pas encore fini' })).toBeVisible();
});

test('[38] un vieil onglet cède la base à une version plus neuve, le dit, et ce qui y était écrit est gardé', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const karim = await house.person('karim');
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await take(phone.page);
  const sheet = await other(phone.page, 'Mettre en attente');
  await sheet.locator('textarea').fill('En plein milieu d’une phra');
  await phone.page.waitForTimeout(600);
  await phone.isLoaded();

  // Another window begins the next version: its database is asked for, and nothing holds it up.
  const newer = await phone.tab('/signin');
  const { ms, drafts, outbox } = await newer.evaluate(async (who) => {
    const began = performance.now();
    const version = (await indexedDB.databases()).find(({ name }) => name === `relais-${who}`)?.version ?? 0;
    const request = indexedDB.open(`relais-${who}`, version + 1);
    const db = await new Promise<IDBDatabase>((done) => {
      request.onsuccess = () => done(request.result);
    });
    const asked = db.transaction(['drafts', 'outbox']);
    const [words, waiting] = [asked.objectStore('drafts').getAll(), asked.objectStore('outbox').count()];
    await new Promise((done) => {
      asked.oncomplete = done;
    });
    db.close();
    return { ms: performance.now() - began, drafts: JSON.stringify(words.result), outbox: waiting.result };
  }, karim);
  expect(ms).toBeLessThan(3_000);
  expect(drafts).toContain('En plein milieu d’une phra');
  expect(outbox).toBe(0);
  await expect(phone.page.getByText('Une autre fenêtre de Relais a commencé la mise à jour.')).toBeVisible();
  // The old code cannot open what the new one made: it says that, and not that the browser keeps nothing.
  await phone.page.getByRole('button', { name: 'Recharger' }).click();
  await expect(phone.page.getByRole('heading', { name: 'Nouvelle version prête.' })).toBeVisible();
  await expect(phone.page.getByText('bloque le stockage')).toHaveCount(0);
});
