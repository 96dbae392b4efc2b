/** "Mes alertes": what one hears and where, one's devices, and a test that says which part failed and what to do. */
import AxeBuilder from '@axe-core/playwright';
import { deliverPush, MAY_NOTIFY, signInWithAlerts } from './harness/alerts.ts';
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
  await page.screenshot({ path: 'test-results/alerts-refused.png', fullPage: true });

  const before = mailbox.messages.length;
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  const trial = (await mailbox.arrived(before + 1)).at(-1);
  await deliverPush(sofia, trial?.text ?? '');
  await expect(page.getByText(/^Envoyée \d{1,2}\sh\s\d{2}, montrée en \d+\ss\.$/)).toBeVisible();
  await page.screenshot({ path: 'test-results/alerts-good.png', fullPage: true });

  // Blocked in the browser's settings.
  await sofia.prepare(`Object.defineProperty(Notification, 'permission', { get: () => 'denied' })`);
  await sofia.open('/alerts');
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  await expect(page.getByText('Ouvrez les réglages du site', { exact: false })).toBeVisible();
});
