/** Every screen in every state a person meets: readable by assistive tools, in light and dark, at 390 and 320 px, in the person's language. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeCode, stickerUrl } from '#domain/sticker.ts';
import { en } from '#domain/words/en/index.ts';
import { fr } from '#domain/words/fr/index.ts';
import { note, other, take } from './harness/acts.ts';
import type { House } from './harness/house.ts';
import type { Phone } from './harness/phone.ts';
import { filmOf, filmOfSticker, photoOfFault } from './harness/pictures.ts';
import { expect, test } from './harness/scene.ts';

test.setTimeout(240_000);

const WIDTHS = [390, 320];
const SCHEMES = ['light', 'dark'] as const;
/** What a sentence of ours never holds. */
const BROKEN = /undefined|\[object|\bNaN\b|Invalid Date|\$\{|\{\w+\}/;

/** Looks at the screen that is shown, in both lights and at both widths. */
async function look(phone: Phone, name: string): Promise<void> {
  const { page } = phone;
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 844 });
      const at = `${name}, ${colorScheme}, ${width} px`;
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect
        .soft(
          violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`),
          at,
        )
        .toEqual([]);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('html, .scroll, .pane, dialog[open], .result')]
          .filter((e) => e.scrollWidth > e.clientWidth + 1)
          .map((e) => `${e.tagName}.${e.className}`),
      );
      expect.soft(wide, `${at}: sideways scroll`).toEqual([]);
    }
  }
  // What is seen, not what stands in the tree.
  // biome-ignore lint/performance/useDomNodeTextContent: hidden parts are not read
  expect.soft(await page.locator('body').innerText(), name).not.toMatch(BROKEN);
}

async function ready(page: Page): Promise<void> {
  await expect(page.locator('h1:visible').last()).toBeVisible();
  await page.waitForLoadState('networkidle');
}

async function each(phone: Phone, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await phone.open(path);
    await ready(phone.page);
    await look(phone, path);
  }
}

test('les écrans du correspondant', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const plain = await house.asset({ withTicket: false });
  const room = await house.row<{ id: string }>('SELECT "roomId" AS id FROM "Asset" WHERE "id" = ?', thing.id);
  const phone = scene.phone(house);
  await phone.signIn('karim');
  await each(phone, [
    '/',
    '/tickets',
    '/tickets?list=done',
    `/a/${thing.code}`,
    `/assets/${plain.id}`,
    '/assets/nowhere',
    '/a/ABCDEFGH',
    '/rooms',
    `/rooms/${room.id}`,
    '/new',
    `/new?asset=${thing.id}`,
    '/scan',
    '/outbox',
    '/me',
    '/alerts',
    '/nowhere',
    '/tickets/nowhere',
  ]);
  // A form sent empty says what is missing.
  await phone.open(`/new?asset=${plain.id}`);
  await phone.page.getByRole('button', { name: 'Ouvrir le ticket' }).click();
  await expect(phone.page.getByText('Dites ce qui se passe, ou choisissez un symptôme.')).toBeVisible();
  await phone.page.getByTestId('photo').setInputFiles(await photoOfFault());
  await expect(phone.page.getByRole('button', { name: 'Retirer la photo 1' })).toBeVisible();
  await look(phone, 'new, to review, with a photo');
});

test('un ticket, ses verbes et leurs formulaires', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const phone = scene.phone(house);
  await phone.signIn('karim', { next: `/tickets/${free?.id}` });
  const { page } = phone;
  await look(phone, 'ticket');
  await page.getByRole('button', { name: 'Autres' }).click();
  await look(phone, 'ticket, its verbs');
  await page.keyboard.press('Escape');
  await take(page);
  for (const verb of [
    'Passer au niveau 2',
    'Confier au prestataire',
    'Rendre le ticket',
    'Demander de l’aide',
    'Mettre en attente',
    'Écrire une note',
    'Ajouter une photo',
    'Résoudre',
    'Sans suite',
  ]) {
    const sheet = await other(page, verb);
    const submit = sheet.locator('button[type=submit]');
    if ((await submit.count()) > 0) await submit.click();
    await look(phone, `ticket, ${verb}`);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  }
});

/** The same ticket is ended by somebody else meanwhile: what was done here without a network is refused. */
async function refusal(phone: Phone, colleague: Phone, house: House): Promise<void> {
  const [, second] = await house.freeTickets();
  const id = second?.id ?? '';
  await phone.open(`/tickets/${id}`);
  await phone.isLoaded();
  await phone.context.setOffline(true);
  await take(phone.page);
  await colleague.signIn('mina', { next: `/tickets/${id}` });
  const sheet = await other(colleague.page, 'Sans suite');
  await sheet.locator('input[name=reason]').first().check({ force: true });
  await sheet.locator('button[type=submit]').click();
  await expect.poll(async () => (await house.ticket(id)).status).toBe('dropped');
  await phone.context.setOffline(false);
  await phone.open('/outbox');
  await expect(phone.page.getByText('À vous de choisir')).toBeVisible();
}

test('à envoyer : refusé, en route, sur ce téléphone, avec une photo ; et la prise arrivée en second', async ({ scene }) => {
  const house = await scene.house({ proxied: true });
  const [first, , third] = await house.freeTickets();
  const phone = scene.phone(house);
  const colleague = scene.phone(house);
  await phone.signIn('karim');
  await refusal(phone, colleague, house);
  await look(phone, 'outbox, refused');
  await phone.page.getByRole('button', { name: 'Jeter' }).click();
  await look(phone, 'outbox, asked whether to throw away');

  await phone.open(`/tickets/${third?.id}`);
  await phone.isLoaded();
  await phone.context.setOffline(true);
  await take(phone.page);
  await colleague.open(`/tickets/${third?.id}`);
  await take(colleague.page);
  await expect.poll(async () => (await house.ticket(third?.id ?? '')).assignee).toBe(await house.person('mina'));
  await phone.context.setOffline(false);
  await expect(phone.page.getByRole('heading', { name: 'Mina Diallo l’a pris avant vous' })).toBeVisible();
  await look(phone, 'a take that came second');
  await phone.open('/');
  await expect(phone.page.getByText('Mina Diallo l’a pris avant vous')).toBeVisible();
  await look(phone, 'home, with a take that came second');

  if (house.proxy) house.proxy.weather = (_path, method) => (method === 'POST' || method === 'PUT' ? 'silent' : 'clear');
  await phone.open(`/tickets/${first?.id}`);
  await note(phone.page, 'En route');
  await phone.open('/outbox');
  await expect(phone.page.getByText('Envoyé…').first()).toBeVisible();
  await look(phone, 'outbox, on its way');
  await house.stop();
  await phone.open(`/tickets/${first?.id}`);
  await expect(phone.page.getByText('Sur ce téléphone').first()).toBeVisible();
  await look(phone, 'ticket, offline');
  await phone.open('/');
  await expect(phone.page.getByText(/Hors ligne depuis|Le serveur ne répond pas/)).toBeVisible();
  await look(phone, 'home, offline');
});

test('scanner : reconnu, inconnu, d’ailleurs, refusé', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const sights: [string, string, string][] = [
    ['recognised', await filmOfSticker(house.url, thing.code), 'Reconnu'],
    ['unknown', await filmOf(stickerUrl(house.url, makeCode(Uint8Array.of(31, 7, 1, 20, 9, 3, 27)))), 'Autocollant inconnu ici'],
    ['foreign', await filmOf('https://exemple.com/a/7K3MQ9PX'), 'Ce code mène ailleurs'],
    ['nothing', await filmOf([]), 'Visez l’autocollant'],
  ];
  for (const [name, camera, text] of sights) {
    const phone = scene.phone(house, { camera });
    await phone.signIn('karim', { next: '/scan' });
    await expect(phone.page.getByText(text).first()).toBeVisible();
    await look(phone, `scan, ${name}`);
    await phone.close();
  }
  const blind = scene.phone(house);
  await blind.signIn('karim', { next: '/scan' });
  await blind.page.getByLabel('Code de l’autocollant').fill('ABCD');
  await expect(blind.page.getByText('Il manque 4 signes.')).toBeVisible();
  await look(blind, 'scan, refused camera');
});

test('la porte et l’administration', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.open('/signin?next=/a/7K3MQ9PX');
  await expect(phone.page.getByRole('button', { name: 'Se connecter' })).toBeEnabled();
  await look(phone, 'sign-in');
  await phone.enter('karim', 'faux');
  await expect(phone.page.getByText('Identifiant ou mot de passe inconnu. Vérifiez les deux.')).toBeVisible();
  await look(phone, 'sign-in, wrong');
  await phone.open('/welcome?token=nothing');
  await ready(phone.page);
  await look(phone, 'welcome');
  await phone.signIn('admin');
  await each(phone, ['/', '/me', '/admin/people', '/admin/sites', '/admin/labels']);
});

test('rien à faire : les écrans vides', async ({ scene }) => {
  const house = await scene.house();
  const phone = scene.phone(house);
  await phone.signIn('luc');
  await each(phone, ['/', '/tickets', '/outbox', '/alerts']);
  const asks = scene.phone(house);
  await asks.signIn('claire');
  await each(asks, ['/', '/tickets', '/new']);
});

/** Every sentence of a language that needs nothing filled in. */
function sentences(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string'
      ? [[`${path}${key}`, value]]
      : typeof value === 'object' && value !== null
        ? sentences(value as object, `${path}${key}.`)
        : [],
  );
}

test('la langue suit la personne : Tom lit l’anglais, et rien d’autre', async ({ scene }) => {
  const house = await scene.house();
  const [free] = await house.freeTickets();
  const thing = await house.asset({ withTicket: true });
  const phone = scene.phone(house);
  await phone.signIn('tom');
  const english = new Map(sentences(en));
  const french = new Set(sentences(fr).flatMap(([path, text]) => (english.get(path) === text || text.length < 4 ? [] : [text])));
  for (const text of english.values()) french.delete(text);
  for (const path of [
    '/',
    '/tickets',
    `/tickets/${free?.id}`,
    `/assets/${thing.id}`,
    '/rooms',
    '/new',
    '/scan',
    '/outbox',
    '/me',
    '/alerts',
    '/nowhere',
  ]) {
    await phone.open(path);
    await ready(phone.page);
    await expect(phone.page.locator('html'), path).toHaveAttribute('lang', 'en');
    const lines = await phone.page.evaluate(() => {
      const found: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.closest('script, blockquote') === null) found.push(node.textContent?.trim() ?? '');
      }
      for (const element of document.querySelectorAll('[aria-label], [placeholder]'))
        found.push(element.getAttribute('aria-label') ?? '', element.getAttribute('placeholder') ?? '');
      return found;
    });
    // The choice of a language names each in itself.
    expect
      .soft(
        lines.filter((line) => french.has(line) && line !== 'Français'),
        path,
      )
      .toEqual([]);
    expect.soft(lines.join('\n'), path).not.toMatch(BROKEN);
  }
});
