/** A row's surroundings: an installation on a real database behind a line that can fail, and the phones of its people. */
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { build } from 'esbuild';
import { chromiumLaunch } from '#test/chromium.ts';
import { House, type HouseOptions } from '#test/e2e/harness/house.ts';
import { Phone } from '#test/e2e/harness/phone.ts';
import type { Between } from '#test/e2e/harness/proxy.ts';
import type { Dice } from './dice.ts';
import { Pocket } from './pocket.ts';

let compiled: Promise<string> | undefined;

/** The hand, for a page. */
async function handScript(): Promise<string> {
  compiled ??= build({ entryPoints: ['test/faults/hand.ts'], bundle: true, write: false, format: 'iife', logLevel: 'error' }).then(
    ({ outputFiles }) => outputFiles[0]?.text ?? '',
  );
  return await compiled;
}

export class World {
  readonly house: House;
  readonly line: Between;
  readonly dice: Dice;
  readonly pockets: Pocket[] = [];
  readonly #contexts: BrowserContext[] = [];
  readonly #phones: Phone[] = [];
  #browser: Promise<Browser> | null = null;

  private constructor(house: House, line: Between, dice: Dice) {
    this.house = house;
    this.line = line;
    this.dice = dice;
  }

  static async open(dice: Dice, options: HouseOptions = {}): Promise<World> {
    const house = await House.open({ ...options, proxied: true });
    if (house.proxy === null) throw new Error('no line to break');
    house.proxy.random = dice.next;
    return new World(house, house.proxy, dice);
  }

  /**
   * A phone of this person, signed in and loaded, in a browser shared by many: it cannot be killed alone.
   * @param first a script that runs in its pages before all others
   */
  async pocket(login: string, first?: string): Promise<Pocket> {
    this.#browser ??= chromium.launch(chromiumLaunch());
    const context = await (await this.#browser).newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
    });
    context.setDefaultTimeout(30_000);
    this.#contexts.push(context);
    let page = await context.newPage();
    const pocket = await this.#pocket(login, { url: this.house.url, context: () => context, page: () => context.pages()[0] ?? page });
    if (first !== undefined) await context.addInitScript(first);
    await pocket.prepare(context, await handScript());
    await page.close();
    page = await context.newPage();
    await pocket.signIn();
    return pocket;
  }

  /** A phone with a profile of its own on the disk, which can be killed and opened again. */
  async phone(login: string): Promise<Pocket & { readonly phone: Phone }> {
    const phone = new Phone(this.house.url);
    this.#phones.push(phone);
    const script = await handScript();
    const pocket = await this.#pocket(login, { url: this.house.url, context: () => phone.context, page: () => phone.page });
    phone.onStart(async (context) => await pocket.prepare(context, script));
    await phone.open('/signin');
    await pocket.signIn();
    return Object.assign(pocket, { phone });
  }

  async #pocket(login: string, seat: Pocket['seat']): Promise<Pocket> {
    const pocket = new Pocket(seat, login, await this.house.person(login), `${login}${this.pockets.length + 1}`);
    this.pockets.push(pocket);
    return pocket;
  }

  /** All is well again: servers up, line clear; nothing says so to the phones but the phones' own trying. */
  async wellAgain(): Promise<void> {
    this.line.weather = () => 'clear';
    if (this.line.slow !== null) this.line.slow = null;
    this.line.delay = 0;
    await this.house.start();
    for (const context of this.#contexts) await context.setOffline(false);
  }

  async close(): Promise<void> {
    for (const phone of this.#phones) await phone.remove();
    await (await this.#browser)?.close();
    await this.house.close();
  }
}
