/** The same app on a desk: 1440 px, a keyboard, a mouse, a barcode reader on USB. */
import type { Page } from '@playwright/test';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode, stickerUrl } from '#domain/sticker.ts';
import { expect, test } from './harness/scene.ts';

const DESK = { isDesktop: true, viewport: { width: 1440, height: 900 } } as const;

/** A reader types faster than anybody, then Enter: all its keys are on their way before the first one is answered. */
async function gun(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const codeOf = (sign: string) => (/[a-z]/i.test(sign) ? `Key${sign.toUpperCase()}` : /\d/.test(sign) ? `Digit${sign}` : '');
  const strokes = [...[...text].map((sign) => ({ key: sign, code: codeOf(sign), text: sign })), { key: 'Enter', code: 'Enter', text: '\r' }];
  await Promise.all(
    strokes.flatMap(({ key, code, text: typed }) => [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: typed }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code }),
    ]),
  );
  await session.detach();
}

const ticketOf = (page: Page) => /^\/tickets\/([^/]+)$/.exec(new URL(page.url()).pathname)?.[1] ?? null;

test('la file se parcourt et se traite au clavier', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia', { next: '/tickets' });
  const { page } = desk;
  await page.getByRole('button', { name: /^À prendre/ }).click();
  const rows = page.getByRole('region', { name: 'Liste des tickets, les plus pressés en tête' }).getByRole('link');
  await expect(rows.nth(1)).toBeVisible();
  const [first, second] = await Promise.all([0, 1].map(async (i) => (await rows.nth(i).getAttribute('href'))?.replace('/tickets/', '')));

  await page.keyboard.press('j');
  await expect.poll(() => ticketOf(page)).toBe(first);
  await page.keyboard.press('j');
  await expect.poll(() => ticketOf(page)).toBe(second);
  await page.keyboard.press('k');
  await expect.poll(() => ticketOf(page)).toBe(first);
  // The list and the ticket stand side by side.
  await expect(rows.first()).toBeVisible();
  await expect(page.locator('.pane h1', { hasText: 'N°' })).toBeVisible();

  await page.keyboard.press('p');
  await expect.poll(async () => (await house.ticket(first ?? '')).assignee).toBe(await house.person('sofia'));
  await page.keyboard.press('r');
  const sheet = page.locator('dialog[open]');
  // The keys are letters again where one writes.
  await expect(sheet.getByLabel('Votre note')).toBeFocused();
  await page.keyboard.type('Je regarde, jk p');
  await expect(sheet.getByLabel('Votre note')).toHaveValue('Je regarde, jk p');
  await sheet.locator('button[type=submit]').click();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByText('Je regarde, jk p')).toBeVisible();

  await page.keyboard.press('e');
  await expect(sheet.getByRole('heading', { name: 'Passer le relais' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?full/);
  await expect(rows).toHaveCount(0);
  await page.goBack();
  await expect(rows.first()).toBeVisible();

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('zzzz');
  await expect(page.getByText('Rien pour « zzzz » ici.')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('?');
  await expect(sheet.getByRole('heading', { name: 'Raccourcis', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('n');
  await expect(desk.title).toHaveText('Nouveau ticket');
});

test('à la souris : une ligne ouvre son ticket à côté, et rien ne déborde', async ({ scene }) => {
  const house = await scene.house();
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia', { next: '/tickets' });
  const { page } = desk;
  const rows = page.getByRole('region', { name: 'Liste des tickets, les plus pressés en tête' }).getByRole('link');
  await expect(rows.first()).toBeVisible();
  // A desk shows many: the mockup has 17 lines on 900 px.
  const seen = await rows.evaluateAll((all) => all.filter((row) => row.getBoundingClientRect().bottom < innerHeight).length);
  expect(seen).toBeGreaterThanOrEqual(12);
  const href = await rows.nth(3).getAttribute('href');
  await rows.nth(3).click();
  await expect(page).toHaveURL(href ?? '');
  await expect(rows.nth(3)).toHaveAttribute('aria-current', 'true');
  const list = await page.locator('.list-pane').boundingBox();
  const panel = await page.locator('.pane:not(.list-pane)').boundingBox();
  expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual((panel?.x ?? 0) + 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.getByRole('link', { name: 'Salles' }).click();
  await expect(page).toHaveURL('/rooms');
});

test('le lecteur de codes USB : n’importe où, sur l’écran du scanner, et jamais dans un champ', async ({ scene }) => {
  const house = await scene.house();
  const thing = await house.asset({ withTicket: true });
  const code = thing.code as StickerCode;
  const desk = scene.phone(house, DESK);
  await desk.signIn('sofia', { next: '/tickets' });
  const { page } = desk;

  await gun(page, stickerUrl(house.url, code));
  await expect(page).toHaveURL(`/a/${code}`);
  await expect(desk.title).toHaveText('Équipement');
  await expect(page.locator(`a[href="/tickets/${thing.ticket}"]`)).toBeVisible();

  await desk.open('/tickets');
  await desk.isLoaded();
  await gun(page, formatCode(code));
  await expect(page).toHaveURL(`/a/${code}`);
  await expect(page.locator(`a[href="/tickets/${thing.ticket}"]`)).toBeVisible();

  await desk.open('/scan');
  await expect(desk.title).toHaveText('Scanner');
  await gun(page, stickerUrl(house.url, code));
  await expect(page.getByText('Reconnu')).toBeVisible();
  await expect(page).toHaveURL('/scan');

  await desk.open('/tickets');
  await desk.isLoaded();
  await page.getByRole('searchbox').focus();
  await gun(page, code);
  await expect(page).toHaveURL('/tickets');
  await expect(page.getByRole('searchbox')).toHaveValue(code);
});
