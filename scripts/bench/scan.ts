import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { makeCode, stickerUrl } from '#domain/sticker.ts';
import { stickerClip } from '#test/camera.ts';
import { serveScanner } from '#test/scan/site.ts';
import type { Bench, Way } from './scan-page.ts';
import { damagedCodes, printStickers, stickerRates } from './stickers.ts';

const OWN = '/usr/bin/chromium';
const WAYS: readonly (readonly [Way, string])[] = [
  ['frame', 'ours, one frame as the camera gives it'],
  ['frames', 'ours, plain frame then denoised frame'],
  ['photo', 'ours, chosen photo'],
  ['html5', 'html5-qrcode 2.3.8, scanFile at 390 px'],
];
const ENGINES = ['ours', 'html5-qrcode', 'video alone'] as const;
const [ROUNDS, SCANS] = [3, 20];
/** So many times a sticker is laid down. */
const LAID = 15;

const { values } = parseArgs({
  options: { out: { type: 'string' }, data: { type: 'string' }, stickers: { type: 'string' }, codes: { type: 'string' } },
});
const data = values.data ?? fileURLToPath(new URL('../../../shared/data/qr', import.meta.url));
const codes = damagedCodes(Number(values.codes ?? 1_000_000));
const own = await stickerRates(Number(values.stickers ?? 200));
printStickers(own, codes);
if (existsSync(data)) await main();
else console.log('skipped: no reference data');

async function main(): Promise<void> {
  const photos = await photographs();
  const folder = await mkdtemp(join(tmpdir(), 'relais-bench-'));
  const clip = join(folder, 'sticker.y4m');
  // 290 px for the 41 modules of a sticker with its quiet zone: 7 px a module, a label filmed from a forearm's distance.
  const code = makeCode(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  await stickerClip(stickerUrl('https://relais.example', code), clip, { width: 1920, height: 1080, size: 290 });
  const site = await serveScanner('scripts/bench/scan-page.ts', Object.fromEntries(photos.map(({ file }, i) => [`/qr/${i}`, file])));
  // Nothing for longer than a code is remembered, then the sticker is there.
  const laid = join(folder, 'laid.y4m');
  await stickerClip(stickerUrl('https://relais.example', code), laid, { width: 1920, height: 1080, size: 290, seconds: 4, empty: 2, fps: 15 });
  const browser = await filming(clip);
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(site.url);
    await page.waitForFunction('window.bench');
    const rate = await rates(page, photos);
    const ms = await threadTimes(page);
    const toThing = await timesToThing(site.url, laid, code);
    const report = {
      made: 'npm run bench:scan',
      machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, chromium: browser.version() },
      ...{ own, codes },
      photos: photos.length,
      rate,
      ms,
      toThing,
    };
    print(report);
    if (values.out) {
      await mkdir(dirname(values.out), { recursive: true });
      await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
    }
  } finally {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true });
  }
}

/** A browser whose camera plays this film. */
function filming(clip: string): Promise<Browser> {
  return chromium.launch({
    ...(existsSync(OWN) ? { executablePath: OWN } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${clip}`,
    ],
  });
}

interface ToThing {
  readonly times: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** From the first sharp frame of a sticker to the equipment it is on, among 500. */
async function timesToThing(url: string, clip: string, code: string): Promise<ToThing> {
  const browser = await filming(clip);
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(url);
    await page.waitForFunction('window.bench');
    const each = await page.evaluate(([sticker, times]) => (window as unknown as { bench: Bench }).bench.toThing(sticker, times), [
      code,
      LAID,
    ] as const);
    return { times: each.length, medianMs: median(each), p95Ms: quantile(each, 0.95) };
  } finally {
    await browser.close();
  }
}

type Photograph = { file: string; text: string; part: boolean };

/** Every picture with the text expected of it. `part`: `01-02.png` is one symbol of a sequence whose joined text is in `01.txt`; it holds a part of it. */
async function photographs(): Promise<Photograph[]> {
  const pictures = (await readdir(data, { recursive: true })).filter((name) => ['.png', '.jpg', '.webp'].includes(extname(name))).sort();
  return Promise.all(
    pictures.map(async (name) => {
      const own = join(data, name.replace(/\.\w+$/, '.txt'));
      const part = !existsSync(own);
      return { file: join(data, name), text: await readFile(part ? own.replace(/-\d+\.txt$/, '.txt') : own, 'utf8'), part };
    }),
  );
}

type Rate = Record<Way, { read: number; wrong: number; medianMs: number }>;

async function rates(page: Page, photos: readonly Photograph[]): Promise<Rate> {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  const answers: { read: Awaited<ReturnType<Bench['read']>>; right: (found: string) => boolean }[] = [];
  for (const [i, photo] of photos.entries()) {
    const read = await page.evaluate((path) => (window as unknown as { bench: Bench }).bench.read(path), `/qr/${i}`);
    const text = plain(photo.text);
    answers.push({ read, right: (found) => (photo.part ? plain(found) !== '' && text.includes(plain(found)) : plain(found) === text) });
  }
  const of = (way: Way) => {
    const read = answers.filter((answer) => answer.read[way].texts.some(answer.right)).length;
    const found = answers.filter((answer) => answer.read[way].texts.length > 0).length;
    return { read, wrong: found - read, medianMs: median(answers.map((answer) => answer.read[way].ms)) };
  };
  return { frame: of('frame'), frames: of('frames'), photo: of('photo'), html5: of('html5') };
}

type Times = {
  throttle: number;
  engine: (typeof ENGINES)[number];
  perScanMs: number | null;
  p95Ms: number | null;
  busyMsPerScan: number;
  seen: number;
  scans: number;
}[];

/** Interleaved rounds; `busy` is all that the page's thread did, the video's painting included, which `video alone` shows. */
async function threadTimes(page: Page): Promise<Times> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await cdp.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;
  const times: Times = [];
  for (const throttle of [1, 4]) {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    const runs = ENGINES.map((engine) => ({ engine, each: [] as number[], busy: [] as number[], seen: 0 }));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const run of runs) {
        const before = await busy();
        const { each, seen } = await page.evaluate(([engine, scans]) => (window as unknown as { bench: Bench }).bench.live(engine, scans), [
          run.engine,
          SCANS,
        ] as const);
        run.busy.push((((await busy()) - before) * 1000) / SCANS);
        run.each.push(...each);
        run.seen += seen;
      }
    }
    for (const { engine, each, busy: spent, seen } of runs) {
      const scans = engine === 'video alone' ? 0 : each.length;
      times.push({
        throttle,
        engine,
        perScanMs: scans ? median(each) : null,
        p95Ms: scans ? quantile(each, 0.95) : null,
        busyMsPerScan: median(spent),
        seen,
        scans,
      });
    }
  }
  return times;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) * 100) / 100;
}
function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function print({ photos, rate, ms, toThing }: { photos: number; rate: Rate; ms: Times; toThing: ToThing }): void {
  const { times, medianMs, p95Ms } = toThing;
  console.log(`Sharp view to the equipment it is on, ${times} times: median ${medianMs} ms, p95 ${p95Ms} ms (target: <= 300 median)`);
  console.log(`Decode rate on ${photos} photographs, upright (target: one frame >= 292 of 320)`);
  for (const [way, name] of WAYS)
    console.log(`  ${name.padEnd(42)} ${String(rate[way].read).padStart(4)}  wrong ${rate[way].wrong}  median ${rate[way].medianMs} ms`);
  console.log('Page thread, 1920x1080 camera, ms per scan (target: ours <= 15)');
  for (const { throttle, engine, perScanMs, p95Ms, busyMsPerScan, seen, scans } of ms) {
    const own = perScanMs === null ? '' : `median ${perScanMs}  p95 ${p95Ms}  seen ${seen} of ${scans}`;
    console.log(`  ${throttle}x CPU  ${engine.padEnd(13)} all told ${String(busyMsPerScan).padStart(7)}  ${own}`);
  }
}
