import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CONTENT_TYPE, type SyncRequest } from '#domain/wire.ts';
import { shapeOf } from '#server/photo-shape.ts';
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
  // The file is there before its words are: an empty one would be port 80.
  const port = await vi.waitFor(
    async () => {
      const [said] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
      if (!said) throw new Error('the browser has not said its port');
      return said;
    },
    { timeout: 20_000, interval: 50 },
  );
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

/** Hard to compress, as a photo is. @returns its path of colours: red above left, green above right, blue below */
async function camera(width: number, height: number): Promise<Sharp> {
  const [w, h] = [Math.round(width / 2), Math.round(height / 2)];
  const part = async (background: string, left: number, top: number, across = w) => ({
    input: await sharp({ create: { width: across, height: h, channels: 3, background } })
      .png()
      .toBuffer(),
    left,
    top,
  });
  return sharp({ create: { width, height, channels: 3, background: '#888' } }).composite([
    await part('#d00000', 0, 0),
    await part('#00b000', width - w, 0),
    await part('#0000d0', 0, height - h, width),
  ]);
}

type Kept = { hash: string; width: number; height: number; stored: string };
const keepIn = async (page: Page, file: Buffer): Promise<Kept> =>
  await page.evaluate((base64) => globalThis.relais.keep(base64), file.toString('base64'));

/** Which colour is where: above left, above right, below. */
async function coloursOf(stored: Buffer): Promise<string[]> {
  const { data, info } = await sharp(stored).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.5, 0.75],
  ].map(([x = 0, y = 0]) => {
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
    return Math.max(r, g, b) === r ? 'red' : Math.max(r, g, b) === g ? 'green' : 'blue';
  });
}

/** What any photo of this app must be, wherever it came from. */
async function isBare(kept: Kept): Promise<Buffer> {
  const stored = Buffer.from(kept.stored, 'latin1');
  expect(Math.max(kept.width, kept.height)).toBeLessThanOrEqual(1600);
  expect(stored.byteLength).toBeLessThanOrEqual(500_000);
  expect(createHash('sha256').update(stored).digest('hex')).toBe(kept.hash);
  const { format, width, height, orientation, exif, icc, iptc, xmp, comments } = await sharp(stored).metadata();
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: kept.width, height: kept.height });
  expect([orientation, exif, icc, iptc, xmp, comments ?? []]).toEqual([undefined, undefined, undefined, undefined, undefined, []]);
  expect(kept.stored).not.toContain('SECRET');
  expect(shapeOf(stored), 'the server takes it').toMatchObject({ format: 'jpeg', width, height });
  return stored;
}

const PLACE = { IFD0: { Copyright: 'Mina SECRET', Make: 'SECRET' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1' } };

test('[42] noise that hardly compresses, turned by the camera, with a place and a name: upright, within the limits, bare', async () => {
  const page = await tab(await start());
  const noise = sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } } });
  const file = await noise.jpeg({ quality: 95 }).withMetadata({ orientation: 6, exif: PLACE }).toBuffer();
  expect(file.toString('latin1')).toContain('SECRET');
  const kept = await keepIn(page, file);
  expect(kept.height).toBeGreaterThan(kept.width);
  await isBare(kept);
});

test('[42] every way in which a camera is held: the picture stands upright, and nothing of the eight says how it was held', async () => {
  const page = await tab(await start());
  const upright = await (await camera(1200, 800)).png().toBuffer();
  /** How the pixels lie in the file for each orientation (Exif, tag 0x0112). */
  const lain: Record<number, (image: Sharp) => Sharp | Promise<Sharp>> = {
    1: (i) => i,
    2: (i) => i.flop(),
    3: (i) => i.rotate(180),
    4: (i) => i.flip(),
    5: async (i) => sharp(await i.rotate(90).png().toBuffer()).flop(),
    6: (i) => i.rotate(270),
    7: async (i) => sharp(await i.rotate(270).png().toBuffer()).flop(),
    8: (i) => i.rotate(90),
  };
  for (const [orientation, lay] of Object.entries(lain)) {
    const pixels = await (await lay(sharp(upright))).png().toBuffer();
    const file = await sharp(pixels)
      .jpeg({ quality: 90 })
      .withMetadata({ orientation: Number(orientation), exif: PLACE })
      .toBuffer();
    const stored = await isBare(await keepIn(page, file));
    expect(await coloursOf(stored), `orientation ${orientation}`).toEqual(['red', 'green', 'blue']);
  }
});

test('[42] a picture of 12 000 x 9 000 pixels, a PNG with texts and transparency, one pixel, a long strip', async () => {
  const page = await tab(await start());
  const huge = await (await camera(12_000, 9_000)).jpeg({ quality: 85 }).withExif(PLACE).toBuffer();
  const kept = await keepIn(page, huge);
  expect([kept.width, kept.height]).toEqual([1600, 1200]);
  expect(await coloursOf(await isBare(kept))).toEqual(['red', 'green', 'blue']);

  const png = await (await camera(900, 600)).withExif(PLACE).png().toBuffer();
  const words = Buffer.from('tEXtComment\0SECRET place', 'latin1');
  const chunk = Buffer.alloc(words.length + 8);
  chunk.writeUInt32BE(words.length - 4, 0);
  words.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(words), words.length + 4);
  const told = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
  expect(told.toString('latin1')).toContain('SECRET');
  expect(await coloursOf(await isBare(await keepIn(page, told)))).toEqual(['red', 'green', 'blue']);

  const clear = await sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .png()
    .toBuffer();
  const { data } = await sharp(await isBare(await keepIn(page, clear)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(data[0], 'what is transparent is white').toBeGreaterThan(250);
  const one = await keepIn(
    page,
    await sharp({ create: { width: 1, height: 1, channels: 3, background: '#123' } })
      .png()
      .toBuffer(),
  );
  expect([one.width, one.height]).toEqual([1, 1]);
  await isBare(one);
  const strip = await keepIn(
    page,
    await sharp({ create: { width: 9000, height: 12, channels: 3, background: '#123' } })
      .jpeg()
      .toBuffer(),
  );
  expect([strip.width, strip.height]).toEqual([1600, 2]);
  await isBare(strip);
});

const HEIC = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(4000, 1)]);
test.each([
  ['an empty file', Buffer.alloc(0), 'not-a-photo'],
  ['a PDF under a photo’s name', Buffer.from('%PDF-1.7\n1 0 obj'), 'not-a-photo'],
  [
    'a drawing with a script',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
    'not-a-photo',
  ],
  ['words', Buffer.from('not a picture'), 'not-a-photo'],
  ['an iPhone’s HEIC, which this browser cannot read', HEIC, 'heic'],
  ['a JPEG that ends before its first line', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'unreadable'],
])('[42] %s is refused by its name, and nothing is kept', async (_, file, trouble) => {
  const page = await tab(await start());
  const said = await page.evaluate(
    (base64) =>
      globalThis.relais.keep(base64).then(
        () => 'kept',
        (error: { trouble?: string }) => error.trouble,
      ),
    file.toString('base64'),
  );
  expect(said).toBe(trouble);
});

test('[46] the browser is asked to keep all this at the first submit, once, and its "no" is no error', async () => {
  const page = await tab(await start());
  const asked = () => page.evaluate(() => (globalThis as unknown as { asked: number }).asked);
  const answer = await page.evaluate(async () => {
    const real = navigator.storage.persist.bind(navigator.storage);
    Object.assign(globalThis, { asked: 0 });
    navigator.storage.persist = () => {
      (globalThis as unknown as { asked: number }).asked += 1;
      return real();
    };
    return await real();
  });
  expect(answer, 'a fresh browser says no').toBe(false);
  expect(await asked()).toBe(0);
  const ticket = ticketId();
  expect(await page.evaluate((command) => globalThis.relais.submit(command), opening(ticket))).toBe(1);
  expect(await asked()).toBe(1);
  expect(await page.evaluate((command) => globalThis.relais.submit(command), noting(ticket, 'encore'))).toBe(2);
  expect(await asked()).toBe(1);
  expect(await page.evaluate(() => globalThis.relais.outbox())).toEqual([1, 2]);
});
