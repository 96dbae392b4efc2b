/** The line, the server or the browser breaks at the worst instant: what was tapped is there, once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { note } from './harness/acts.ts';
import type { House } from './harness/house.ts';
import { expect, test } from './harness/scene.ts';

/** What carries commands; a hint that somebody writes carries none. */
const isSaying = (path: string, method: string) => method === 'POST' && !path.startsWith('/api/live');

const notes = (house: House, ticket: string) =>
  house.count('SELECT COUNT(*) AS n FROM "Event" WHERE "ticketId" = ? AND "type" = ?', ticket, 'NoteAdded');

test('la réponse se perd après l’enregistrement, puis le courant du serveur est coupé : une seule fois', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${id}` });
  const before = await notes(house, id);
  const { proxy } = house;
  if (proxy === null) throw new Error('no proxy');

  proxy.weather = (path, method) => (isSaying(path, method) ? 'cut' : 'clear');
  await note(phone.page, 'Écrit pendant que la réponse se perd');
  await expect.poll(() => proxy.lost).toBeGreaterThan(0);
  await house.kill();
  // The server had it, and the phone does not know.
  expect(await notes(house, id)).toBe(before + 1);
  await expect(phone.page.locator('.tl .mark').first()).toBeVisible();

  proxy.weather = () => 'clear';
  await house.start();
  await expect(phone.page.locator('.tl .mark')).toHaveCount(0, { timeout: 45_000 });
  await expect(phone.page.getByText('Écrit pendant que la réponse se perd')).toHaveCount(1);
  expect(await notes(house, id)).toBe(before + 1);
});

test('le courant du serveur est coupé à un instant quelconque, trois fois de suite : rien ne manque, rien ne double', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${id}` });
  const before = await notes(house, id);
  for (const [i, wait] of [0, 15, 60].entries()) {
    await note(phone.page, `Coupure ${i}`);
    await sleep(wait);
    await house.kill();
    await house.start();
  }
  await expect(phone.page.locator('.tl .mark')).toHaveCount(0, { timeout: 45_000 });
  expect(await notes(house, id)).toBe(before + 3);
  for (const i of [0, 1, 2]) await expect(phone.page.getByText(`Coupure ${i}`)).toHaveCount(1);
});

test('le téléphone s’éteint pendant l’envoi, avant puis après que le serveur a enregistré : une seule fois', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${id}` });
  // A browser keeps a new cookie in its memory for half a minute: closed once, it has it on its disk.
  await phone.close();
  await phone.open(`/tickets/${id}`);
  await phone.isLoaded();
  const before = await notes(house, id);
  const { proxy } = house;
  if (proxy === null) throw new Error('no proxy');

  for (const [i, weather] of (['silent', 'cut'] as const).entries()) {
    proxy.weather = (path, method) => (isSaying(path, method) ? weather : 'clear');
    await note(phone.page, `Éteint ${i}`);
    await expect(phone.page.getByText('Envoyé…').first()).toBeVisible();
    if (weather === 'cut') await expect.poll(() => notes(house, id)).toBe(before + 2);
    await phone.kill();
    proxy.weather = () => 'clear';
    await phone.open(`/tickets/${id}`);
    await expect(phone.page.getByText(`Éteint ${i}`)).toHaveCount(1);
    await expect(phone.page.locator('.tl .mark')).toHaveCount(0, { timeout: 30_000 });
    expect(await notes(house, id)).toBe(before + 1 + i);
  }
});

test('deux onglets envoient, l’un est rechargé pendant l’envoi : chaque geste une fois, dans l’ordre', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const { proxy } = house;
  if (proxy === null) throw new Error('no proxy');
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${id}` });
  const before = await notes(house, id);
  const second = await phone.tab(`/tickets/${id}`);
  await expect(second.getByText(/^À jour/)).toBeVisible();

  await phone.context.setOffline(true);
  for (const n of [1, 2]) {
    await note(phone.page, `Premier onglet ${n}`);
    await note(second, `Second onglet ${n}`);
  }
  // Each tab shows what the other one wrote, at once.
  for (const page of [phone.page, second]) await expect(page.locator('.tl .mark.phone')).toHaveCount(4);
  proxy.delay = 1200;
  await phone.context.setOffline(false);
  // Whichever tab sends, both say so.
  await expect(phone.page.getByText('Envoyé…').first()).toBeVisible();
  await phone.page.reload();
  await note(second, 'Écrit pendant l’envoi');
  for (const page of [phone.page, second]) await expect(page.locator('.tl .mark')).toHaveCount(0, { timeout: 30_000 });
  expect(await notes(house, id)).toBe(before + 5);

  const sent = await house.rows<{ seq: number; data: string | { text: string } }>(
    'SELECT "seq", "data" FROM "Event" WHERE "ticketId" = ? AND "type" = ? ORDER BY "version" DESC, "ordinal" DESC LIMIT 5',
    id,
    'NoteAdded',
  );
  const seqs = sent.map((s) => Number(s.seq)).reverse();
  expect(seqs).toEqual([1, 2, 3, 4, 5]);
});
