import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { chromiumLaunch } from '#test/chromium.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The policy of the product: a style attribute in the markup would not be applied, and is reported. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'";
const SITE = 'http://pieces.example';
const HTML = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pièces</title><link rel="stylesheet" href="/page.css"></head><body><div id="root"></div><script src="/page.js"></script></body></html>`;

const files = new Map<string, Buffer>();
let browser: Browser;
let context: BrowserContext | undefined;

beforeAll(async () => {
  const built = await build({
    entryPoints: { page: 'test/pieces/page.tsx', styles: 'app/styles/index.css' },
    bundle: true,
    write: false,
    outdir: '/out',
    jsx: 'automatic',
    minify: true,
    loader: { '.woff2': 'file' },
    assetNames: '[name]',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  for (const file of built.outputFiles) files.set(file.path.replace('/out', '').replace('/styles.css', '/page.css'), Buffer.from(file.contents));
  browser = await chromium.launch(chromiumLaunch());
});
afterEach(async () => {
  await context?.close();
});
afterAll(async () => {
  await browser.close();
});

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' };

async function open(width: number, height: number, colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; errors: string[] }> {
  context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.route(`${SITE}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const body = files.get(path);
    if (body) return route.fulfill({ body, contentType: TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain' });
    return path === '/'
      ? route.fulfill({ body: HTML, contentType: 'text/html', headers: { 'content-security-policy': POLICY } })
      : route.fulfill({ status: 204 });
  });
  await page.goto(`${SITE}/`);
  await page.getByRole('heading', { name: 'Aujourd’hui' }).waitFor();
  return { page, errors };
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`);
}

test.each([
  [390, 844, 'light'],
  [390, 844, 'dark'],
  [320, 640, 'light'],
  [800, 1000, 'dark'],
  [1440, 900, 'light'],
] as const)('nothing to find for axe, nothing cut, at %i x %i in %s', async (width, height, scheme) => {
  const { page, errors } = await open(width, height, scheme);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Autres' }).click();
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => document.querySelectorAll('[style]').length)).toBe(0);
  expect(errors).toEqual([]);
});

test('a sheet keeps the focus, closes by Escape, by its cross and beside it, and gives the focus back', async () => {
  const { page } = await open(390, 844);
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  const opener = page.getByRole('button', { name: 'Autres' });
  const sheet = page.getByRole('dialog', { name: 'Faire autrement' });
  const isOpen = () => sheet.isVisible();

  await opener.click();
  expect(await isOpen()).toBe(true);
  for (let i = 0; i < 5; i += 1) {
    await page.keyboard.press('Tab');
    // the browser's own chrome is the only other stop: never the page behind
    expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest('dialog'))).toBe(true);
  }
  await page.keyboard.press('Escape');
  expect(await isOpen()).toBe(false);
  expect(await opener.evaluate((e) => e === document.activeElement)).toBe(true);

  await opener.click();
  await sheet.getByRole('button', { name: 'Fermer' }).click();
  expect(await isOpen()).toBe(false);

  await opener.click();
  await sheet.click({ position: { x: 5, y: 20 } }); // the padding of the sheet is the sheet
  expect(await isOpen()).toBe(true);
  await page.mouse.click(195, 40); // beside it
  expect(await isOpen()).toBe(false);

  await opener.click(); // closed by the browser or by us, it opens again
  expect(await isOpen()).toBe(true);
});

test('a sheet grows into a side panel on a tablet', async () => {
  const { page } = await open(1024, 768);
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  await page.getByRole('button', { name: 'Autres' }).click();
  const box = await page.getByRole('dialog').boundingBox();
  expect(box).toMatchObject({ y: 0, height: 768 });
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBe(1024);
});

test('a toast says what was done, lasts 6 s, and stands still while it is pointed at', async () => {
  const { page } = await open(390, 844);
  await page.clock.install();
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  const region = page.getByRole('status');
  expect(await region.textContent()).toBe('');
  await page.getByRole('button', { name: 'Résoudre' }).click();
  await page.clock.runFor(5_900);
  expect(await region.textContent()).toBe('Gardé sur ce téléphone');
  await page.clock.runFor(200);
  expect(await region.textContent()).toBe('');

  await page.getByRole('button', { name: 'Résoudre' }).click();
  await page.getByText('Gardé sur ce téléphone').hover();
  await page.clock.runFor(30_000);
  expect(await region.textContent()).toBe('Gardé sur ce téléphone');
  await page.mouse.move(5, 5);
  await page.clock.runFor(6_100);
  expect(await region.textContent()).toBe('');
});

test('a toast that can be undone stays 10 s and undoes once', async () => {
  const { page } = await open(390, 844);
  await page.clock.install();
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  await page.getByRole('button', { name: 'Vu ici' }).click();
  await page.clock.runFor(9_000);
  await page.getByRole('status').getByRole('button', { name: 'Annuler' }).click();
  expect(await page.locator('body').getAttribute('data-undone')).toBe('yes');
  expect(await page.getByRole('status').textContent()).toBe('');

  // the pointer that pressed "Annuler" has left with it: the next toast still ends
  await page.getByRole('button', { name: 'Résoudre' }).click();
  await page.clock.runFor(6_100);
  expect(await page.getByRole('status').textContent()).toBe('');
});

test('on a phone a detail takes the screen and the list keeps its place; on a tablet both are there', async () => {
  const { page } = await open(390, 844);
  const row = page.getByRole('link', { name: /Panne 12/ });
  await row.scrollIntoViewIfNeeded();
  const before = await row.boundingBox();
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  expect(await row.isVisible()).toBe(false);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Fermer le détail' }).click();
  expect((await row.boundingBox())?.y).toBeCloseTo(before?.y ?? -1, 0);

  await page.setViewportSize({ width: 1024, height: 768 });
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  expect(await row.isVisible()).toBe(true);
  expect(await page.getByRole('navigation').isVisible()).toBe(true);
});

test('the track shows four dots at most and says how many it folded', async () => {
  const { page } = await open(390, 844);
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  const dots = page.getByRole('list', { name: 'Qui a eu ce ticket' }).getByRole('listitem');
  expect((await dots.allInnerTexts()).map((t) => t.replace(/\s+/g, ' ').trim())).toEqual(['Claire', '+3 3 autres avant', 'Vous', 'Résolu']);
});

test('touch targets of the phone are 48 px at least', async () => {
  const { page } = await open(390, 844);
  await page.getByRole('button', { name: 'Ouvrir le détail' }).click();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.btn, .icon-btn, .choice, a.row, .link.tap, .nav a, .strip, .input')]
      .map((e) => ({ what: `${e.className} ${e.textContent}`, height: e.getBoundingClientRect().height }))
      .filter(({ height }) => height > 0 && height < 47.9),
  );
  expect(small).toEqual([]);
});
