/** The relay passes between levels, and the phone of the one who is waited for says so. */
import { other, pass, take } from './harness/acts.ts';
import { Alerts, startPushService } from './harness/push.ts';
import { expect, test } from './harness/scene.ts';

const HANDOVER = 'On vous passe le relais';

test('niveau 1 passe au niveau 2 : l’alerte est montrée, un toucher prend le ticket ; sur place : le correspondant est alerté', async ({ scene }) => {
  const service = await startPushService();
  const house = await scene.house({ settings: service.settings });
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const [karim, sofia] = [scene.phone(house, { permissions: ['notifications'] }), scene.phone(house, { permissions: ['notifications'] })];
  const [hisAlerts, herAlerts] = [await Alerts.of(karim, service), await Alerts.of(sofia, service)];
  await karim.signIn('karim', { next: `/tickets/${id}` });
  await sofia.signIn('sofia', { next: '/alerts' });
  await expect(sofia.page.getByText('Ce téléphone reçoit vos alertes.')).toBeVisible();
  await expect.poll(() => hisAlerts.isSubscribed).toBe(true);

  await take(karim.page);
  await pass(karim.page, 'Passer au niveau 2', 'J’ai changé le câble, rien n’y fait. Voir M. Durand.');
  const [pushed] = await herAlerts.subscriber.arrived(1, 10_000);
  expect(service.receiver.faults).toEqual([]);
  expect(pushed?.urgency).toBe('high');
  expect(pushed?.json).toMatchObject({ k: 'handover', t: id });
  // Nothing of anybody leaves through a push service.
  expect(pushed?.text).not.toMatch(/karim|benali|durand|câble|sofia|lemaire/i);

  await herAlerts.deliver(pushed?.text ?? '');
  const { seen, after } = await herAlerts.waitFor(id, 2000);
  expect(seen).toMatchObject({ title: HANDOVER, actions: ['Prendre en charge'] });
  expect(after).toBeLessThan(2000);
  await expect.poll(async () => (await house.events(id)).filter((e) => e.type === 'AlertTraced').length).toBe(1);

  await herAlerts.touch(id, 'take');
  await expect.poll(async () => (await house.ticket(id)).assignee).toBe(await house.person('sofia'));
  await expect(sofia.page).toHaveURL(`/tickets/${id}`);
  await karim.page.reload();
  await expect(karim.page.getByText('L’alerte a été montrée à Sofia Lemaire')).toBeVisible();
  await expect(karim.page.locator('.tl').getByText('Sofia Lemaire a ouvert l’alerte')).toBeVisible();
  await expect(karim.page.locator('.tl').getByText(/Sofia Lemaire a pris (en charge|le relais|votre relais)/)).toBeVisible();

  // Hands are needed on site: it comes back to the correspondents.
  await pass(sofia.page, 'Envoyer quelqu’un sur place', 'La carte est à changer.');
  const back = (await hisAlerts.subscriber.arrived(hisAlerts.subscriber.messages.length + 1, 10_000)).at(-1);
  expect(back?.json).toMatchObject({ k: 'handover', t: id });
  await hisAlerts.deliver(back?.text ?? '');
  expect((await hisAlerts.waitFor(id, 2000)).seen).toMatchObject({ title: HANDOVER, actions: ['Prendre en charge'] });
  await hisAlerts.touch(id, 'take');
  await expect.poll(async () => (await house.ticket(id)).assignee).toBe(await house.person('karim'));
  expect(await house.ticket(id)).toMatchObject({ status: 'taken' });
  await service.receiver.close();
});

test('serveur arrêté à l’arrivée de l’alerte : montrée en moins de 2 s, le toucher attend son tour et part seul', async ({ scene }) => {
  const service = await startPushService();
  const house = await scene.house({ settings: service.settings });
  const [free] = await house.freeTickets();
  const id = free?.id ?? '';
  const [karim, sofia] = [scene.phone(house), scene.phone(house, { permissions: ['notifications'] })];
  const alerts = await Alerts.of(sofia, service);
  await sofia.signIn('sofia');
  await expect.poll(() => alerts.isSubscribed).toBe(true);
  await karim.signIn('karim', { next: `/tickets/${id}` });
  const sheet = await other(karim.page, 'Passer au niveau 2');
  // A reason is asked for, in a sentence, under its question.
  await sheet.locator('button[type=submit]').click();
  await expect(sheet.getByText('Choisissez une réponse.')).toBeVisible();
  await sheet.locator('input[name=reason]').first().check({ force: true });
  await sheet.locator('button[type=submit]').click();
  const [pushed] = await alerts.subscriber.arrived(1, 10_000);

  await house.stop();
  const began = performance.now();
  await alerts.deliver(pushed?.text ?? '');
  await alerts.waitFor(id, 2000);
  expect(performance.now() - began).toBeLessThan(2000);
  await alerts.touch(id, 'take');
  await sofia.open('/outbox');
  await expect(sofia.page.locator('.row', { hasText: 'Sur ce téléphone' })).toHaveCount(1);

  await house.start();
  await expect.poll(async () => (await house.ticket(id)).assignee, { timeout: 45_000 }).toBe(await house.person('sofia'));
  await service.receiver.close();
});
