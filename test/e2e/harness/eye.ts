/** A careful reader of every screen: axe in both themes and two widths, nothing beside the edge, no text that is not meant for people. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { type Language, words } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import { sessionWords } from '#domain/words/session.ts';

const THEMES = ['light', 'dark'] as const;
/** CSS px: a usual telephone, and the narrowest that must do (WCAG 1.4.10). */
const WIDTHS = [390, 320] as const;
const HEIGHT = 844;

/** Axe itself, as @axe-core/playwright brings it; its own builder sends all of it again for each look. */
const AXE = readFileSync(createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
type WithAxe = { axe?: { run(where: Document, how: object): Promise<{ violations: readonly Violation[] }> } };

/** Names of codes, holes in sentences, values that are none. */
const NOT_WORDS =
  /\bundefined\b|\bnull\b|\bNaN\b|\[object |Invalid Date|\$\{|\{\w+\}|\b[a-z]{2,}(?:_[a-z]+)+\b|\b[a-z]{2,}(?:\.[a-z]{2,}[A-Za-z]*){2,}\b/;

function sentencesOf(tree: unknown, into: Set<string>): Set<string> {
  if (typeof tree === 'string') into.add(tree);
  else if (typeof tree === 'object' && tree !== null) for (const branch of Object.values(tree)) sentencesOf(branch, into);
  return into;
}

const all = (language: Language) =>
  [words(language), officeWords(language), sessionWords(language)].reduce<Set<string>>((into, tree) => sentencesOf(tree, into), new Set());
const SPOKEN = { fr: all('fr'), en: all('en') } as const;

/** A word of the other language that this one does not have too. Names of languages are said in their own. */
function foreignTo(language: Language): ReadonlySet<string> {
  const other = SPOKEN[language === 'fr' ? 'en' : 'fr'];
  return new Set([...other].filter((text) => text.length > 2 && !SPOKEN[language].has(text)));
}
const FOREIGN = { fr: foreignTo('fr'), en: foreignTo('en') } as const;

interface Read {
  readonly language: string;
  readonly texts: readonly string[];
  /** Elements that reach beyond the screen, or panes that scroll sideways. */
  readonly cut: readonly string[];
}

/**
 * All that is said and shown, to eyes and to screen readers.
 * @param across of the screen, CSS px; `innerWidth` grows with what does not fit, as a telephone zooms out to show it
 */
async function read(page: Page, across: number): Promise<Read> {
  return await page.evaluate((wide) => {
    const texts: string[] = [];
    const cut: string[] = [];
    const name = (e: Element) => `${e.tagName.toLowerCase()}.${[...e.classList].join('.')}`;
    const scope = document.querySelector('dialog[open]') ?? document.body;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      if (text !== '' && node.parentElement?.closest('script, style, noscript') === null) texts.push(text);
    }
    for (const element of document.querySelectorAll('*')) {
      for (const attribute of ['aria-label', 'placeholder', 'title', 'alt']) {
        const text = element.getAttribute(attribute)?.trim() ?? '';
        if (text !== '') texts.push(text);
      }
    }
    const isSideways = (e: Element) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
    for (const element of scope.querySelectorAll('*')) {
      // A drawing is cut by its own frame.
      if (element instanceof SVGElement && element.ownerSVGElement !== null) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const { right, left, width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2) continue;
      // What lies in a row that is made to be pushed sideways is not cut; a whole pane is.
      let row: Element | null = element.parentElement;
      while (row !== null && !isSideways(row)) row = row.parentElement;
      if (row === null && (right > wide + 1 || left < -1)) cut.push(`${name(element)} ${Math.round(left)}..${Math.round(right)}`);
      if (isSideways(element) && element.querySelector('h1, h2, form') !== null) cut.push(`${name(element)} scrolls sideways`);
    }
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > wide || innerWidth > wide) cut.push(`the page: ${Math.max(scrollWidth, innerWidth)} of ${wide}`);
    return { language: document.documentElement.lang, texts, cut };
  }, across);
}

/** Looks at screens and remembers everything that is wrong with them. */
export class Eye {
  readonly found: string[] = [];
  readonly #language: Language;

  readonly #names: ReadonlySet<string>;

  /** @param names what the demonstration's own things are called, in whatever language */
  constructor(language: Language = 'fr', names: readonly string[] = []) {
    this.#language = language;
    this.#names = new Set(names);
  }

  /**
   * @param name what to call this screen in the report
   * @param looks every theme at every width; `corners`: light at the wider, dark at the narrower
   */
  async look(page: Page, name: string, looks: 'all' | 'corners' = 'all'): Promise<void> {
    for (const [i, width] of WIDTHS.entries()) {
      await page.setViewportSize({ width, height: HEIGHT });
      for (const [k, colorScheme] of THEMES.entries()) {
        if (looks === 'corners' && i !== k) continue;
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await this.#settle(page);
        await this.#judge(page, `${name}, ${colorScheme}, ${width} px`);
      }
      await this.#hear(page, `${name}, ${width} px`, width);
    }
    await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  }

  /** Axe alone, on the page as it stands: a desk's width. */
  async judgeAsItStands(page: Page, name: string): Promise<void> {
    await this.#settle(page);
    await this.#judge(page, name);
  }

  async #settle(page: Page): Promise<void> {
    await page.evaluate(async () => {
      await document.fonts.ready;
      const moved = Promise.allSettled(document.getAnimations().map((a) => a.finished));
      // One that turns for ever is not waited for.
      await Promise.race([moved, new Promise((done) => setTimeout(done, 400))]);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  }

  async #judge(page: Page, where: string): Promise<void> {
    if (!(await page.evaluate(() => (window as WithAxe).axe !== undefined))) await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const how = { resultTypes: ['violations'], preload: false, iframes: false };
      return (await (window as WithAxe).axe?.run(document, how))?.violations ?? null;
    });
    if (violations === null) throw new Error('axe did not run');
    for (const { id, nodes } of violations) {
      this.#say(where, `${id}: ${nodes.map((n) => `${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`).join(' | ')}`);
    }
  }

  async #hear(page: Page, where: string, width: number): Promise<void> {
    const { language, texts, cut } = await read(page, width);
    if (language !== this.#language) this.#say(where, `the page says that it is in "${language}"`);
    for (const text of texts) {
      if (NOT_WORDS.test(text)) this.#say(where, `not for people: ${text}`);
      if (FOREIGN[this.#language].has(text) && !this.#names.has(text)) this.#say(where, `another language: ${text}`);
    }
    for (const element of cut) this.#say(where, `cut: ${element}`);
  }

  #say(where: string, what: string): void {
    this.found.push(`${where}: ${what}`);
  }
}
