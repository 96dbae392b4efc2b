/** The pictures of the README, of the built app with the demonstration's data: `npm run screenshots`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode } from '#domain/sticker.ts';
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import { openDatabase } from '#server/db.ts';
import { stickerClip } from '#test/camera.ts';
import { chromiumLaunch } from '#test/chromium.ts';
import { startServer } from '#test/server.ts';

const FOLDER = 'docs/screenshots';
const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 1.5,
  locale: 'fr-FR',
  timezoneId: 'Europe/Paris',
};
const DESK = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, locale: 'fr-FR', timezoneId: 'Europe/Paris' };

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(600);
  const picture = await page.screenshot();
  await sharp(picture)
    .png({ palette: true, quality: 80, compressionLevel: 9 })
    .toFile(join(FOLDER, `${name}.png`));
}

async function signIn(page: Page, url: string, login: string): Promise<void> {
  await page.goto(`${url}/signin`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(DEMO_PASSWORD);
  await page.locator('form button[type=submit]').click();
  await page.locator('.list .row').first().waitFor({ timeout: 30_000 });
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.ready).active?.state === 'activated' && navigator.serviceWorker.controller !== null,
  );
}

mkdirSync(FOLDER, { recursive: true });
const server = await startServer({ flags: ['--demo'] });
const { url } = server;
const { db, close } = await openDatabase(`file:${join(server.dataDir, 'relais.db')}`);
const ticket = await db.ticket.findFirstOrThrow({ where: { status: 'new', assetId: { not: null }, level: 1 }, orderBy: { id: 'asc' } });
const sticker = await db.sticker.findFirstOrThrow({ where: { assetId: ticket.assetId } });
const correspondent = await db.person.findFirstOrThrow({ where: { memberships: { some: { role: 'correspondent', siteId: ticket.siteId } } } });
const held = await db.ticket.findFirstOrThrow({ where: { siteId: ticket.siteId, status: 'in_progress', assigneeId: { not: null } } });
await close();

const folder = mkdtempSync(join(tmpdir(), 'relais-pictures-'));
const clip = join(folder, 'sticker.y4m');
await stickerClip(`${url}/A/${sticker.code}`, clip, { size: 300 });
const launch = chromiumLaunch();
const context = await chromium.launchPersistentContext(join(folder, 'phone'), {
  ...launch,
  ...PHONE,
  args: [...launch.args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${clip}`],
  permissions: ['camera'],
});
const page = context.pages()[0] ?? (await context.newPage());
await signIn(page, url, correspondent.login);
await page.goto(url);
await page.locator('.list .row').first().waitFor();
await shoot(page, 'home');
await page.goto(`${url}/tickets/${held.id}`);
await page.locator('.tl').waitFor();
await shoot(page, 'ticket');
await page.goto(`${url}/a/${formatCode(sticker.code as StickerCode)}`);
await page.locator('.facts').waitFor();
await shoot(page, 'asset');

await server.stop();
await page.goto(`${url}/scan`);
await page.locator('.result').waitFor({ timeout: 20_000 });
await shoot(page, 'scan');
await page.goto(`${url}/new?asset=${ticket.assetId}`);
await page.locator('input[name=symptom]').first().check({ force: true });
await page.locator('textarea').fill('Voyant rouge fixe, j’ai changé le câble.');
await page.locator('input[name=impact]').nth(1).check({ force: true });
await page.locator('textarea').blur();
// From the top again: what it is about stands there.
await page.locator('.plate').first().scrollIntoViewIfNeeded();
await shoot(page, 'new');
await page.locator('button[type=submit]').click();
await page.locator('.tl .mark.phone').first().waitFor();
await page.goto(`${url}/outbox`);
await page.locator('.row').first().waitFor();
await shoot(page, 'outbox');
await context.close();

const again = await startServer({ settings: { DATA_DIR: server.dataDir }, flags: ['--demo'] });
const desk = await chromium.launchPersistentContext(join(folder, 'desk'), { ...launch, ...DESK });
const wide = desk.pages()[0] ?? (await desk.newPage());
await signIn(wide, again.url, 'sofia');
await wide.goto(`${again.url}/tickets`);
await wide.locator('.list .row').nth(2).click();
await wide.locator('.tl').waitFor();
await shoot(wide, 'queue');
await desk.close();
await again.stop();
for (const dir of [folder, server.dataDir]) rmSync(dir, { recursive: true, force: true });
process.exit(0);
