/** "An escalation is not over until somebody has taken it": those who do not answer are passed by, the supervisor is called, and then it is red. */
import AxeBuilder from '@axe-core/playwright';
import { deliverPush, MAY_NOTIFY, signInWithAlerts } from './harness/alerts.ts';
import type { Phone } from './harness/phone.ts';
import { withReceiver } from './harness/receiver.ts';
import { expect } from './harness/scene.ts';
import { change } from './harness/tables.ts';

/** Six seconds instead of five minutes; the rest is what runs anywhere. */
const QUICK = JSON.stringify({ answer: 0.1, critical: 0.1, again: 1, quiet: false });

withReceiver('personne ne répond : le superviseur est appelé, le ticket est rouge, puis quelqu’un le prend', async ({ scene, receiver }) => {
  const house = await scene.house({ settings: { PUSH_TEST_HOST: receiver.host, NODE_EXTRA_CA_CERTS: receiver.caFile } });
  await change(house.databaseUrl, [['UPDATE "Organisation" SET alerts = ?', QUICK]]);
  const [ticket] = await house.freeTickets();
  if (ticket === undefined) throw new Error('the demo has no free ticket');
  const [karim, sofia] = [scene.phone(house), scene.phone(house, { permissions: MAY_NOTIFY })] as [Phone, Phone];
  const bruno = scene.phone(house, { permissions: MAY_NOTIFY, viewport: { width: 1440, height: 900 } });
  await karim.signIn('karim');
  const mail = { sofia: await signInWithAlerts(sofia, 'sofia', receiver), bruno: await signInWithAlerts(bruno, 'bruno', receiver) };
  const story = karim.page.locator('.tl');

  await karim.open(`/tickets/${ticket.id}`);
  await karim.page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await karim.page.getByRole('button', { name: 'Autres' }).click();
  await karim.page.getByRole('button', { name: 'Passer au niveau 2' }).click();
  await karim.page.getByRole('radio', { name: 'Il faut d’autres droits' }).check();
  await karim.page.getByRole('button', { name: 'Passer au niveau 2' }).click();

  await expect(karim.page.getByText(/On cherche quelqu’un depuis/)).toBeVisible();

  // Sofia’s phone shows it; she does not look.
  const [call] = await mail.sofia.arrived(1);
  expect(call?.json).toMatchObject({ k: 'handover', t: ticket.id });
  await deliverPush(sofia, call?.text ?? '');
  const [next, last] = await mail.bruno.arrived(2, 60_000);
  expect([next?.json, last?.json]).toMatchObject([
    { k: 'handover', t: ticket.id },
    { k: 'unanswered', t: ticket.id },
  ]);

  // Nobody: red, first of the desk's queue, and step by step in the story.
  await karim.open(`/tickets/${ticket.id}`);
  await expect(karim.page.getByText(/Personne n’a répondu/)).toBeVisible();
  for (const line of [
    /Appel à prendre le ticket\s: .*Sofia Lemaire/,
    /L’alerte est partie vers l’appareil de Sofia Lemaire/,
    'L’alerte a été montrée à Sofia Lemaire',
    /un mail est envoyé à Sofia Lemaire/,
    /Appel aux superviseurs\s: /,
  ]) {
    await expect(story.getByText(line)).toBeVisible();
  }
  await bruno.open('/tickets');
  await expect(bruno.page.locator('main .row').first().getByText('Sans réponse')).toBeVisible();
  for (const { page } of [bruno, karim]) expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([]);

  await sofia.open(`/tickets/${ticket.id}`);
  await sofia.page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await expect.poll(() => house.ticket(ticket.id)).toMatchObject({ status: 'taken' });
  await karim.open(`/tickets/${ticket.id}`);
  await expect(story.getByText(/Sofia Lemaire\s+a pris/)).toBeVisible();
  await expect(karim.page.getByText(/Personne n’a répondu/)).toHaveCount(0);
  expect(await house.rows(`SELECT state FROM "Chain" WHERE "ticketId" = '${ticket.id}'`)).toEqual([{ state: 'over' }]);
});
