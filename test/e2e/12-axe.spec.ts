/** Every screen, in both themes, at 390 and 320 px: nothing for axe to find, nothing beside the edge, no word that is not one. */
import type { Page } from '@playwright/test';
import { makeCode } from '#domain/sticker.ts';
import { startServer } from '#test/server.ts';
import { note, take } from './harness/acts.ts';
import { Eye } from './harness/eye.ts';
import type { House } from './harness/house.ts';
import type { Phone } from './harness/phone.ts';
import { filmOf, filmOfSticker, photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

// Some forty screens each: nothing here is about speed.
test.setTimeout(240_000);

/** Verbs of the sheet that ask something before they are done; the others act at once. */
const FORMS = [
  'Passer au niveau 2',
  'Envoyer quelqu’un sur place',
  'Confier au prestataire',
  'Prévenir le superviseur',
  'Rendre le ticket',
  'Relever',
  'Demander de l’aide',
  'Mettre en attente',
  'Écrire une note',
  'Ajouter une photo',
  'Confier à quelqu’un',
  'Préciser le ticket',
  'Ajouter une tâche',
  'Rattacher à une cause',
  'Commencer à distance',
  'Proposer un rendez-vous',
  'Résoudre',
  'Sans suite',
  'C’est un doublon',
] as const;

async function sees(eye: Eye, phone: Phone, path: string, title: string | RegExp): Promise<void> {
  await phone.open(path);
  await expect(phone.title, path).toHaveText(title);
  await eye.look(phone.page, path);
}

const sheetOf = (page: Page) => page.locator('dialog[open]');

async function closes(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(sheetOf(page)).toHaveCount(0);
}

/** The sheet "Autres", then each form that it leads to, empty and refused for being empty. @returns the verbs that had one */
async function seesForms(eye: Eye, page: Page, skip: ReadonlySet<string>): Promise<string[]> {
  await page.getByRole('button', { name: 'Autres', exact: true }).click();
  await expect(sheetOf(page)).toBeVisible();
  await eye.look(page, `${page.url()}, Autres`);
  const offered: string[] = [];
  for (const verb of FORMS) {
    if (
      !skip.has(verb) &&
      (await sheetOf(page)
        .getByRole('button', { name: new RegExp(`^${verb}`) })
        .count()) > 0
    )
      offered.push(verb);
  }
  for (const verb of offered) {
    if ((await sheetOf(page).count()) === 0) await page.getByRole('button', { name: 'Autres', exact: true }).click();
    await sheetOf(page)
      .getByRole('button', { name: new RegExp(`^${verb}`) })
      .click();
    await expect(sheetOf(page).locator('form, input[type=file]').first()).toBeAttached();
    await eye.look(page, verb, 'corners');
    const submit = sheetOf(page).locator('button[type=submit]');
    if ((await submit.count()) > 0) {
      await submit.click();
      // Nothing more to ask: it was done.
      if (await sheetOf(page).locator('.error').first().isVisible({ timeout: 1000 })) await eye.look(page, `${verb}, refused empty`, 'corners');
    }
    if ((await sheetOf(page).count()) > 0) await closes(page);
  }
  return offered;
}

async function idOf(house: House, sql: string, ...values: string[]): Promise<string> {
  return (await house.row<{ id: string }>(sql, ...values)).id;
}

test('les écrans du terrain, du clair au sombre', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const [free] = await house.freeTickets();
  const room = await idOf(house, 'SELECT "roomId" AS "id" FROM "Asset" WHERE "id" = ?', thing.id);
  const phone = scene.phone(house);
  const eye = new Eye();
  await phone.signIn('karim');
  await sees(eye, phone, '/', 'Aujourd’hui');
  await sees(eye, phone, '/tickets', 'Tickets');
  await sees(eye, phone, '/tickets?list=done', 'Tickets');
  await sees(eye, phone, `/tickets/${free?.id}`, `N° ${free?.number}`);
  await sees(eye, phone, '/tickets/019b76da-a800-7000-8000-000000000000', 'Ticket introuvable ici');
  await sees(eye, phone, `/a/${thing.code}`, 'Équipement');
  await sees(eye, phone, '/a/22222222', 'Équipement');
  await sees(eye, phone, '/rooms', 'Salles');
  await sees(eye, phone, `/rooms/${room}`, /./);
  await sees(eye, phone, '/new', 'Nouveau ticket');
  await phone.page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.page.locator('.error').first()).toBeVisible();
  await phone.page.getByTestId('photo').setInputFiles(await photoOfFault());
  await expect(phone.page.getByRole('button', { name: 'Retirer la photo 1' })).toBeVisible();
  await eye.look(phone.page, '/new, refused empty, with a photo');
  await sees(eye, phone, `/new?asset=${thing.id}`, 'Nouveau ticket');
  await sees(eye, phone, '/outbox', 'À envoyer');
  await sees(eye, phone, '/me', /Karim/);
  await sees(eye, phone, '/alerts', 'Mes alertes');
  await sees(eye, phone, '/nowhere', 'Cette page n’existe pas');

  // No camera here: the code is typed.
  await sees(eye, phone, '/scan', 'Scanner');
  const unknown = makeCode(Uint8Array.of(31, 7, 1, 20, 9, 3, 27));
  for (const [typed, answer] of [
    ['ABCD', 'Il manque 4 signes.'],
    ['introuvable', 'Aucun équipement ne porte'],
    ['https://exemple.com/a/7K3MQ9PX', 'Ce code mène ailleurs'],
    [unknown, 'Autocollant inconnu ici'],
  ] as const) {
    await phone.open('/scan');
    await phone.page.getByLabel('Code de l’autocollant').fill(typed);
    if (typed !== 'ABCD') await phone.page.getByRole('button', { name: 'Chercher ce code' }).click();
    await expect(phone.page.getByText(answer).first()).toBeVisible();
    await eye.look(phone.page, `/scan, ${answer}`, 'corners');
  }
  expect(eye.found).toEqual([]);
});

test('la caméra : elle vise, elle reconnaît', async ({ scene }) => {
  const house = await scene.house();
  const { code } = await house.asset({ withTicket: true });
  const eye = new Eye();
  const sights: [string, string][] = [
    [await filmOf([]), 'Visez l’autocollant'],
    [await filmOfSticker(house.url, code), 'Reconnu'],
  ];
  for (const [camera, text] of sights) {
    const phone = scene.phone(house, { camera });
    await phone.signIn('karim', { next: '/scan' });
    await expect(phone.page.getByText(text).first()).toBeVisible();
    await eye.look(phone.page, `/scan, ${text}`);
    await phone.close();
  }
  expect(eye.found).toEqual([]);
});

test('la feuille « Autres » et chacun de ses formulaires', async ({ scene }) => {
  const house = await scene.house();
  const [mine, escalated] = await house.freeTickets();
  const phone = scene.phone(house);
  const eye = new Eye();
  await phone.signIn('karim', { next: `/tickets/${mine?.id}` });
  await take(phone.page);
  await eye.look(phone.page, 'a ticket of mine');
  const seen = new Set(await seesForms(eye, phone.page, new Set()));

  // The technician has other verbs, and other people's tickets.
  const sofia = scene.phone(house);
  await sofia.signIn('sofia', { next: `/tickets/${mine?.id}` });
  for (const verb of await seesForms(eye, sofia.page, seen)) seen.add(verb);
  await sofia.open(`/tickets/${escalated?.id}`);
  await sofia.page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await expect(sofia.page.getByText(/^Pris en charge/).first()).toBeVisible();
  for (const verb of await seesForms(eye, sofia.page, seen)) seen.add(verb);
  expect([...seen].sort()).toEqual([...FORMS].sort());
  expect(eye.found).toEqual([]);
});

test('ce qui attend, ce qui est refusé, ce qui est en route, et l’avis « pris avant vous »', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const [first, second, third] = await house.freeTickets();
  const [karim, mina] = [scene.phone(house), scene.phone(house)];
  const eye = new Eye();
  await karim.signIn('karim', { next: `/tickets/${first?.id}` });
  await karim.page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await expect(karim.page.getByText(/^Pris en charge/).first()).toBeVisible();
  await karim.isLoaded();
  await karim.context.setOffline(true);
  await karim.page.getByRole('button', { name: 'Commencer' }).click();
  await expect(karim.page.locator('.tl .mark.phone')).toHaveText('Sur ce téléphone');
  await karim.open(`/tickets/${second?.id}`);
  await karim.page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await eye.look(karim.page, 'a ticket taken offline');
  await sees(eye, karim, '/outbox', 'À envoyer');

  // Meanwhile a colleague relieves him of one, and takes the other.
  await mina.signIn('mina', { next: `/tickets/${first?.id}` });
  await mina.page.getByRole('button', { name: 'Autres', exact: true }).click();
  await sheetOf(mina.page)
    .getByRole('button', { name: /^Relever/ })
    .click();
  await sheetOf(mina.page).locator('textarea').fill('Karim est en cours.');
  await sheetOf(mina.page).locator('button[type=submit]').click();
  await expect(sheetOf(mina.page)).toHaveCount(0);
  await mina.open(`/tickets/${second?.id}`);
  await mina.page.getByRole('button', { name: 'Prendre', exact: true }).click();
  await expect(mina.page.getByText(/^Pris en charge/).first()).toBeVisible();
  await mina.isLoaded();

  await karim.context.setOffline(false);
  await expect(karim.page.getByText('À vous de choisir').first()).toBeVisible({ timeout: 30_000 });
  await eye.look(karim.page, '/outbox, refused');
  await karim.page.getByRole('button', { name: 'Jeter' }).click();
  await eye.look(karim.page, '/outbox, asked whether to throw away', 'corners');
  await sees(eye, karim, '/', 'Aujourd’hui');
  await sees(eye, karim, `/tickets/${first?.id}`, `N° ${first?.number}`);
  await karim.open(`/tickets/${second?.id}`);
  await expect(karim.page.getByText('Mina Diallo l’a pris avant vous').first()).toBeVisible();
  await eye.look(karim.page, 'came second');

  // A line that swallows all that is sent, then no server at all.
  if (house.proxy !== null) house.proxy.weather = (_path, method) => (method === 'POST' ? 'silent' : 'clear');
  await karim.open(`/tickets/${third?.id}`);
  await note(karim.page, 'En route.');
  await karim.open('/outbox');
  await expect(karim.page.getByText('Envoyé…').first()).toBeVisible();
  await eye.look(karim.page, '/outbox, on its way', 'corners');
  await house.stop();
  if (house.proxy !== null) house.proxy.weather = () => 'clear';
  await karim.open('/');
  await expect(karim.page.getByText(/Hors ligne depuis|Le serveur ne répond pas/)).toBeVisible();
  await eye.look(karim.page, 'home, without a network');
  await karim.open('/me');
  await karim.page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(sheetOf(karim.page)).toBeVisible();
  await eye.look(karim.page, 'signing out');
  expect(eye.found).toEqual([]);
});

test('la demandeuse, la porte et la bienvenue', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  const eye = new Eye();
  const thing = await house.asset({ withTicket: true });
  await phone.open(`/signin?next=/a/${thing.code}`);
  await expect(phone.page.getByText('vous attend après la connexion.')).toBeVisible();
  await eye.look(phone.page, '/signin');
  await phone.enter('claire', '');
  await eye.look(phone.page, '/signin, no password');
  await phone.enter('claire', 'pas le bon mot de passe');
  await expect(phone.page.getByText(/inconnu\. Vérifiez les deux\.$/)).toBeVisible();
  await eye.look(phone.page, '/signin, refused');
  await phone.signIn('claire');
  await sees(eye, phone, '/', 'Aujourd’hui');
  await sees(eye, phone, '/tickets', 'Tickets');
  await sees(eye, phone, `/a/${thing.code}`, 'Équipement');
  await sees(eye, phone, `/new?asset=${thing.id}`, 'Nouveau ticket');
  const hers = await idOf(house, 'SELECT "id" FROM "Ticket" WHERE "requesterId" = ? ORDER BY "id" DESC LIMIT 1', await house.person('claire'));
  await sees(eye, phone, `/tickets/${hers}`, /^N°\s/);
  await sees(eye, phone, '/new', 'Nouveau ticket');
  await phone.page.getByRole('radio', { name: /^J’ai besoin de quelque chose/ }).check({ force: true });
  await phone.page.getByRole('radio', { name: 'Droit d’accès', exact: true }).check({ force: true });
  await eye.look(phone.page, '/new, an access right');
  await sees(eye, phone, '/how', 'Comment faire');
  await sees(eye, phone, '/down', 'Tout le réseau est HS');
  await sees(eye, phone, '/trial', 'Ticket test');
  await sees(eye, phone, '/me', /Claire/);

  // Whom nobody has given anything: the empty screens.
  const luc = scene.phone(house);
  await luc.signIn('luc');
  for (const path of ['/', '/tickets', '/outbox']) {
    await luc.open(path);
    await expect(luc.title, path).toBeVisible();
    await eye.look(luc.page, `${path}, empty`, 'corners');
  }

  const bare = await startServer();
  const first = scene.phone({ url: bare.url });
  const link = /\/welcome\S+/.exec(bare.output())?.[0] ?? '/welcome';
  await first.open(link);
  await expect(first.page.getByLabel('Nom de votre organisation')).toBeVisible();
  await eye.look(first.page, '/welcome');
  await first.page.locator('button[type=submit]').click();
  await eye.look(first.page, '/welcome, refused empty');
  await bare.stop();
  expect(eye.found).toEqual([]);
});

test('le bureau : établissements, personnes, autocollants', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  const eye = new Eye();
  await phone.signIn('admin');
  await sees(eye, phone, '/', 'Aujourd’hui');
  for (const path of ['/admin/sites', '/admin/people'] as const) {
    await phone.open(path);
    await expect(phone.page.locator('.officeform')).toBeVisible();
    await eye.look(phone.page, path);
    await phone.page.locator('.officeform button[type=submit]').click();
    await expect(phone.page.locator('.error').first()).toBeVisible();
    await eye.look(phone.page, `${path}, refused empty`, 'corners');
  }
  await phone.page.getByRole('button', { name: 'Nouveau mot de passe' }).first().click();
  await eye.look(phone.page, '/admin/people, asked', 'corners');
  await phone.open('/admin/labels');
  await expect(phone.page.locator('svg').first()).toBeVisible();
  await eye.look(phone.page, '/admin/labels');
  await phone.signIn('karim', { next: '/' });
  await phone.open('/admin/people');
  await expect(phone.page.getByText(/administrateurs/)).toBeVisible();
  await eye.look(phone.page, '/admin/people, not for him', 'corners');
  expect(eye.found).toEqual([]);
});

test('qui lit l’anglais ne voit que de l’anglais', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house, { locale: 'en-GB' });
  const names = await house.rows<{ name: string }>('SELECT "name" FROM "Room"');
  const eye = new Eye(
    'en',
    names.map((r) => r.name),
  );
  const thing = await house.asset({ withTicket: true });
  await phone.open('/signin');
  await expect(phone.page.locator('html')).toHaveAttribute('lang', 'en');
  await eye.look(phone.page, '/signin', 'corners');
  await phone.signIn('tom');
  const paths = ['/', '/tickets', `/tickets/${thing.ticket}`, `/a/${thing.code}`, '/rooms', '/new', '/scan', '/outbox', '/me', '/alerts', '/nowhere'];
  for (const path of paths) {
    await phone.open(path);
    await expect(phone.title, path).toBeVisible();
    await eye.look(phone.page, path, 'corners');
  }
  await phone.open(`/tickets/${thing.ticket}`);
  await phone.page.getByRole('button', { name: 'More' }).click();
  await eye.look(phone.page, 'More', 'corners');
  expect(eye.found).toEqual([]);

  // An eye that never finds anything proves nothing.
  await phone.open('/me');
  await expect(phone.title).toBeVisible();
  await phone.page.evaluate(() => {
    const planted = document.createElement('p');
    planted.textContent = 'Se déconnecter';
    planted.style.cssText = 'color:#ccc;background:#fff;min-width:900px';
    const hole = document.createElement('p');
    hole.textContent = 'undefined';
    document.querySelector('h1')?.after(planted, hole, document.createElement('img'));
  });
  await eye.look(phone.page, 'planted', 'corners');
  for (const what of ['color-contrast', 'image-alt', 'another language: Se déconnecter', 'not for people: undefined', 'cut: ']) {
    expect(
      eye.found.some((line) => line.includes(what)),
      what,
    ).toBe(true);
  }
});
