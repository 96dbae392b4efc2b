/** One phone, two people: who signs out leaves nothing to be read but what waits for them, and who comes next sees nothing of it. */
import { note, photo } from './harness/acts.ts';
import type { Phone } from './harness/phone.ts';
import { photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

test.setTimeout(90_000);

/** All that a page can read on this browser: every row of every database, the caches, the two storages, the alerts. */
async function held(phone: Phone): Promise<Record<string, string>> {
  return await phone.page.evaluate(async () => {
    const text = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
      if (Array.isArray(value)) return value.map(text).join(' ');
      if (typeof value === 'object' && value !== null)
        return Object.entries(value)
          .map(([k, v]) => `${k}=${text(v)}`)
          .join(' ');
      return String(value);
    };
    const found: Record<string, string> = { local: JSON.stringify({ ...localStorage }), session: JSON.stringify({ ...sessionStorage }) };
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result as unknown[]);
        });
        found[`${name} ${store}`] = rows.map(text).join('\n');
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url);
        if (!pathname.startsWith('/_next/') && !pathname.startsWith('/icons/') && !pathname.startsWith('/zxing/'))
          found[`cache ${pathname}`] = (await (await cache.match(request))?.text()) ?? '';
      }
    }
    const registration = await navigator.serviceWorker.getRegistration();
    found['alerts'] = ((await registration?.getNotifications()) ?? []).map((one) => `${one.title} ${one.body}`).join('\n');
    return found;
  });
}

const where = (all: Record<string, string>, word: string | RegExp) =>
  Object.entries(all)
    .filter(([, text]) => (typeof word === 'string' ? text.includes(word) : word.test(text)))
    .map(([name]) => name);

async function leaves(phone: Phone): Promise<void> {
  await phone.open('/me');
  await phone.page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
  await expect(phone.page).toHaveURL('/signin');
}

test('qui se déconnecte ne laisse rien à lire, que sa file protégée ; la suivante ne voit rien de lui', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const [karim, mina] = [await house.person('karim'), await house.person('mina')];
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  const word = 'Zqxmot du vestiaire';
  await note(phone.page, word);
  await photo(phone.page, await photoOfFault());
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "TicketPhoto" WHERE "ticketId" = ?', free?.id ?? '')).toBe(1);
  await phone.page.reload();
  await phone.isLoaded();
  await phone.page.evaluate((who) => localStorage.setItem(`relais-filters ${who}`, '[{"name":"Zqxliste"}]'), karim);
  expect(where(await held(phone), word)).toContain(`relais-${karim} documents`);

  // A picture is not for the browser to keep.
  const { hash } = await house.row<{ hash: string }>('SELECT "hash" FROM "TicketPhoto" WHERE "ticketId" = ?', free?.id ?? '');
  await expect.poll(() => house.count('SELECT COUNT(*) AS n FROM "Photo" WHERE "hash" = ?', hash)).toBe(1);
  const kept = await phone.page.evaluate(async (path) => (await fetch(path)).headers.get('cache-control'), `/api/photos/${hash}`);
  expect(kept).toBe('no-store');

  await leaves(phone);
  const after = await held(phone);
  for (const left of [word, 'Zqxliste', 'Benali', 'Karim']) expect([left, where(after, left)]).toEqual([left, []]);
  expect(after[`relais-${karim} documents`]).toBe('');
  expect(after[`relais-${karim} seen`]).toBe('');
  expect(after[`relais-${karim} bytes`]).toBe('');
  expect(after['alerts']).toBe('');
  // Back and forward show nothing of what was there.
  await phone.page.goBack({ waitUntil: 'commit' }).catch(() => null);
  await expect(phone.page.getByText(word)).toHaveCount(0);
  expect((await phone.context.request.get(`${house.url}/api/photos/${hash}`)).status()).toBe(401);

  // Again, with something that has not left: it stays, and only that.
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await phone.context.setOffline(true);
  await note(phone.page, 'Zqxattend son réseau');
  await phone.open('/me');
  await phone.page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
  await phone.page.locator('dialog[open] button.danger').click();
  await expect(phone.page).toHaveURL('/signin');
  await phone.context.setOffline(false);
  const waiting = await held(phone);
  expect(where(waiting, word)).toEqual([]);
  expect(where(waiting, 'Zqxattend')).toEqual([`relais-${karim} outbox`]);

  // Mina takes the phone.
  await phone.signIn('mina');
  await phone.open('/outbox');
  await expect(phone.page.getByText('Zqxattend')).toHaveCount(0);
  const hers = await held(phone);
  expect(where(hers, 'Zqxattend')).toEqual([`relais-${karim} outbox`]);
  expect(
    where(hers, karim).filter(
      (name) => !name.startsWith(`relais-${mina} `) && !name.startsWith('relais-device') && !name.startsWith(`relais-${karim} `),
    ),
  ).toEqual([]);
  await leaves(phone);
  expect(where(await held(phone), 'Mina')).toEqual([]);

  // Karim comes back: it leaves then, as his.
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  await expect(phone.page.getByText('Zqxattend son réseau')).toBeVisible();
  await expect
    .poll(() =>
      house.count(`SELECT COUNT(*) AS n FROM "Event" WHERE "actorId" = ? AND type = 'NoteAdded' AND CAST(data AS TEXT) LIKE '%Zqxattend%'`, karim),
    )
    .toBe(1);
});
