/** A phone: a real Chromium with a profile of its own, which can be closed, killed and opened again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, expect, type Locator, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import { chromiumLaunch } from '#test/chromium.ts';

export type PhoneOptions = {
  /** Height and width in CSS px; a telephone upright by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A mouse instead of a finger. */
  readonly isDesktop?: boolean;
  /** The film that the camera sees (test/camera.ts); without one the camera is refused. */
  readonly camera?: string;
  readonly dark?: boolean;
  readonly locale?: string;
  readonly permissions?: readonly string[];
  /** For the browser's command line. */
  readonly args?: readonly string[];
};

const UPRIGHT = { width: 390, height: 844 };
/** What a page says when the network is away, which is no fault of it. */
const NETWORK = /net::ERR_|Failed to load resource|Failed to fetch|NetworkError|ERR_CONNECTION|the server responded with a status of/;

/** The browser's own process: the one with this profile that is nobody's child process. */
function browserProcess(profile: string): number | null {
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.includes(`--user-data-dir=${profile}`) && !words.some((w) => w.startsWith('--type='))) return Number(pid);
    } catch {
      // it has just ended
    }
  }
  return null;
}

export class Phone {
  readonly url: string;
  readonly profile = mkdtempSync(join(tmpdir(), 'relais-phone-'));
  /** Whatever a page complained of, other than a network that is away. */
  readonly faults: string[] = [];
  readonly #options: PhoneOptions;
  readonly #scripts: string[] = [];
  readonly #onStart: ((context: BrowserContext) => Promise<void>)[] = [];
  readonly #forgiven: RegExp[] = [];
  #context: BrowserContext | null = null;
  #page: Page | null = null;

  constructor(url: string, options: PhoneOptions = {}) {
    this.url = url;
    this.#options = options;
  }

  /** Called with each new browser of this phone, before its first page. */
  onStart(prepare: (context: BrowserContext) => Promise<void>): void {
    this.#onStart.push(prepare);
  }

  /** Runs in every page of this phone before its own scripts; from the next page on. */
  async prepare(script: string): Promise<void> {
    this.#scripts.push(script);
    await this.#context?.addInitScript(script);
  }

  get context(): BrowserContext {
    if (this.#context === null) throw new Error('this phone is off');
    return this.#context;
  }

  get page(): Page {
    if (this.#page === null) throw new Error('this phone is off');
    return this.#page;
  }

  /** Starts the browser, if it is off, and opens an address of the app. */
  async open(path = '/'): Promise<Page> {
    if (this.#context === null) await this.#start();
    await this.page.goto(this.url + path, { waitUntil: 'commit' });
    return this.page;
  }

  async #start(): Promise<void> {
    const { viewport = UPRIGHT, isDesktop = false, camera, dark = false, locale = 'fr-FR', permissions = [], args = [] } = this.#options;
    const launch = chromiumLaunch();
    const eyes =
      camera === undefined ? ['--deny-permission-prompts'] : [`--use-file-for-fake-video-capture=${camera}`, '--use-fake-ui-for-media-stream'];
    const context = await chromium.launchPersistentContext(this.profile, {
      ...launch,
      args: [...launch.args, '--use-fake-device-for-media-stream', ...eyes, ...args],
      viewport,
      locale,
      baseURL: this.url,
      timezoneId: 'Europe/Paris',
      colorScheme: dark ? 'dark' : 'light',
      hasTouch: !isDesktop,
      isMobile: !isDesktop,
      // Playwright refuses what is not named here.
      permissions: [...(camera === undefined ? [] : ['camera']), ...permissions],
    });
    context.setDefaultTimeout(15_000);
    for (const script of this.#scripts) await context.addInitScript(script);
    for (const prepare of this.#onStart) await prepare(context);
    context.on('page', (page) => this.#watch(page));
    for (const page of context.pages()) this.#watch(page);
    this.#context = context;
    this.#page = context.pages()[0] ?? (await context.newPage());
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#complain(page, error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !NETWORK.test(message.text())) this.#complain(page, message.text());
    });
  }

  #complain(page: Page, what: string): void {
    if (!this.#forgiven.some((pattern) => pattern.test(what))) this.faults.push(`${page.url()}: ${what}`);
  }

  /** What the scene itself makes the browser complain of. */
  forgive(pattern: RegExp): void {
    this.#forgiven.push(pattern);
  }

  /** Signs in by the page, and waits until this phone holds its data and could open without a network. */
  async signIn(login: string, { next = '/', password = DEMO_PASSWORD }: { next?: string; password?: string } = {}): Promise<void> {
    await this.open(`/signin?next=${encodeURIComponent(next)}`);
    await this.enter(login, password);
    await this.page.waitForURL((url) => url.pathname !== '/signin');
    await this.isLoaded();
    await this.isInstalled();
  }

  /** Fills the sign-in page that is shown. */
  async enter(login: string, password = DEMO_PASSWORD): Promise<void> {
    await this.page.locator('input[name=login]').fill(login);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
  }

  /** The register and the tickets are here: the chip says so. */
  async isLoaded(): Promise<void> {
    await expect(this.page.getByText(/^(À jour|Up to date)/).first()).toBeVisible({ timeout: 20_000 });
  }

  /** The worker holds the whole shell. */
  async isInstalled(): Promise<void> {
    await this.page.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated' && navigator.serviceWorker.controller !== null,
      undefined,
      // A hundred files of the shell, on a machine that does much else.
      { timeout: 45_000 },
    );
  }

  /** Another tab of the same browser. */
  async tab(path = '/'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.url + path, { waitUntil: 'commit' });
    return page;
  }

  /** Closed by its person. */
  async close(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    this.#page = null;
    await context?.close().catch(() => 'already gone');
  }

  /** Out of power, this instant: nothing is written any more. */
  async kill(): Promise<void> {
    const pid = browserProcess(this.profile);
    if (pid === null) throw new Error('no browser to kill');
    process.kill(pid, 'SIGKILL');
    for (let i = 0; browserProcess(this.profile) !== null && i < 200; i += 1) await sleep(10);
    await this.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10 });
  }

  /** All that can be read on its pages, for the report of a failure. */
  async says(): Promise<string> {
    if (this.#context === null) return 'off';
    const texts = this.#context.pages().map(async (page) => `${page.url()}\n${await page.locator('body').ariaSnapshot({ timeout: 1000 })}`);
    return (await Promise.all(texts.map((text) => text.catch(() => 'no page')))).join('\n\n');
  }

  /** The title of the screen that is shown. */
  get title(): Locator {
    return this.page.locator('h1:visible').last();
  }
}
