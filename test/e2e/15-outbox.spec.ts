/** "À envoyer": everything that waits is there in words, however old, strange or refused; the icon counts it; the desk finds its code. */
import { note } from './harness/acts.ts';
import type { Phone } from './harness/phone.ts';
import { outOfPower } from './harness/power.ts';
import { expect, test } from './harness/scene.ts';

/** What the app's icon shows; null where it shows nothing. Kept across pages. */
const BADGE = `{
  const say = (n) => { localStorage.setItem('badge', String(n)); return Promise.resolve(); };
  Object.defineProperty(Navigator.prototype, 'setAppBadge', { value: (n) => say(n), configurable: true });
  Object.defineProperty(Navigator.prototype, 'clearAppBadge', { value: () => say(0), configurable: true });
}`;
const badge = (phone: Phone) => phone.page.evaluate(() => Number(localStorage.getItem('badge')));

/** Changes rows of this person's database, as another version or another day would have left them. */
async function onDisk(phone: Phone, person: string, change: { readonly olderBy: number; readonly outbox: unknown[]; readonly refused: unknown[] }) {
  await phone.page.evaluate(
    async ({ who, olderBy, outbox, refused }) => {
      const request = indexedDB.open(`relais-${who}`);
      const db = await new Promise<IDBDatabase>((done) => {
        request.onsuccess = () => done(request.result);
      });
      const tx = db.transaction(['meta', 'outbox', 'refused'], 'readwrite');
      const rows = tx.objectStore('outbox').openCursor();
      rows.onsuccess = () => {
        if (rows.result === null) {
          for (const command of outbox) tx.objectStore('outbox').add({ at: Date.now(), offset: 0, command });
          return;
        }
        rows.result.update({ ...(rows.result.value as object), at: (rows.result.value as { at: number }).at - olderBy });
        rows.result.continue();
      };
      const meta = tx.objectStore('meta').get('meta');
      meta.onsuccess = () => {
        for (const [i, row] of refused.entries())
          tx.objectStore('refused').put({
            origin: (meta.result as { origin: string }).origin,
            seq: 900 + i,
            at: Date.now(),
            name: null,
            because: null,
            ...(row as object),
          });
      };
      await new Promise((done) => {
        tx.oncomplete = done;
      });
      db.close();
    },
    { who: person, ...change },
  );
}

test('[5] [27] vieux, illisible ou refusé pour une raison inconnue : tout est montré, rien ne cache le reste ; l’icône compte ; le code provisoire se retrouve', async ({
  scene,
}) => {
  const house = await scene.house();
  const karim = await house.person('karim');
  const [free] = await house.freeTickets();
  const phone = scene.phone(house);
  await phone.prepare(BADGE);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await house.stop();
  await phone.open('/new');
  await phone.page.getByLabel('Que se passe-t-il').fill('Prise arrachée au mur du couloir');
  await phone.page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.title).toHaveText(/^P-[0-9A-F]{6}$/);
  const code = (await phone.title.textContent()) ?? '';
  const opened = new URL(phone.page.url()).pathname.replace('/tickets/', '');
  // What waits for Karim is counted on the icon as it is on the navigation.
  const waiting = Number.parseInt((await phone.page.locator('.nav .badge').allTextContents())[0] ?? '0', 10);
  await note(phone.page, 'Une note du même jour');
  await expect.poll(() => badge(phone)).toBe(waiting + 2);

  const ticket = free?.id;
  await onDisk(phone, karim, {
    olderBy: 5 * 86_400_000,
    outbox: [{ type: 'teleport', v: 9, ticket, text: 'Des mots d’une autre version' }],
    refused: [
      {
        command: { type: 'resolve', v: 1, ticket, text: 'Refusée demain', resolution: 'permanent', mode: 'on_site' },
        refusal: { code: 'from-the-future' },
      },
      { command: { type: 'teleport', v: 9 }, refusal: { code: 'invalid' } },
    ],
  });
  await outOfPower(phone, '/outbox');
  const { page } = phone;
  await expect(page.getByRole('heading', { name: /^Nouveau ticket\s: Prise arrachée/ })).toBeVisible();
  await expect(page.locator('.row', { hasText: 'Prise arrachée au mur' }).filter({ hasText: `Code provisoire` })).toContainText(code);
  await expect(page.getByText(/Attend depuis 5\sj/)).toHaveCount(2);
  await expect(page.getByText('Rien ne s’efface avec le temps.').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Le serveur n’a pas pu lire cette action. Elle est gardée ici.' })).toHaveCount(2);
  await expect(page.getByText('Refusée demain')).toBeVisible();
  await expect(page.getByText('Refusé par une règle. Vous pouvez garder votre texte en note.')).toBeVisible();
  await expect.poll(() => badge(phone)).toBe(waiting + 5);

  // Back on the network: what is right leaves, what the server does not know comes back with its words and a choice.
  await house.start();
  await expect(
    page
      .locator(`a[href="/tickets/${opened}"]`)
      .getByText(/^Enregistré n°/)
      .first(),
  ).toBeVisible({ timeout: 45_000 });
  const strange = page.locator('.row', { hasText: 'Des mots d’une autre version' });
  await expect(strange.getByRole('button', { name: 'Copier mon texte' })).toBeVisible();
  await expect.poll(() => badge(phone)).toBe(waiting + 3);
  const future = page.locator('.row', { hasText: 'Refusée demain' });
  await future.getByRole('button', { name: 'Garder en note' }).click();
  await expect(future).toHaveCount(0);
  await expect
    .poll(
      async () =>
        (await house.rows<{ data: unknown }>('SELECT "data" FROM "Event" WHERE "type" = ?', 'NoteAdded')).filter((e) =>
          JSON.stringify(e.data).includes('Refusée demain'),
        ).length,
    )
    .toBe(1);
  // Its words begin a new ticket, and stay until that is done.
  await strange.getByRole('button', { name: 'Ouvrir comme nouveau' }).click();
  await expect(page.getByLabel('Que se passe-t-il')).toHaveValue('Des mots d’une autre version');
  await phone.open('/outbox');
  for (let left = 2; left > 0; left -= 1) {
    await page.getByRole('button', { name: 'Jeter', exact: true }).first().click();
    await page.getByRole('alert').getByRole('button', { name: 'Jeter', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Jeter', exact: true })).toHaveCount(left - 1);
  }
  await expect.poll(() => badge(phone)).toBe(waiting);

  // The desk is told "P-…" on the telephone, and has a number by now.
  const { number } = await house.ticket(opened);
  const desk = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
  await desk.signIn('mina', { next: '/tickets' });
  for (const said of [code, code.toLowerCase(), code.replace('P-', ''), number]) {
    await desk.page.getByRole('searchbox').fill(said);
    await expect(desk.page.locator(`a[href="/tickets/${opened}"]`), said).toHaveCount(1);
    await expect(desk.page.locator('[aria-labelledby=queue] a'), said).toHaveCount(1);
  }
});

test('[46] demandé au premier geste seulement ; au-delà de 80 % l’écran le dit, et libérer de la place n’efface rien de ce qui attend', async ({
  scene,
}) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const phone = scene.phone(house);
  await phone.prepare(`{
    const ask = StorageManager.prototype.persist;
    StorageManager.prototype.persist = function () {
      localStorage.setItem('persist', String(1 + Number(localStorage.getItem('persist'))));
      return ask.call(this);
    };
    const estimate = StorageManager.prototype.estimate;
    StorageManager.prototype.estimate = async function () {
      return localStorage.getItem('full') === null ? await estimate.call(this) : { usage: 81, quota: 100 };
    };
  }`);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  const asked = () => phone.page.evaluate(() => Number(localStorage.getItem('persist')));
  expect(await asked()).toBe(0);
  await note(phone.page, 'Premier geste');
  await expect.poll(asked).toBe(1);
  await note(phone.page, 'Deuxième');
  await expect(phone.page.getByText('Deuxième')).toBeVisible();
  expect(await asked()).toBe(1);
  await phone.open('/me');
  await expect(phone.page.getByText('Le navigateur pourrait effacer. Installez Relais pour l’éviter.')).toBeVisible();

  await house.stop();
  await phone.open(`/tickets/${free?.id}`);
  await note(phone.page, 'En attente');
  await phone.page.evaluate(() => localStorage.setItem('full', 'yes'));
  for (const path of ['/', '/outbox']) {
    await phone.open(path);
    await expect(phone.page.getByText('Ce téléphone est presque plein. Les photos pourraient ne plus être gardées.'), path).toBeVisible();
  }
  await phone.page.getByRole('button', { name: 'Libérer de la place' }).click();
  await expect(phone.page.getByRole('heading', { name: /^Note sur/ })).toBeVisible();
  await phone.page.evaluate(() => localStorage.removeItem('full'));
  await phone.open('/');
  await expect(phone.page.getByText('À prendre ici')).toBeVisible();
  await expect(phone.page.getByText('presque plein')).toHaveCount(0);
});
