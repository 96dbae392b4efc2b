/** One phone of the fault bench: somebody's browser with the built app in it, a hand that taps, and all that this hand was promised. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { DEMO_PASSWORD } from '#prisma/demo/people.ts';
import type { Stored, Waiting } from './device.ts';
import type { Hand, Kept } from './hand.ts';

/** A tap whose command was durable on the phone: the screen may say so, and the promise begins. */
export interface Accepted extends Kept {
  readonly pocket: Pocket;
  /** When it was heard, ms of the bench's own clock. */
  readonly heard: number;
}

/** What a browser must offer: one of many contexts of a shared browser, or a profile of its own that survives being killed. */
export interface Seat {
  readonly url: string;
  context(): BrowserContext;
  page(): Page;
}

export class Pocket {
  readonly name: string;
  readonly login: string;
  /** Id of the person who holds it. */
  readonly person: string;
  readonly seat: Seat;
  /** In the order of the taps. */
  readonly accepted: Accepted[] = [];
  /** Sentences that promised too early, page by page. */
  readonly early: string[] = [];
  /** In whose hands this phone is: what is tapped is theirs. */
  holder: Pocket = this;

  constructor(seat: Seat, login: string, person: string, name: string) {
    this.seat = seat;
    this.login = login;
    this.person = person;
    this.name = name;
  }

  get page(): Page {
    return this.seat.page();
  }

  /** Hears what is kept; once per browser context, before its first page. */
  async prepare(context: BrowserContext, script: string): Promise<void> {
    await context.exposeBinding('relaisKept', (_source, kept: Kept) => {
      this.holder.accepted.push({ ...kept, pocket: this.holder, heard: Date.now() });
    });
    await context.addInitScript(script);
  }

  /** Signs in on the page, and waits until this phone holds its data and opens without a network. */
  async signIn(): Promise<void> {
    await this.enter();
    await this.page.waitForURL((url) => url.pathname !== '/signin');
    await this.isLoaded();
    await this.hand('isInstalled');
  }

  /** Says who it is at the door, whatever the door answers. */
  async enter(): Promise<void> {
    const { page } = this;
    await page.goto(`${this.seat.url}/signin`, { waitUntil: 'commit' });
    await page.locator('input[name=login]').fill(this.login);
    await page.locator('input[name=password]').fill(DEMO_PASSWORD);
    await page.locator('button[type=submit]').click();
  }

  /** The app shows something that can be tapped, with or without a network. */
  async isOpen(): Promise<void> {
    await this.page.locator('main button, main a').first().waitFor({ timeout: 30_000 });
  }

  /** Before its page goes: what the page has seen would go with it. */
  async leave(): Promise<void> {
    this.early.push(...(await this.hand('seen')).early);
  }

  async isLoaded(): Promise<void> {
    await this.page
      .getByText(/^(À jour|Up to date)/)
      .first()
      .waitFor({ timeout: 30_000 });
  }

  /** Calls the hand in this phone's page. */
  async hand<K extends keyof Hand>(act: K, ...args: Parameters<Hand[K]>): Promise<Awaited<ReturnType<Hand[K]>>> {
    return (await this.page.evaluate(`hand.${act}(...${JSON.stringify(args)})`)) as Awaited<ReturnType<Hand[K]>>;
  }

  /** What it holds; null: nothing yet, or no page to ask. */
  async stored(): Promise<Stored | null> {
    return await this.hand('stored', this.person);
  }

  /** How much waits to be sent, and what was refused or is to be told: quicker than all that it holds. */
  async waiting(): Promise<Waiting> {
    return await this.hand('waiting', this.person);
  }

  /** Resolves when nothing waits any more. @throws after so many ms */
  async isSent(limit = 40_000): Promise<void> {
    const end = performance.now() + limit;
    for (;;) {
      const { outbox } = await this.waiting();
      if (outbox === 0) return;
      if (performance.now() > end) throw new Error(`${this.name} still has ${outbox} to send after ${limit} ms`);
      await sleep(60);
    }
  }

  /**
   * Has everything been said, photos too? Null when it has; else what waits, in a sentence.
   * @param mayMiss a photo of a command that may be missing may stay, as one that waits for nothing
   */
  async unsent(mayMiss: (accepted: Accepted) => boolean = () => false): Promise<string | null> {
    const held = await this.stored();
    if (held === null) return 'holds nothing';
    const { outbox, photos } = held;
    if (outbox.length > 0) return `still has ${outbox.length} to send, first ${JSON.stringify(outbox[0]).slice(0, 200)}`;
    const alone = new Set(this.accepted.filter(mayMiss).map(({ command }) => command['hash']));
    const waiting = photos.filter((p) => p.state !== 'refused' && !(p.state === 'kept' && alone.has(p.hash)));
    return waiting.length > 0 ? `still has ${waiting.length} photos, first ${JSON.stringify(waiting[0])}` : null;
  }

  /**
   * Does it hold what the server holds? Null when it does; else the first difference.
   * @param isBusy others go on meanwhile: what is newer than what this phone has asked for is no difference yet
   */
  async unlike(isBusy = false): Promise<string | null> {
    const held = await this.stored();
    if (held === null) return 'holds nothing';
    const key = (d: Readonly<Record<string, unknown>>) => `${String(d['kind'])} ${String(d['id'])}`;
    const mine = new Map(held.documents.map((d) => [key(d), d]));
    const theirs = new Map((await this.hand('fresh')).map((d) => [key(d), d]));
    for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
      const [here, there] = [mine.get(id), theirs.get(id)];
      if (isDeepStrictEqual(here, there)) continue;
      const { cursor, epoch, lastContact } = held.meta;
      if (isBusy && Number(there?.['version']) > Number(cursor)) continue;
      const when = `versions ${here?.['version']} and ${there?.['version']}, cursor ${cursor}, heard ${Math.round((Date.now() - Number(lastContact)) / 1000)} s ago in ${epoch}`;
      return `holds of ${id}: ${firstDifference(here, there, '')} on a new device; ${when}`;
    }
    return null;
  }
}

/** Where two documents part, and what each says there. */
function firstDifference(here: unknown, there: unknown, path: string): string {
  if (typeof here === 'object' && typeof there === 'object' && here !== null && there !== null) {
    // Last what always differs with something else.
    const keys = [...new Set([...Object.keys(here), ...Object.keys(there)])].sort((a, b) => Number(a === 'version') - Number(b === 'version'));
    const key = keys.find((k) => !isDeepStrictEqual(here[k as never], there[k as never]));
    if (key !== undefined) return firstDifference(here[key as never], there[key as never], `${path}.${key}`);
  }
  return `${path} is ${JSON.stringify(here)?.slice(0, 300)}, and ${JSON.stringify(there)?.slice(0, 300)}`;
}
