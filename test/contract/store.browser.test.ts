import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CONTENT_TYPE, type SyncRequest } from '#domain/wire.ts';
import { chromiumLaunch } from '#test/chromium.ts';
import { MINA, ModelServer, person } from './model-server.ts';
import { noting, opening, ticketId } from './phone.ts';

// What fake-indexeddb cannot show: a browser that is killed, real tabs, real locks, a real decoder of photos.
vi.setConfig({ testTimeout: 60_000 });

const mina = person(MINA, 'Mina');
let model: ModelServer;
/** While it is true, requests are counted and get no answer. */
let isMute = false;
let unanswered = 0;
let server: Server;
let url = '';
let profile = '';
let running: ChildProcess | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const bundle = await build({
    absWorkingDir: root,
    entryPoints: ['test/contract/device-page.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    if (request.url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = JSON.parse(Buffer.concat(chunks).toString()) as SyncRequest;
        if (isMute) unanswered += 1;
        else response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(JSON.stringify(model.answer(mina, asked)));
      });
    } else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
beforeEach(async () => {
  model = new ModelServer();
  isMute = false;
  unanswered = 0;
  profile = await mkdtemp(join(tmpdir(), 'relais-device-'));
});
afterEach(async () => {
  await browser?.close().catch(() => 'already gone');
  await kill();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A browser of its own process, so that it can be killed like a phone that runs out of power. */
async function start(): Promise<BrowserContext> {
  const { executablePath = chromium.executablePath(), args } = chromiumLaunch();
  running = spawn(executablePath, [...args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: 'ignore',
  });
  const port = await vi.waitFor(async () => (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')[0], {
    timeout: 20_000,
    interval: 50,
  });
  browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('a browser without a profile');
  return context;
}

async function kill(): Promise<void> {
  const { pid, exitCode } = running ?? {};
  if (pid === undefined || exitCode !== null) return;
  const gone = new Promise((resolve) => running?.once('exit', resolve));
  process.kill(-pid, 'SIGKILL');
  await gone;
  await rm(join(profile, 'DevToolsActivePort'), { force: true });
}

async function tab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'relais' in globalThis);
  await page.evaluate((who) => globalThis.relais.open(who), MINA as string);
  return page;
}

test('[1] the browser killed the moment the tap is said to be kept: the command is there at the next start', async () => {
  const page = await tab(await start());
  const ticket = ticketId();
  expect(await page.evaluate((command) => globalThis.relais.submit(command), opening(ticket))).toBe(1);
  expect(await page.evaluate((command) => globalThis.relais.submit(command), noting(ticket, 'gardé'))).toBe(2);
  await kill();
  const again = await tab(await start());
  expect(await again.evaluate(() => globalThis.relais.outbox())).toEqual([1, 2]);
  expect(await again.evaluate(() => globalThis.relais.drain())).toEqual({ kind: 'ok', settled: 2, refused: 0 });
  expect(await again.evaluate((command) => globalThis.relais.submit(command), noting(ticket, 'après'))).toBe(3);
});

test('[4] two real tabs append at once: numbered without a hole, and each hears of the other', async () => {
  const context = await start();
  const [one, two] = [await tab(context), await tab(context)];
  await two.evaluate(() => globalThis.relais.listen());
  const ticket = ticketId();
  const write = (page: Page) =>
    page.evaluate(async (command) => await Promise.all(Array.from({ length: 50 }, () => globalThis.relais.submit(command))), noting(ticket, 'x'));
  const seqs = (await Promise.all([write(one), write(two)])).flat();
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  await vi.waitFor(async () => expect(await two.evaluate(() => globalThis.relais.heard.length)).toBeGreaterThanOrEqual(100));
});

test('[29] one tab at a time; one that dies in its turn frees it, and the other sends the same, once', async () => {
  const context = await start();
  const [one, two] = [await tab(context), await tab(context)];
  expect(await one.evaluate(() => globalThis.relais.drain())).toMatchObject({ kind: 'ok' });
  await one.evaluate((command) => globalThis.relais.submit(command), opening(ticketId()));
  isMute = true;
  await one.evaluate(() => void globalThis.relais.drain());
  await vi.waitFor(() => expect(unanswered).toBe(1));
  expect(await two.evaluate(() => globalThis.relais.drain())).toEqual({ kind: 'taken' });
  isMute = false;
  await one.close();
  await vi.waitFor(async () => expect(await two.evaluate(() => globalThis.relais.drain())).toEqual({ kind: 'ok', settled: 1, refused: 0 }));
  expect(model.executed).toHaveLength(1);
});

test('[42] a photo leaves the camera’s file upright, within 1600 px and 500 kB, with nothing but its pixels, under its own hash', async () => {
  const page = await tab(await start());
  // Noise, as hard to compress as a photo gets; turned by the camera, with a place and a name in it.
  const noise = sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } } });
  const exif = { IFD0: { Copyright: 'Mina SECRET' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1' } };
  const file = await noise.jpeg({ quality: 95 }).withExif(exif).withMetadata({ orientation: 6, exif }).toBuffer();
  expect(file.toString('latin1')).toContain('SECRET');
  const kept = await page.evaluate((base64) => globalThis.relais.keep(base64), file.toString('base64'));
  const stored = Buffer.from(kept.stored, 'latin1');
  expect(kept.height).toBeGreaterThan(kept.width);
  expect(Math.max(kept.width, kept.height)).toBeLessThanOrEqual(1600);
  expect(stored.byteLength).toBeLessThanOrEqual(500_000);
  expect(createHash('sha256').update(stored).digest('hex')).toBe(kept.hash);
  const meta = await sharp(stored).metadata();
  expect([meta.format, meta.width, meta.height, meta.orientation, meta.exif]).toEqual(['jpeg', kept.width, kept.height, undefined, undefined]);
  expect(kept.stored).not.toContain('SECRET');
  const refused = await page.evaluate(() =>
    globalThis.relais.keep(btoa('not a picture')).then(
      () => 'kept',
      (error: { trouble?: string }) => error.trouble,
    ),
  );
  expect(refused).toBe('unreadable');
});
