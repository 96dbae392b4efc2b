/** Photos that always arrive: the text goes first, the bytes follow by themselves, and whoever waits for them is told. */
import Database from 'better-sqlite3';
import { note, photo } from './harness/acts.ts';
import type { Phone } from './harness/phone.ts';
import { photoOfFault } from './harness/pictures.ts';
import { outOfPower } from './harness/power.ts';
import { expect, test } from './harness/scene.ts';

/** Everything of photos that this person's database holds here: names of the stores' rows. */
async function photosOnDisk(phone: Phone, person: string): Promise<{ photos: string[]; bytes: string[]; seen: string[] }> {
  return await phone.page.evaluate(async (who) => {
    const request = indexedDB.open(`relais-${who}`);
    const db = await new Promise<IDBDatabase>((done) => {
      request.onsuccess = () => done(request.result);
    });
    const keys = (store: string) =>
      new Promise<string[]>((done) => {
        const asked = db.transaction(store).objectStore(store).getAllKeys();
        asked.onsuccess = () => done(asked.result as string[]);
      });
    const found = { photos: await keys('photos'), bytes: await keys('bytes'), seen: await keys('seen') };
    db.close();
    return found;
  }, person);
}

const shown = (phone: Phone) => phone.page.locator('.thumbs img');
const isDrawn = (phone: Phone) =>
  expect.poll(() => shown(phone).evaluateAll((all) => all.filter((i) => (i as HTMLImageElement).naturalWidth > 100).length));

test('[42] [43] [45] le texte part d’abord ; la photo attendue se dit à tous ; tuée en plein envoi, elle arrive une fois', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const { proxy } = house;
  if (proxy === null) throw new Error('no proxy');
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const [karim, mina] = [scene.phone(house), scene.phone(house)];
  await karim.signIn('karim', { next: `/tickets/${id}` });
  await mina.signIn('mina', { next: `/tickets/${id}` });

  // A line that swallows photos: they leave, and no answer comes.
  proxy.weather = (path, method) => (method === 'PUT' && path.startsWith('/api/photos') ? 'silent' : 'clear');
  await photo(karim.page, await photoOfFault());
  await note(karim.page, 'Écrit pendant que la photo part');
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND "type" = ?', id, 'NoteAdded')).toBe(1);
  const { hash } = await house.row<{ hash: string }>('SELECT "hash" FROM "TicketPhoto" WHERE "ticketId" = ?', id);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Photo" WHERE "hash" = ?', hash)).toBe(0);

  // Everybody is told: whose phone it is on; and its own phone shows it with its mark.
  await mina.page.reload();
  await expect(mina.page.getByText('Pas encore reçue. Elle est sur le téléphone de Karim Benali.')).toBeVisible();
  await expect(mina.page.getByText(/arrivent? pas/)).toHaveCount(0);
  await isDrawn(karim).toBe(1);
  await expect(karim.page.locator('.thumbs .mark.phone')).toHaveText('Sur ce téléphone');

  // Killed in the middle of it, closed for the night, opened again on a line that works.
  await outOfPower(karim, '/', () => {
    proxy.weather = () => 'clear';
  });
  await karim.isLoaded();
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Photo" WHERE "hash" = ?', hash)).toBe(1);
  await mina.page.reload();
  await isDrawn(mina).toBe(1);
  await expect(mina.page.getByText('Pas encore reçue.')).toHaveCount(0);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND "type" = ?', id, 'PhotoStored')).toBe(1);
  await expect.poll(async () => (await photosOnDisk(karim, await house.person('karim'))).photos).toEqual([]);
});

test('une photo vue reste lisible sans réseau, dans la base de la personne seule ; se déconnecter n’en laisse rien', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const [karim, mina] = [scene.phone(house), scene.phone(house)];
  await karim.signIn('karim', { next: `/tickets/${id}` });
  await photo(karim.page, await photoOfFault());
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Photo"')).toBe(1);
  const { hash } = await house.row<{ hash: string }>('SELECT "hash" FROM "TicketPhoto" WHERE "ticketId" = ?', id);
  await mina.signIn('mina', { next: `/tickets/${id}` });
  await isDrawn(mina).toBe(1);
  await expect.poll(async () => (await photosOnDisk(mina, await house.person('mina'))).seen).toEqual([hash]);

  // No server, and a browser that begins again: both still see it.
  await house.stop();
  for (const phone of [karim, mina]) {
    await outOfPower(phone, `/tickets/${id}`);
    await isDrawn(phone).toBe(1);
  }

  await house.start();
  await mina.open('/me');
  await mina.isLoaded();
  await mina.page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(mina.page).toHaveURL('/signin');
  expect(await photosOnDisk(mina, await house.person('mina'))).toEqual({ photos: [], bytes: [], seen: [] });
  // Whoever holds the phone now: neither the browser's cache nor the server gives it.
  const left = await mina.page.evaluate(async (path) => {
    const cached = await fetch(path, { cache: 'only-if-cached', mode: 'same-origin' }).then(
      (r) => r.status,
      () => 'nothing',
    );
    return { cached, asked: (await fetch(path)).status, kept: (await caches.match(path)) === undefined };
  }, `/api/photos/${hash}`);
  expect([504, 'nothing']).toContain(left.cached);
  expect(left).toMatchObject({ asked: 401, kept: true });
});

test('[45] une photo qui n’arrive pas depuis des jours se dit sur le ticket et à son auteur ; rien ne disparaît seul', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const { proxy } = house;
  if (proxy === null) throw new Error('no proxy');
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const karimId = await house.person('karim');
  const karim = scene.phone(house);
  await karim.signIn('karim', { next: `/tickets/${id}` });
  proxy.weather = (path, method) => (method === 'PUT' && path.startsWith('/api/photos') ? 'cut' : 'clear');
  // The server gets it and dies before it is written: as if the phone had been lost on the way.
  await house.stop();
  await photo(karim.page, await photoOfFault());
  proxy.weather = (path, method) => (method === 'PUT' && path.startsWith('/api/photos') ? 'redirect' : 'clear');
  await house.start();
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "TicketPhoto" WHERE "ticketId" = ?', id)).toBe(1);

  // Five days pass.
  const FIVE = 5 * 86_400_000;
  await house.stop();
  const database = new Database(house.databaseUrl.slice('file:'.length));
  const { head } = database.prepare('SELECT "head" FROM "Ticket" WHERE "id" = ?').get(id) as { head: string };
  const ticket = JSON.parse(head) as { photos: { at: number }[] };
  const aged = { ...ticket, photos: ticket.photos.map((p) => ({ ...p, at: p.at - FIVE })) };
  database.prepare('UPDATE "Ticket" SET "head" = ? WHERE "id" = ?').run(JSON.stringify(aged), id);
  database.close();
  await karim.page.evaluate(
    async ({ who, days }) => {
      const request = indexedDB.open(`relais-${who}`);
      const db = await new Promise<IDBDatabase>((done) => {
        request.onsuccess = () => done(request.result);
      });
      const tx = db.transaction('photos', 'readwrite');
      const all = tx.objectStore('photos').getAll();
      all.onsuccess = () => {
        for (const row of all.result as { keptAt: number }[]) tx.objectStore('photos').put({ ...row, keptAt: row.keptAt - days });
      };
      await new Promise((done) => {
        tx.oncomplete = done;
      });
      db.close();
    },
    { who: karimId, days: FIVE },
  );
  await house.start();

  const mina = scene.phone(house);
  await mina.signIn('mina', { next: `/tickets/${id}` });
  await expect(mina.page.getByText('Une photo n’arrive pas')).toBeVisible();
  await expect(mina.page.getByText(/Attendue depuis 5\sj.*Demandez à Karim Benali d’ouvrir Relais/)).toBeVisible();

  await karim.open('/outbox');
  const row = karim.page.locator('.row', { hasText: 'Photo de' });
  await expect(row).toContainText(/Attend depuis 5\sj/);
  // What can be done: a copy of the very bytes, then throwing it away after being asked.
  const download = karim.page.waitForEvent('download');
  await row.getByRole('button', { name: 'Garder une copie' }).click();
  expect((await download).suggestedFilename()).toMatch(/^relais-[0-9a-f]{8}\.jpg$/);
  await row.getByRole('button', { name: 'Jeter' }).click();
  await expect(row.getByRole('alert')).toContainText('Elle n’est nulle part ailleurs.');
  await row.getByRole('button', { name: 'Annuler' }).click();
  await expect(row).toHaveCount(1);

  // The line is mended: it leaves by itself, and everybody's warning with it.
  proxy.weather = () => 'clear';
  await karim.page.getByRole('button', { name: 'Réessayer maintenant' }).click();
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Photo"')).toBe(1);
  await mina.page.reload();
  await isDrawn(mina).toBe(1);
  await expect(mina.page.getByText('Une photo n’arrive pas')).toHaveCount(0);
});
