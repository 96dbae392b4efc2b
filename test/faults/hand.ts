/**
 * The hand on a phone of the fault bench, inside the page of the built app: it taps what a person taps, by the words on the screen, and
 * comes back when the screen has said that it is kept. Beside it an eye that hears every durable commit and every "saved" that is said.
 */

import { damage } from './damage.ts';
import * as device from './device.ts';

/** What one append left on this device, once its transaction was complete. */
export interface Kept {
  /** Of the outbox; the seq is this less the origin's base. */
  readonly key: number;
  readonly command: Readonly<Record<string, unknown>>;
  /** ms of this page */
  readonly at: number;
}

export interface Seen {
  /** Appended in this page and durable, oldest first. */
  readonly kept: readonly Kept[];
  /** Sentences that said "saved" while nothing new was durable. */
  readonly early: readonly string[];
}

const LIMIT = 20_000;

/** What is in front, in words, with what stands in its fields. */
function shown(): string {
  const front = document.querySelector('dialog[open]') ?? document.querySelector('main') ?? document.body;
  const typed = [...front.querySelectorAll<HTMLInputElement>('textarea, input[type=text]')].map((f) => `[${f.value}]`);
  return `${front.textContent} ${typed.join(' ')} ${[...document.querySelectorAll('.toast')].map((t) => t.textContent).join(' ')}`;
}

async function until<T>(what: string, look: () => T | null | undefined | false, limit = LIMIT): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`never came: ${what}; ${location.pathname} shows ${shown().slice(0, 700)}`);
    await new Promise((done) => setTimeout(done, 4));
  }
}

const textOf = (e: Element) => e.textContent.trim();

/** The button a person reads so; the sheet on top, where one is open, is all that can be touched. */
function button(name: string | RegExp): HTMLButtonElement | null {
  const scope = document.querySelector('dialog[open]') ?? document;
  const fits = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
  return [...scope.querySelectorAll('button')].find((b) => !b.disabled && fits(textOf(b))) ?? null;
}

async function tap(name: string | RegExp): Promise<void> {
  (await until(`the button ${name}`, () => button(name))).click();
}

/** As a keyboard does it: React listens to the event, not to the value. */
function type(into: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  const proto = into instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(into, text);
  into.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Small beside the verb that comes next, or that verb itself: a helper's. */
const NOTE = /^(?:Note|Écrire une note)$/;
const sheet = () => document.querySelector<HTMLDialogElement>('dialog[open]');
const noSheet = () => sheet() === null;

/** To another screen of the app, without loading a page. */
function go(path: string): void {
  if (location.pathname + location.search === path) return;
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

async function atTicket(id: string): Promise<void> {
  const before = location.pathname;
  go(`/tickets/${id}`);
  if (before !== location.pathname) await new Promise((done) => setTimeout(done, 30));
  await until(`the ticket ${id}`, () => {
    // Somebody was quicker: the screen says so, and the person helps.
    button('Rester en renfort')?.click();
    return button('Autres');
  });
}

/** Waits for one append more than there were: nothing else says that this tap was accepted. */
async function accepted(before: number): Promise<Kept> {
  return await until('a durable command', () => eye.kept[before]);
}

/**
 * Opens a sheet, fills it and sends it. News may take the screen away in the middle ("somebody has taken it"): what was typed is a draft,
 * and the person begins again.
 */
async function inSheet(ticket: string, opens: () => Promise<void>, fill: (form: Element) => void): Promise<Kept> {
  for (let i = 0; ; i += 1) {
    await atTicket(ticket);
    const before = eye.kept.length;
    try {
      await opens();
      fill(await until('the form', () => sheet()?.querySelector('form'), 3_000));
      (await until('its button', () => sheet()?.querySelector<HTMLButtonElement>('form button[type=submit]:not([disabled])'), 3_000)).click();
      // On a busy phone the disk takes its time: whoever tapped waits, and does not say it a second time.
      const kept = await until('a durable command', () => eye.kept[before]);
      await until('the sheet to close', noSheet);
      return kept;
    } catch (error) {
      const [kept] = eye.kept.slice(before);
      if (kept !== undefined) return kept;
      if (i === 4) throw error;
      sheet()?.close();
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** A verb of "Autres", for its first reason, with words. */
const other = (ticket: string, verb: string | RegExp, text: string | null): Promise<Kept> =>
  inSheet(
    ticket,
    async () => {
      await tap('Autres');
      await tap(verb);
    },
    (form) => {
      form.querySelector<HTMLInputElement>('input[type=radio]:not(:checked)')?.click();
      const area = form.querySelector('textarea');
      if (area !== null && text !== null) type(area, text);
    },
  );

const hand = {
  go,
  note: (ticket: string, text: string): Promise<Kept> =>
    inSheet(
      ticket,
      async () => await tap(NOTE),
      (form) => type(form.querySelector('textarea') as HTMLTextAreaElement, text),
    ),
  /** The one big button, if it says this now; null when it does not: somebody else was quicker. */
  async verb(ticket: string, name: string): Promise<Kept | null> {
    await atTicket(ticket);
    const before = eye.kept.length;
    const now = button(name);
    if (now === null) return null;
    now.click();
    return await accepted(before);
  },
  other,
  /** @returns the new ticket's command; the words stand in it */
  async open(asset: string, text: string): Promise<Kept> {
    go(`/new?asset=${asset}`);
    // A screen that is still coming may be another one an instant later: whoever types looks whether it stands there.
    for (let i = 0; i < 50; i += 1) {
      type(await until('the field', () => document.querySelector<HTMLTextAreaElement>('#new-ticket textarea')), text);
      await new Promise((done) => setTimeout(done, 20));
      if (document.querySelector<HTMLTextAreaElement>('#new-ticket textarea')?.value === text) break;
    }
    // Not on this phone now: the person says of what kind it is.
    if (document.querySelector('input[name=category]:checked') === null) document.querySelector<HTMLInputElement>('input[name=category]')?.click();
    await new Promise((done) => setTimeout(done, 20));
    const before = eye.kept.length;
    (await until('the button', () => document.querySelector<HTMLButtonElement>('button[form=new-ticket]:not([disabled])'))).click();
    const kept = await accepted(before);
    await until('its page', () => location.pathname.startsWith('/tickets/'));
    return kept;
  },
  /** Adds a photo made here, a different one each time. */
  async photo(ticket: string, number: number): Promise<Kept> {
    await atTicket(ticket);
    const canvas = new OffscreenCanvas(1200, 900);
    const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    for (let i = 0; i < 40; i += 1) {
      pen.fillStyle = `hsl(${(number * 47 + i * 29) % 360} 70% 50%)`;
      pen.fillRect((i * 131 + number * 17) % 1200, (i * 71 + number * 13) % 900, 180, 140);
    }
    pen.font = '80px sans-serif';
    pen.fillText(String(number), 100, 450);
    const file = new File([await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })], 'photo.jpg', { type: 'image/jpeg' });
    const before = eye.kept.length;
    await tap('Autres');
    await tap(/^Ajouter une photo/);
    const input = await until('the camera', () => sheet()?.querySelector<HTMLInputElement>('input[type=file]'));
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await until('a durable command, or the button that makes it one', () => {
      const send = sheet()?.querySelector<HTMLButtonElement>('form button[type=submit]:not([disabled])');
      if (send && !eye.kept[before]) send.click();
      return eye.kept[before];
    });
    await until('the sheet to close', noSheet);
    return await accepted(before);
  },
  /** The worker holds the whole shell: this phone opens without a network. */
  async isInstalled(): Promise<void> {
    await navigator.serviceWorker.ready;
    await until('the worker', () => navigator.serviceWorker.controller?.state === 'activated');
  },
  /** A take that came second is told on its ticket's screen: the person reads it. @returns what the screen says */
  async readTold(ticket: string): Promise<string> {
    go(`/tickets/${ticket}`);
    const stay = await until('the word that somebody was quicker', () => button('Rester en renfort'));
    const said = shown();
    stay.click();
    await until('the ticket itself', () => button('Autres'));
    return said;
  },
  /** What the screen of refusals says of what was refused, and "Réessayer" for each. @returns its text, before */
  async refusals(retry: boolean): Promise<string> {
    go('/outbox');
    await until('a refusal', () => button('Réessayer'));
    const said = shown();
    while (retry) {
      const items = [...document.querySelectorAll('button')].filter((b) => textOf(b) === 'Réessayer');
      if (items[0] === undefined) break;
      items[0].click();
      await until('one refusal less', () => [...document.querySelectorAll('button')].filter((b) => textOf(b) === 'Réessayer').length < items.length);
    }
    return said;
  },
  /** A note where the phone may keep nothing: what the screen then says, whether its words are still there, and whether "saved" was said. */
  async attempt(ticket: string, text: string): Promise<{ readonly problem: string; readonly text: string; readonly isKept: boolean }> {
    await atTicket(ticket);
    const before = eye.kept.length;
    await tap(NOTE);
    const form = await until('the form', () => sheet()?.querySelector('form'));
    type(form.querySelector('textarea') as HTMLTextAreaElement, text);
    (await until('its button', () => form.querySelector<HTMLButtonElement>('button[type=submit]:not([disabled])'))).click();
    const alert = await until('an answer', () => (eye.kept[before] ? form : form.querySelector('[role=alert]')));
    return { problem: alert === form ? '' : textOf(alert), text: form.querySelector('textarea')?.value ?? '', isKept: alert === form };
  },
  /** The same words again, from the form that kept them. */
  async again(): Promise<Kept> {
    const before = eye.kept.length;
    (await until('the form', () => sheet()?.querySelector<HTMLButtonElement>('form button[type=submit]:not([disabled])'))).click();
    const kept = await accepted(before);
    await until('the sheet to close', noSheet);
    return kept;
  },
  /** Throws away each refusal of "À envoyer" that nobody can read. @returns how many were shown */
  async discard(): Promise<number> {
    go('/outbox');
    await until('what is to be sent', () => document.title.includes('envoyer') && document.querySelector('main h1, header h1'));
    const items = () => [...document.querySelectorAll('li.row')].filter((li) => li.textContent.includes('Le serveur n’a pas pu lire'));
    let thrown = 0;
    for (let item = items()[0]; item !== undefined; item = items()[0]) {
      const left = items().length;
      const press = (within: Element) =>
        [...within.querySelectorAll('button')]
          .filter((b) => textOf(b) === 'Jeter')
          .at(0)
          ?.click();
      press(item);
      const sure = await until('the question', () => [...document.querySelectorAll('[role=alert]')].find((n) => n.textContent.includes('Jeter')));
      press(sure);
      await until('one less', () => items().length < left);
      thrown += 1;
    }
    return thrown;
  },
  /** The network is said to be back: what a phone hears from its radio. */
  nudge(): void {
    dispatchEvent(new Event('online'));
  },
  seen: (): Seen => ({ kept: [...eye.kept], early: [...eye.early] }),
  ...device,
  ...damage,
};

export type Hand = typeof hand;

const eye = { kept: [] as Kept[], early: [] as string[], said: 0 };

/** Hears each append to the outbox when its transaction is complete: that, and no sooner, is "durable". */
function hearCommits(): void {
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function listened(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    const request = key === undefined ? add.call(this, value) : add.call(this, value, key);
    if (this.name === 'outbox') {
      const { transaction } = this;
      const { command } = value as { command: Kept['command'] | null };
      transaction.addEventListener('complete', () => {
        // A number taken and given up: the base of a new origin.
        if (command === null) return;
        if (transaction.durability !== 'strict') eye.early.push(`appended with durability ${transaction.durability}`);
        const kept: Kept = { key: Number(request.result), command, at: Date.now() };
        eye.kept.push(kept);
        (globalThis as { relaisKept?: (kept: Kept) => void }).relaisKept?.(kept);
      });
    }
    return request;
  };
}

/** Each toast is one "saved": there are never more of them than durable commands. */
function hearSayings(): void {
  const look = () => {
    const toast = document.querySelector('.toasts .toast');
    if (toast === null || (toast as { heard?: boolean }).heard === true) return;
    (toast as unknown as { heard: boolean }).heard = true;
    eye.said += 1;
    if (eye.said > eye.kept.length) eye.early.push(`"${textOf(toast)}" was said with ${eye.kept.length} durable`);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

if ((globalThis as { hand?: Hand }).hand === undefined) {
  hearCommits();
  hearSayings();
  (globalThis as unknown as { hand: Hand }).hand = hand;
}
