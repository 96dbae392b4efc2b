/** The baton passes to the next level and back: a push that names nobody, on the other's lock screen, answered with one touch. */
import type { Receiver } from '#test/push/receiver.ts';
import { deliverPush, MAY_NOTIFY, notificationsOf, signInWithAlerts, touchNotification } from './harness/alerts.ts';
import type { House } from './harness/house.ts';
import type { Phone } from './harness/phone.ts';
import { withReceiver } from './harness/receiver.ts';
import { expect } from './harness/scene.ts';

const WHY = 'La carte réseau est morte, il faut les droits du commutateur.';
/** ms; the browser shows a notice of its own after that. */
const SOON = 2_000;

const settings = (receiver: Receiver) => ({ PUSH_TEST_HOST: receiver.host, NODE_EXTRA_CA_CERTS: receiver.caFile });

/** Takes a ticket, and passes it on by the sheet. */
async function escalates(phone: Phone, ticket: string, { isTaken = false } = {}): Promise<void> {
  const { page } = phone;
  await phone.open(`/tickets/${ticket}`);
  if (!isTaken) await page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await expect(page.getByText(/^Pris en charge/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Autres' }).click();
  await page.getByRole('button', { name: 'Passer au niveau 2' }).click();
  await page.getByRole('radio', { name: 'Il faut d’autres droits' }).check();
  await page.getByLabel('Précisions').fill(WHY);
  await page.getByRole('button', { name: 'Passer au niveau 2' }).click();
  await expect(page.getByText('Escaladé au niveau 2').first()).toBeVisible();
}

/** Nothing in a message says who, or what anybody wrote. */
async function expectNobodyNamed(house: House, text: string): Promise<void> {
  const people = await house.rows<{ givenName: string; familyName: string; login: string; id: string }>(
    'SELECT "givenName", "familyName", "login", "id" FROM "Person"',
  );
  for (const secret of [WHY, ...people.flatMap((p) => [p.givenName, p.familyName, p.login, p.id])]) {
    expect(new RegExp(`(?<![a-z0-9])${secret}(?![a-z0-9])`, 'i').test(text), `${secret} in ${text}`).toBe(false);
  }
}

async function expectNothingPersonal(house: House, text: string): Promise<void> {
  await expectNobodyNamed(house, text);
  expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['c', 'd', 'k', 'l', 'n', 'o', 'r', 't', 'v']);
}

/** Delivers and measures from there to the lock screen, ms. */
async function shownAfter(phone: Phone, text: string): Promise<number> {
  const from = await deliverPush(phone, text);
  await expect.poll(async () => (await notificationsOf(phone)).length, { intervals: [50] }).toBe(1);
  return ((await notificationsOf(phone))[0]?.at ?? Number.NaN) - from;
}

const takenBy = (house: House, ticket: string, person: string) =>
  house.events(ticket).then((events) => events.filter((e) => e.type === 'OwnershipTaken' && e.by === person).length);

withReceiver('le relais passe au niveau 2, l’alerte le dit, un toucher le prend ; puis il revient sur place', async ({ scene, receiver }) => {
  const house = await scene.house({ settings: settings(receiver) });
  const [ticket] = await house.freeTickets();
  if (ticket === undefined) throw new Error('the demo has no free ticket');
  const [karim, mina, sofia] = [0, 1, 2].map(() => scene.phone(house, { permissions: MAY_NOTIFY })) as [Phone, Phone, Phone];
  const mail = {
    karim: await signInWithAlerts(karim, 'karim', receiver),
    mina: await signInWithAlerts(mina, 'mina', receiver),
    sofia: await signInWithAlerts(sofia, 'sofia', receiver),
  };
  const sofiaId = await house.person('sofia');

  await escalates(karim, ticket.id);
  const [call] = await mail.sofia.arrived(1);
  if (call === undefined) throw new Error('no push');
  expect(call.json).toMatchObject({ v: 1, k: 'handover', t: ticket.id, o: ticket.number, l: 'fr' });
  expect(call.urgency).toBe('high');
  await expectNothingPersonal(house, call.text);
  expect(await house.ticket(ticket.id)).toMatchObject({ status: 'escalated', level: 2, assignee: null });

  expect(await shownAfter(sofia, call.text)).toBeLessThan(SOON);
  const [shown] = await notificationsOf(sofia);
  expect(shown).toMatchObject({ title: 'On vous passe le relais', actions: [{ action: 'take', title: 'Prendre en charge' }] });
  expect(shown?.body).toMatch(/À prendre en charge\.$/);
  await expectNobodyNamed(house, shown?.body ?? '');
  await touchNotification(sofia, 'take');
  await expect.poll(() => house.ticket(ticket.id)).toMatchObject({ status: 'taken', assignee: sofiaId });
  expect(await takenBy(house, ticket.id, sofiaId)).toBe(1);
  // The open window was brought to the ticket.
  await expect(sofia.title).toHaveText(`N° ${ticket.number}`);
  await expect(sofia.page.locator('.tl').getByText(/Vous\s+avez pris/)).toBeVisible();

  await karim.open(`/tickets/${ticket.id}`);
  const story = karim.page.locator('.tl');
  await expect(story.getByText('L’alerte a été montrée à Sofia Lemaire')).toBeVisible();
  await expect(story.getByText(/Sofia Lemaire\s+a ouvert l’alerte/)).toBeVisible();
  await expect(story.getByText(/Sofia Lemaire\s+a pris/)).toBeVisible();

  // And back to hands on site.
  const before = { karim: mail.karim.messages.length, mina: mail.mina.messages.length };
  await sofia.page.getByRole('button', { name: 'Autres' }).click();
  await sofia.page.getByRole('button', { name: 'Envoyer quelqu’un sur place' }).click();
  await sofia.page.getByRole('radio', { name: 'Impossible à distance' }).check();
  await sofia.page.getByRole('button', { name: 'Envoyer quelqu’un sur place' }).click();
  await expect(sofia.page.getByText('Escaladé : quelqu’un sur place').first()).toBeVisible();
  for (const who of ['karim', 'mina'] as const) {
    const last = (await mail[who].arrived(before[who] + 1)).at(-1);
    expect(last?.json, who).toMatchObject({ k: 'handover', t: ticket.id });
    await expectNothingPersonal(house, last?.text ?? '');
  }
  await shownAfter(mina, mail.mina.messages.at(-1)?.text ?? '');
  expect((await notificationsOf(mina))[0]).toMatchObject({ actions: [{ action: 'take' }] });
  await touchNotification(mina, '');
  await expect(mina.title).toHaveText(`N° ${ticket.number}`);
  // Touched, not taken.
  expect(await house.ticket(ticket.id)).toMatchObject({ status: 'escalated', assignee: null });
});

/** Between delivery and the tap the server is gone, or hangs: the alert is shown, the tap is kept. */
withReceiver(
  'le serveur s’arrête ou se tait : l’alerte est montrée en moins de 2 s, « Prendre en charge » attend et part seul',
  async ({ scene, receiver }) => {
    const house = await scene.house({ settings: settings(receiver), proxied: true });
    const [first, second] = await house.freeTickets();
    if (first === undefined || second === undefined) throw new Error('the demo has too few free tickets');
    const karim = scene.phone(house);
    const sofia = scene.phone(house, { permissions: MAY_NOTIFY });
    await karim.signIn('karim');
    const mailbox = await signInWithAlerts(sofia, 'sofia', receiver);
    const sofiaId = await house.person('sofia');
    await escalates(karim, first.id);
    await escalates(karim, second.id);
    const calls = await mailbox.arrived(2);
    const callOf = (ticket: string) => calls.find((c) => c.json['t'] === ticket)?.text ?? '';

    await house.stop();
    expect(await shownAfter(sofia, callOf(first.id))).toBeLessThan(SOON);
    await touchNotification(sofia, 'take');
    await sofia.open('/outbox');
    await expect(sofia.page.locator('.row', { hasText: 'Prendre en charge' }).filter({ hasText: 'Sur ce téléphone' })).toHaveCount(1);
    expect(await takenBy(house, first.id, sofiaId)).toBe(0);
    await house.start();
    await expect.poll(() => house.ticket(first.id), { timeout: 45_000 }).toMatchObject({ status: 'taken', assignee: sofiaId });
    expect(await takenBy(house, first.id, sofiaId)).toBe(1);

    // A line that swallows everything is worse than none.
    if (house.proxy !== null) house.proxy.weather = () => 'silent';
    expect(await shownAfter(sofia, callOf(second.id))).toBeLessThan(SOON);
    if (house.proxy !== null) house.proxy.weather = () => 'clear';
  },
);

withReceiver('« Tester mes alertes » dit en mots ce qui s’est passé', async ({ scene, receiver }) => {
  const house = await scene.house({ settings: settings(receiver) });
  const sofia = scene.phone(house, { permissions: MAY_NOTIFY });
  const mailbox = await signInWithAlerts(sofia, 'sofia', receiver);
  const { page } = sofia;
  await expect(page.getByText('Aucune alerte montrée encore')).toBeVisible();
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  await expect(page.getByText('Essai envoyé, on attend ce téléphone…')).toBeVisible();
  const [trial] = await mailbox.arrived(1);
  await deliverPush(sofia, trial?.text ?? '');
  await expect(page.getByText(/^Envoyée \d{1,2}\sh\s\d{2}, montrée en \d+\ss\.$/)).toBeVisible();
  expect((await notificationsOf(sofia))[0]).toMatchObject({ title: 'Essai d’alerte réussi', actions: [] });
  await expect(page.getByText(/^Alerte montrée /)).toBeVisible();

  // The browser unsubscribed: the push service says so, and so does the screen. The app may have subscribed anew meanwhile, by itself.
  const devices = await house.rows<{ id: string }>('SELECT "id" FROM "Subscription"');
  expect(devices).toHaveLength(1);
  const [gone] = devices;
  mailbox.leave();
  await page.getByRole('button', { name: 'Tester mes alertes' }).click();
  await expect(page.getByText('Aucun de vos appareils n’a pu être joint.')).toBeVisible();
  await expect.poll(() => house.rows<{ id: string }>('SELECT "id" FROM "Subscription"')).not.toContainEqual(gone);
});
