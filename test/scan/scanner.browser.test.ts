import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { makeCode, stickerUrl } from '#domain/sticker.ts';
import { scan } from '#domain/words/fr/scan.ts';
import { qrModules, stickerClip } from '#test/camera.ts';
import { serveScanner } from './site.ts';

const OWN = '/usr/bin/chromium';
const [one, two] = [makeCode(Uint8Array.of(1, 2, 3, 4, 5, 6, 7)), makeCode(Uint8Array.of(9, 8, 7, 6, 5, 4, 3))];
const [first, second] = [stickerUrl('https://relais.example', one), stickerUrl('https://relais.example', two)];

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
let site: Awaited<ReturnType<typeof serveScanner>>;
let browser: Browser | undefined;
let context: BrowserContext | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relais-scan-'));
  site = await serveScanner('test/scan/page.tsx');
  await stickerClip(first, join(folder, 'one.y4m'), { size: 150, seconds: 0.5 });
  await stickerClip([first, second], join(folder, 'two.y4m'), { size: 150, seconds: 0.5 });
  await stickerClip([], join(folder, 'none.y4m'), { seconds: 0.2 });
});
afterEach(async () => {
  await context?.close();
  await browser?.close();
  context = browser = undefined;
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** A phone's page whose camera shows this clip; `camera: 'refused'` is the person's no. */
async function phone(clip: string, { query = '', camera = 'granted', prepare = '', clock = false } = {}): Promise<{ page: Page; errors: string[] }> {
  browser = await chromium.launch({
    ...(existsSync(OWN) ? { executablePath: OWN } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      ...(camera === 'granted' ? ['--use-fake-ui-for-media-stream'] : ['--deny-permission-prompts']),
      `--use-file-for-fake-video-capture=${join(folder, clip)}`,
    ],
  });
  context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.addInitScript(() => {
    const calls: MediaStream[] = [];
    const shakes: unknown[] = [];
    Object.assign(window, { cameras: calls, asked: 0, shakes });
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      Object.assign(window, { asked: (window as unknown as { asked: number }).asked + 1, wish });
      const stream = await ask(wish);
      calls.push(stream);
      return stream;
    };
    navigator.vibrate = (pattern) => shakes.push(pattern) > 0;
  });
  if (prepare) await page.addInitScript(prepare);
  if (clock) await page.clock.install();
  await page.goto(`${site.url}${query}`);
  return { page, errors };
}

/** Patient: the machine may be busy with other tests. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
const asked = (page: Page) => page.evaluate('asked');
const liveTracks = (page: Page) => page.evaluate('cameras.flatMap((s) => s.getTracks()).filter((t) => t.readyState === "live").length');
const texts = (page: Page) => page.evaluate(() => window.reads.flatMap((read) => read.texts));

test('reads our own sticker from the camera, once while it stays in view, and asks for the camera once over several screens', async () => {
  const { page, errors } = await phone('one.y4m');
  await soon(() => texts(page)).toEqual([first]);
  await page.locator('.aim.success').waitFor();
  expect(await page.evaluate('wish')).toMatchObject({ audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 } } });
  await page.waitForTimeout(1200);
  expect(await texts(page)).toEqual([first]);
  for (let turn = 0; turn < 3; turn += 1) {
    await page.click('#leave');
    await page.waitForSelector('.cam', { state: 'detached' });
    await page.click('#leave');
    await soon(() => texts(page)).toHaveLength(turn + 2);
  }
  expect(await page.evaluate('shakes.length >= 3 && shakes.every((shake) => String(shake) === "20")')).toBe(true);
  expect(await asked(page)).toBe(1);
  expect(await liveTracks(page)).toBe(1);
  expect(errors).toEqual([]);
  expect(site.requests.filter((path) => path.includes('html5'))).toEqual([]);
});

test('two stickers in view are reported together with their places, and a tap takes the right one', async () => {
  const { page } = await phone('two.y4m');
  await soon(() => page.evaluate(() => window.reads.map((read) => [...read.texts].sort()))).toEqual([[first, second].sort()]);
  await page.getByRole('button', { name: scan.pick(second) }).waitFor();
  const [left, right] = await Promise.all(
    [first, second].map((text) => page.getByRole('button', { name: scan.pick(text), exact: true }).boundingBox()),
  );
  expect(left && right && left.x < right.x).toBe(true);
  await page.getByRole('button', { name: scan.pick(second), exact: true }).click();
  await soon(() => page.locator('.say').textContent()).toBe(second);
});

test('a code beside what the person sees is not scanned', async () => {
  await stickerClip([first, second, first], join(folder, 'wide.y4m'), { size: 230, seconds: 0.5 });
  const { page } = await phone('wide.y4m');
  await soon(() => texts(page)).toEqual([second]);
  await page.waitForTimeout(600);
  expect(await texts(page)).toEqual([second]);
});

test('stops the camera when no code was seen for a while, and a tap starts it again', async () => {
  const { page } = await phone('none.y4m', { query: '?idle=2000' });
  await page.waitForSelector('[data-camera=running]');
  expect(await liveTracks(page)).toBe(1);
  await page.waitForSelector('[data-camera=paused]');
  expect(await liveTracks(page)).toBe(0);
  expect(await page.locator('.say').textContent()).toBe(scan.paused.idle);
  expect(await asked(page)).toBe(1);
  await page.getByRole('button', { name: scan.resume }).click();
  await page.waitForSelector('[data-camera=running]');
  expect(await liveTracks(page)).toBe(1);
  expect(await asked(page)).toBe(2);
  await page.waitForSelector('[data-camera=paused]');
  await page.click('#leave');
  await page.click('#leave'); // to enter the screen is to ask for it
  await page.waitForSelector('[data-camera=running]');
  expect(await asked(page)).toBe(3);
});

test('a code in view keeps it on; a hidden page stops it at once', async () => {
  const { page } = await phone('one.y4m', { query: '?idle=2000' });
  await soon(() => texts(page)).toEqual([first]);
  await page.waitForTimeout(3500);
  expect(await liveTracks(page)).toBe(1);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  expect(await liveTracks(page)).toBe(0);
  expect(await page.locator('.say').textContent()).toBe(scan.paused.hidden);
});

test('where the lens can: nearer by a button, step by step, and sharp where a finger points', async () => {
  const able = `MediaStreamTrack.prototype.getCapabilities = () => ({ zoom: { min: 1, max: 2.5 }, focusMode: ['continuous', 'single-shot'], torch: true });
    window.applied = [];
    MediaStreamTrack.prototype.applyConstraints = async (wish) => { window.applied.push(wish.advanced[0]); };`;
  const { page, errors } = await phone('none.y4m', { prepare: able });
  await page.waitForSelector('[data-camera=running]');
  await page.getByRole('button', { name: scan.zoom(1) }).click();
  await page.getByRole('button', { name: scan.zoom(2) }).click();
  await page.getByRole('button', { name: scan.zoom(1) }).waitFor();
  await page.mouse.click(195, 420);
  await soon(() => page.evaluate('applied')).toMatchObject([
    { focusMode: 'continuous' },
    { zoom: 2 },
    { zoom: 1 },
    { focusMode: 'single-shot', pointsOfInterest: [{ x: expect.closeTo(0.5, 1), y: expect.closeTo(0.5, 1) }] },
  ]);
  expect(errors).toEqual([]);
});

test('a tour of ten minutes with a sticker every twenty seconds asks for the camera once; half a minute without one turns it off', async () => {
  const { page } = await phone('none.y4m', { query: '?idle=30000', clock: true });
  await page.waitForSelector('[data-camera=running]');
  for (let turn = 0; turn < 30; turn += 1) {
    await page.clock.runFor(20_000);
    await page.click('#leave');
    await page.click('#leave'); // the next thing: its screen begins to look
  }
  expect(await asked(page)).toBe(1);
  expect(await liveTracks(page)).toBe(1);
  await page.clock.runFor(31_000);
  expect(await liveTracks(page)).toBe(0);
  expect(await asked(page)).toBe(1);
});

test('a refused camera turns the screen into the typed code, and is not asked again', async () => {
  const { page } = await phone('one.y4m', { camera: 'refused' });
  await page.getByText(scan.failed.refused).waitFor();
  await page.click('#leave');
  await page.click('#leave');
  const field = page.getByLabel(scan.codeLabel);
  await field.fill(one.slice(0, 7).toLowerCase());
  await page.getByText(scan.missing(1)).waitFor();
  await field.fill(one.toLowerCase());
  await field.press('Enter');
  expect(await texts(page)).toEqual([one.toLowerCase()]);
  expect(await asked(page)).toBeLessThanOrEqual(1);
  expect(await liveTracks(page)).toBe(0);
});

test('reads a chosen photo, larger than it needs, and says when there is no code or no picture', async () => {
  const modules = qrModules(first);
  const squares = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `<rect x="${x}" y="${y}" width="1.01" height="1.01"/>` : ''))).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="5000" height="3600" viewBox="-60 -40 160 115"><rect x="-60" y="-40" width="160" height="115" fill="#bbb"/><g transform="rotate(8)"><rect x="-4" y="-4" width="45" height="45" fill="#fff"/>${squares}</g></svg>`;
  const photo = await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
  const empty = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
  const { page } = await phone('none.y4m');
  const choose = (buffer: Buffer) => page.setInputFiles('input[type=file]', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
  await choose(photo);
  await soon(() => page.evaluate(() => window.reads)).toEqual([{ source: 'photo', texts: [first], boxes: [null] }]);
  await choose(empty);
  await page.getByText(scan.noCodeInPhoto).waitFor();
  await choose(Buffer.from('no picture'));
  await page.getByText(scan.noPicture).waitFor();
});

test('reads the line code of a label that was on the equipment before', async () => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
  const { image } = await writeBarcode('5CG1234XYZ', { format: 'Code128', scale: 4 });
  if (!image) throw new Error('no line code was drawn');
  const label = sharp(Buffer.from(await image.arrayBuffer())).extend({ top: 300, bottom: 300, left: 200, right: 200, background: '#fff' });
  const { page } = await phone('none.y4m');
  await page.setInputFiles('input[type=file]', {
    name: 'label.jpg',
    mimeType: 'image/jpeg',
    buffer: await label.flatten({ background: '#fff' }).rotate(90).jpeg().toBuffer(),
  });
  await soon(() => texts(page)).toEqual(['5CG1234XYZ']);
});

test('a USB reader types a code and Enter: it is heard outside fields; a person typing is not', async () => {
  const { page } = await phone('none.y4m');
  await page.waitForSelector('[data-camera=running]');
  const burst = (text: string) =>
    page.evaluate(
      (signs) => {
        for (const key of [...signs, 'Enter'])
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: key === 'Enter' ? 'Enter' : '', bubbles: true, cancelable: true }));
      },
      [...text],
    );
  await page.keyboard.press('Shift'); // the first key of a page also starts the sound, which takes its time
  await burst(second);
  await page.keyboard.type(`${one}\n`, { delay: 90 });
  await burst('123');
  expect(await page.evaluate(() => window.reads)).toEqual([{ source: 'reader', texts: [second], boxes: [null] }]);
});

test('where WebAssembly is missing, html5-qrcode is fetched and reads the sticker', async () => {
  const { page } = await phone('one.y4m', { prepare: 'delete window.WebAssembly' });
  await soon(() => texts(page)).toEqual([first]);
  expect(await asked(page)).toBe(1);
});

test('a camera clip is a y4m file of whole frames', async () => {
  const path = join(folder, 'small.y4m');
  await stickerClip(first, path, { width: 64, height: 48, size: 40, seconds: 0.2 });
  const { size } = await stat(path);
  expect(size).toBe('YUV4MPEG2 W64 H48 F10:1 Ip A1:1 C420jpeg\n'.length + 2 * ('FRAME\n'.length + 64 * 48 * 1.5));
});
