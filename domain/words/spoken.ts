import { first } from './fr/first.ts';
import type { Words } from './fr/index.ts';
import type { Language } from './language.ts';

/**
 * The first screen's French comes with the page; the rest of it, and other languages, on demand from the worker's cache: 20 kB less
 * before the first screen of most people. A test holds that the first screen says nothing else.
 */
const learned: { readonly fr: Words; en?: Words } = { fr: { ...first } as Words };

/** The texts of a language that was learned; French until then. */
export function words(language: Language): Words {
  return learned[language] ?? learned.fr;
}

/** Loads a language before a person's first screen. Its file is precached by the worker, so this works with no network. */
export async function learn(language: Language): Promise<void> {
  if (language === 'en') learned.en ??= (await import('./en/index.ts')).en;
}

/** Loads what the first screen does not say; a screen that is opened waits for it. The same object, completed. */
export async function learnRest(): Promise<void> {
  Object.assign(learned.fr, (await import('./fr/index.ts')).fr);
}
