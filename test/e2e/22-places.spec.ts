/** What is told of a place: announcements, outages that are known, who is there and who is on call. Written in the office, read without a network. */
import { Eye } from './harness/eye.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;

test('une annonce écrite au bureau est sur un téléphone sans réseau, jusqu’à ce qu’on l’ait lue', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('bruno', { next: '/me' });
  await desk.page.getByRole('link', { name: 'Astreintes, présences, annonces' }).click();
  await expect(desk.page.getByRole('heading', { name: 'Astreintes', level: 1 })).toBeVisible();
  // The accounts are not a supervisor’s.
  await expect(desk.page.getByRole('link', { name: 'Personnes' })).toHaveCount(0);
  await desk.page.getByRole('link', { name: 'Annonces' }).click();
  await desk.page.getByLabel('Texte').fill('Coupure d’électricité ce soir à 18 h. Éteignez les postes.');
  await desk.page.getByLabel('De quoi s’agit-il ?').selectOption('trouble');
  await desk.page.getByRole('button', { name: 'Publier' }).click();
  await expect(desk.page.getByText('L’annonce est publiée.')).toBeVisible();
  const eye = new Eye();
  await eye.look(desk.page, '/admin/announcements', 'corners');

  const claire = scene.phone(house);
  await claire.signIn('claire');
  await claire.context.setOffline(true);
  await claire.open('/');
  const said = claire.page.getByText('Coupure d’électricité ce soir à 18 h.');
  await expect(said).toBeVisible();
  await eye.look(claire.page, '/, announced', 'corners');
  await claire.page.getByRole('button', { name: /^J’ai lu/ }).click();
  await expect(said).toHaveCount(0);
  await claire.open('/');
  await expect(claire.title).toBeVisible();
  await expect(said).toHaveCount(0);
  expect(eye.found).toEqual([]);
});

test('une panne déjà connue : « Moi aussi », sans réseau, en place d’un second ticket', async ({ scene }) => {
  const house = await scene.house();
  const claire = scene.phone(house);
  await claire.signIn('claire', { next: '/down' });
  await claire.page.getByRole('button', { name: 'Prévenir : réseau HS' }).click();
  await expect(claire.page.getByText('C’est déjà signalé')).toBeVisible();
  const down = `SELECT head FROM "Ticket" WHERE head LIKE '%site_down%'`;
  await expect.poll(async () => (await house.rows(down)).length).toBe(1);
  const before = await house.count('SELECT COUNT(*) AS n FROM "Ticket"');

  const paul = scene.phone(house);
  await paul.signIn('paul');
  const known = paul.page.getByText(/^Panne déjà connue\s: Tout le réseau du site, depuis \d+\smin\.$/).first();
  await expect(known).toBeVisible();
  const eye = new Eye();
  await eye.look(paul.page, '/, known outage', 'corners');
  await paul.context.setOffline(true);
  await paul.open('/new');
  await expect(known).toBeVisible();
  await eye.look(paul.page, '/new, known outage', 'corners');
  await paul.page.getByRole('button', { name: 'Moi aussi' }).first().click();
  await expect(paul.page.getByText('Noté. Vous suivez cette panne.')).toBeVisible();
  await expect(paul.page.getByText('Pannes que je suis')).toBeVisible();
  await paul.context.setOffline(false);
  const joined = async () => JSON.parse(String((await house.row(down))['head'])).affected as unknown;
  await expect.poll(joined, { timeout: 30_000 }).toEqual([await house.person('paul')]);
  expect(await house.count('SELECT COUNT(*) AS n FROM "Ticket"')).toBe(before);
  expect(eye.found).toEqual([]);
});

test('absence et astreinte notées au bureau : le collègue les lit sans réseau, avec qui appeler', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('bruno', { next: '/' });
  await desk.open('/admin/presence');
  const { page } = desk;
  await page.getByLabel('Établissement').selectOption({ label: 'Lycée Jean-Zay' });
  await page.getByRole('button', { name: 'Noter une absence de Mina Diallo' }).click();
  await page.getByLabel('Qui appeler à la place ?').selectOption({ label: 'Karim Benali' });
  const eye = new Eye();
  await eye.look(page, '/admin/presence, asked', 'corners');
  await page.getByRole('button', { name: 'Garder' }).click();
  await expect(page.getByText('L’absence de Mina Diallo est notée.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Lycée Jean-Zay, 1 absent' })).toBeVisible();
  await expect(page.locator('li', { hasText: 'Mina Diallo' })).toContainText('à la place : Karim Benali');

  await page.getByRole('link', { name: 'Astreintes' }).click();
  await page.getByLabel('Pour quel établissement ?').selectOption({ label: 'Lycée Jean-Zay' });
  await page.getByLabel('Qui ?').selectOption({ label: 'Karim Benali' });
  const [from, until] = [-1, 26].map((hours) => new Date(Date.now() + hours * 3_600_000).toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }));
  await page.getByLabel('Début').fill(from?.slice(0, 16).replace(' ', 'T') ?? '');
  await page.getByLabel('Fin', { exact: true }).fill(until?.slice(0, 16).replace(' ', 'T') ?? '');
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect(page.getByText('L’astreinte de Karim Benali est notée.')).toBeVisible();
  await expect(page.getByText('En ce moment').first()).toBeVisible();
  // Twice at once is no plan.
  await page.getByLabel('Pour quel établissement ?').last().selectOption({ label: 'Lycée Jean-Zay' });
  await page.getByLabel('Qui ?').last().selectOption({ label: 'Karim Benali' });
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect(page.getByText('Cette personne est déjà d’astreinte à ce moment-là, pour le même lieu.')).toBeVisible();
  await eye.look(page, '/admin/oncall', 'corners');

  const karim = scene.phone(house);
  await karim.signIn('karim');
  await karim.context.setOffline(true);
  await karim.open('/');
  await expect(karim.page.getByText(/^Vous êtes d’astreinte jusqu’à .+\.$/)).toBeVisible();
  await eye.look(karim.page, '/, on call', 'corners');
  await karim.open('/how');
  const hands = karim.page.getByRole('region', { name: 'Qui appeler ici' });
  await expect(hands.getByRole('link', { name: /Mina Diallo/ })).toContainText('Absent · voir Karim Benali');
  await expect(karim.page.getByRole('region', { name: 'Référents' })).toContainText('Yann Le Goff');
  await karim.open('/');
  await karim.page.getByRole('link', { name: 'Voir le ticket' }).last().click();
  await karim.page.getByRole('button', { name: 'Qui appeler', exact: true }).click();
  await expect(karim.page.locator('dialog[open]').getByRole('link', { name: /Yann Le Goff/ })).toHaveAttribute('href', 'tel:0261911203');
  await eye.look(karim.page, 'ticket, whom to call', 'corners');
  expect(eye.found).toEqual([]);
});
