/**
 * A phone that holds much, in the built app: ten sites chosen, 4 000 assets, 2 000 tickets; and one of one site. 390x844, CPU throttled 4 times.
 * Times of the page's own thread (Chromium's thread clock, which the throttle stretches and other processes do not) stand beside times on the wall.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import type { OriginId, TicketId } from '#domain/ids.ts';
import { openDatabase } from '#server/db.ts';
import { execute } from '#server/execute.ts';
import { actorFor } from '#server/session/actor.ts';
import { chromiumLaunch } from '#test/chromium.ts';
import { startServer } from '#test/server.ts';
import { type Figure, fixed, median, print, quantile } from './measure.ts';
import { growWorld, LARGE, PASSWORD, SMALL } from './world.ts';

const SLOWER = 4;
const LAUNCHES = 5;
const TAPS = 10;
/** An hour of polls, each with a change. */
const HOUR = 120;
const SEARCHES = ['v', 'video', 'video 203', 'P-3F', 'ecran bleu'];

interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
}

async function phone(folder: string): Promise<Phone> {
  const size = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'fr-FR' };
  const context = await chromium.launchPersistentContext(folder, { ...chromiumLaunch(), ...size });
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return { context, page, session };
}

/** CPU of the page's thread since it began, ms at the throttled speed. */
async function thread(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find((m) => m.name === 'TaskDuration')?.value ?? Number.NaN);
}

/** @returns MB that live objects take, the rubbish collected */
async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
}

async function shown(page: Page): Promise<void> {
  await page.locator('.list .row').first().waitFor({ timeout: 120_000 });
}

async function firstSync(folder: string, url: string, login: string): Promise<{ wall: number; cpu: number }> {
  const { context, page, session } = await phone(folder);
  await page.goto(`${url}/signin`);
  await page.waitForLoadState('networkidle');
  await page.addInitScript(() => {
    const times = window as unknown as { asked?: number; listed?: number };
    const real = window.fetch;
    window.fetch = (input, init) => {
      if (init?.method === 'POST' && !String(input).includes('/api/')) times.asked ??= performance.now();
      return real(input, init);
    };
    new MutationObserver(() => {
      if (document.querySelector('.list .row') !== null) times.listed ??= performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(PASSWORD);
  const before = await thread(session);
  await page.locator('form button[type=submit]').click();
  await shown(page);
  const cpu = (await thread(session)) - before;
  const wall = await page.evaluate(() => {
    const { asked = 0, listed = 0 } = window as unknown as { asked?: number; listed?: number };
    return listed - asked;
  });
  // The worker takes the shell in before the launches without a network.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (let i = 0; i < 400 && navigator.serviceWorker.controller === null; i += 1) await new Promise((done) => setTimeout(done, 50));
  });
  await page.waitForTimeout(3000);
  await context.close();
  return { wall, cpu };
}

/** Without a network: what is shown comes from the disk. */
async function launch(folder: string, url: string): Promise<{ wall: number; cpu: number; heap: number }> {
  const { context, page, session } = await phone(folder);
  await context.setOffline(true);
  await page.goto(url, { waitUntil: 'commit' });
  await shown(page);
  const cpu = await thread(session);
  const wall = await page.evaluate(() => performance.now());
  await page.waitForTimeout(2000);
  const size = await heap(session);
  await context.close();
  return { wall, cpu, heap: size };
}

/** CPU from a key to the rows that answer it, and of what comes with opening the list. */
async function searches({ page, session }: Phone): Promise<{ opened: number; keys: number[]; rows: number }> {
  const before = await thread(session);
  await page.locator('nav a[href="/tickets"]').click();
  await page.locator('[data-search]').waitFor();
  await shown(page);
  const opened = (await thread(session)) - before;
  // The index is made in small pieces behind the list.
  await page.waitForTimeout(4000);
  const keys: number[] = [];
  for (const text of SEARCHES) {
    const start = await thread(session);
    await page.locator('[data-search]').fill(text);
    await page.waitForTimeout(600);
    keys.push((await thread(session)) - start);
  }
  await page.locator('[data-search]').fill('');
  await page.waitForTimeout(600);
  return { opened, keys, rows: await page.locator('ul.list .row').count() };
}

/** An hour in which every poll brings somebody else's note: what it costs and what stays. */
async function hour({ page, session }: Phone, dataDir: string, login: string, ask: () => Promise<unknown>): Promise<{ cpu: number[]; heap: number }> {
  const { db, close } = await openDatabase(`file:${join(dataDir, 'relais.db')}`);
  const other = await db.person.findFirstOrThrow({ where: { login: 'bruno' } });
  const actor = await actorFor(db, other.id);
  const { id: holder } = await db.person.findFirstOrThrow({ where: { login } });
  const pinned = await db.pinnedSite.findMany({ where: { personId: holder } });
  const own = await db.membership.findMany({ where: { personId: holder, siteId: { not: null } } });
  const sites = [...pinned, ...own].flatMap((s) => s.siteId ?? []);
  const tickets = await db.ticket.findMany({ where: { open: true, siteId: { in: sites } }, select: { id: true }, take: HOUR });
  const origin = randomUUID() as OriginId;
  const start = new Date(0);
  await db.origin.create({ data: { id: origin, personId: other.id, lastContact: start, lastAct: start, createdAt: start } });
  if (actor === null) throw new Error('nobody');
  const cpu: number[] = [];
  for (let i = 0; i < HOUR; i += 1) {
    const id = tickets[i % tickets.length]?.id;
    const command = { type: 'note', v: 2, ticket: id as TicketId, text: `Vu, ${i}.`, visibility: 'internal', call: null } as const;
    await execute(db, actor, origin, { seq: i + 1, at: Date.now(), offset: 0, command }, Date.now());
    const before = await thread(session);
    await ask();
    await page.waitForTimeout(150);
    cpu.push((await thread(session)) - before);
  }
  await close();
  await page.waitForTimeout(1000);
  return { cpu, heap: await heap(session) };
}

/** CPU of a tap, from the press of "Envoyer" to all that it brings. */
async function taps({ page, session }: Phone): Promise<number[]> {
  await page.locator('.list .row').first().click();
  const spent: number[] = [];
  for (let i = 0; i < TAPS; i += 1) {
    await page.locator('.dock .btn.side').first().click();
    await page.locator('dialog[open] textarea').fill(`Note ${i}`);
    await page.waitForTimeout(700);
    const before = await thread(session);
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('.tl .mark.phone').nth(i).waitFor();
    spent.push((await thread(session)) - before);
  }
  return spent;
}

export async function benchPhone(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relais-data-'));
  await growWorld(`file:${join(dataDir, 'relais.db')}`);
  const server = await startServer({ settings: { DATA_DIR: dataDir } });
  const figures: Figure[] = [];
  for (const [who, target] of [
    [SMALL, 1000],
    [LARGE, 6000],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'relais-phone-'));
    const name = `${who.assets} assets, ${who.tickets} tickets`;
    const first = await firstSync(folder, server.url, who.login);
    const launches = [];
    for (let i = 0; i < LAUNCHES; i += 1) launches.push(await launch(folder, server.url));
    const one = await phone(folder);
    await one.page.goto(server.url);
    await shown(one.page);
    await one.page.waitForTimeout(2000);
    const found = await searches(one);
    await one.page.locator('nav a[href="/"]').click();
    await shown(one.page);
    const before = await heap(one.session);
    const absorbed = await hour(one, dataDir, who.login, async () => {
      const answered = one.page.waitForResponse((r) => r.request().method() === 'POST', { timeout: 20_000 });
      await one.page.evaluate(() => dispatchEvent(new Event('online')));
      await answered;
    });
    await one.context.setOffline(true);
    const tapped = await taps(one);
    await one.context.close();
    rmSync(folder, { recursive: true, force: true });
    const ms = (value: number) => fixed(value, 0);
    figures.push(
      { name: `${name}: first sync, first request to list, wall ms`, value: ms(first.wall), target: `<= ${target}`, met: first.wall <= target },
      { name: `${name}: the same with the page's own load, thread ms`, value: ms(first.cpu), target: `<= ${target}`, met: first.cpu <= target },
      {
        name: `${name}: launch offline, thread ms`,
        value: ms(median(launches.map((l) => l.cpu))),
        target: '<= 1000',
        met: median(launches.map((l) => l.cpu)) <= 1000,
      },
      {
        name: `${name}: launch offline, wall ms`,
        value: ms(median(launches.map((l) => l.wall))),
        target: '<= 1000',
        met: median(launches.map((l) => l.wall)) <= 1000,
      },
      { name: `${name}: the list opened, thread ms`, value: ms(found.opened) },
      { name: `${name}: rows drawn of it`, value: String(found.rows) },
      { name: `${name}: a search, thread ms, median and worst`, value: `${ms(median(found.keys))}, ${ms(Math.max(...found.keys))}` },
      { name: `${name}: a poll with a change, thread ms, median and p95`, value: `${ms(median(absorbed.cpu))}, ${ms(quantile(absorbed.cpu, 0.95))}` },
      { name: `${name}: heap after launch, MB`, value: fixed(median(launches.map((l) => l.heap)), 1) },
      {
        name: `${name}: heap before, after an hour of changes, MB`,
        value: `${fixed(before, 1)}, ${fixed(absorbed.heap, 1)}`,
        target: '<= +20 %',
        met: absorbed.heap <= 1.2 * before,
      },
      { name: `${name}: a tap, thread ms, median and p95`, value: `${ms(median(tapped))}, ${ms(quantile(tapped, 0.95))}` },
    );
  }
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
  print(
    `A phone that holds much, ${SLOWER}x CPU throttle; load ${loadavg()
      .map((l) => l.toFixed(1))
      .join(' ')}`,
    figures,
  );
}
