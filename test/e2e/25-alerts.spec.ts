/** "Mes alertes": what one hears and where, one's devices, and a test that says which part failed and what to do. */
import AxeBuilder from '@axe-core/playwright';
import { take } from './harness/acts.ts';
import { deliverPush, MAY_NOTIFY, notificationsOf, signInWithAlerts, touchNotification } from './harness/alerts.ts';
import { withReceiver } from './harness/receiver.ts';
import { expect } from './harness/scene.ts';

withReceiver('on choisit ce que l’appareil dit ; l’essai dit ce qui bloque', async ({ scene, receiver }) => {
  const house = await scene.house({ settings: { PUSH_TEST_HOST: receiver.host, NODE_EXTRA_CA_CERTS: receiver.caFile } });
  const sofia = scene.phone(house, { permissions: MAY_NOTIFY });
  const mailbox = await signInWithAlerts(sofia, 'sofia', receiver);
  const { page } = sofia;
  const here = page.getByRole('region', { name: 'Alertes de cet appareil' });
  const calls = here.getByRole('switch', { name: 'Tickets à prendre' });
  const choices = () => house.rows<{ topic: string }>('SELECT topic FROM "AlertChoice"');

  await expect(page.getByRole('region', { name: 'Par mail' })).toBeVisible();
  await calls.click();
  await expect(calls).toHaveAttribute('aria-checked', 'false');
  await expect.poll(choices).toEqual([{ topic: 'calls' }]);
  await sofia.open('/alerts');
  await expect(calls).toHaveAttribute('aria-checked', 'false');
  await expect(here.getByRole('switch', { name: 'Rendez-vous' })).toHaveAttribute('aria-checked', 'true');

  // With no network nothing changes, and it is said.
  await page.context().setOffline(true);
  await calls.click();
  await expect(page.getByText('Votre choix n’est pas gardé.')).toBeVisible();
  expect(await choices()).toHaveLength(1);
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  await expect(page.getByText('Pas de réseau.')).toBeVisible();
  await page.context().setOffline(false);

  receiver.answerNext({ status: 403 });
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  await expect(page.getByText('Le service d’alertes a refusé l’essai.')).toBeVisible();
  await expect(page.getByText('réponse 403')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);

  const before = mailbox.messages.length;
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  const trial = (await mailbox.arrived(before + 1)).at(-1);
  await deliverPush(sofia, trial?.text ?? '');
  await expect(page.getByText(/^Envoyée \d{1,2}\sh\s\d{2}, montrée en \d+\ss\.$/)).toBeVisible();

  // Blocked in the browser's settings.
  await sofia.prepare(`Object.defineProperty(Notification, 'permission', { get: () => 'denied' })`);
  await sofia.open('/alerts');
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  await expect(page.getByText('Ouvrez les réglages du site', { exact: false })).toBeVisible();
});

/** A call as the server words it, for a ticket of the demonstration. */
const callFor = (ticket: { id: string; number: string }, n: number) =>
  JSON.stringify({
    ...{ v: 1, n: `00000009-0000-7000-8000-00000000000${n}`, d: '00000009-0000-7000-8000-000000000009' },
    ...{ t: ticket.id, k: 'handover', o: ticket.number, r: `Salle ${n}`, c: 'display', l: 'fr' },
  });

withReceiver(
  'un appel auquel un autre a répondu quitte l’écran ; une alerte montrée à quelqu’un d’autre ne prend rien',
  async ({ scene, receiver }) => {
    const house = await scene.house({ settings: { PUSH_TEST_HOST: receiver.host, NODE_EXTRA_CA_CERTS: receiver.caFile } });
    const [first, second] = await house.freeTickets();
    if (first === undefined || second === undefined) throw new Error('the demo has too few free tickets');
    const [sofia, karim] = [scene.phone(house, { permissions: MAY_NOTIFY }), scene.phone(house)];
    await signInWithAlerts(sofia, 'sofia', receiver);
    await karim.signIn('karim', { next: `/tickets/${first.id}` });
    await deliverPush(sofia, callFor(first, 1));
    await expect.poll(async () => (await notificationsOf(sofia)).length).toBe(1);
    await take(karim.page);
    await expect.poll(async () => (await house.ticket(first.id)).assignee).not.toBeNull();
    // The next contact, whatever brings it.
    await deliverPush(sofia, callFor(second, 2));
    await expect.poll(async () => (await notificationsOf(sofia)).map((n) => n.body)).toEqual([expect.stringContaining('Salle 2')]);

    // Sofia's alert is still there when somebody else's session has begun on this phone.
    await sofia.page.evaluate(async () => {
      const open = indexedDB.open('relais-device');
      const db = await new Promise<IDBDatabase>((done) => {
        open.onsuccess = () => done(open.result);
      });
      const tx = db.transaction('device', 'readwrite');
      const store = tx.objectStore('device');
      const held = store.get('device');
      held.onsuccess = () => store.put({ ...(held.result as object), person: '00000009-0000-7000-8000-000000000001' }, 'device');
      await new Promise((done) => {
        tx.oncomplete = done;
      });
      db.close();
    });
    await touchNotification(sofia, 'take');
    await expect.poll(async () => (await notificationsOf(sofia)).length).toBe(0);
    expect((await house.ticket(second.id)).assignee).toBeNull();
  },
);

withReceiver('qui mène l’équipe voit qui n’est pas joignable', async ({ scene, receiver }) => {
  const house = await scene.house({ settings: { PUSH_TEST_HOST: receiver.host, NODE_EXTRA_CA_CERTS: receiver.caFile } });
  const sofia = scene.phone(house, { permissions: MAY_NOTIFY });
  await signInWithAlerts(sofia, 'sofia', receiver);
  const lead = scene.phone(house, { isDesktop: true, viewport: { width: 1440, height: 900 } });
  await lead.signIn('admin');
  await lead.open('/admin/people');
  const { page } = lead;
  const rows = page.locator('.officerow');
  await expect(rows.filter({ hasText: 'Sofia' })).toHaveCount(1);
  const all = await rows.count();
  await page.getByRole('button', { name: 'Sans appareil joignable' }).click();
  await expect.poll(() => rows.count()).toBeLessThan(all);
  await expect(rows.filter({ hasText: 'Karim' })).toContainText('Aucun appareil n’entend ses alertes');
  await expect(rows.filter({ hasText: 'Sofia' })).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});
