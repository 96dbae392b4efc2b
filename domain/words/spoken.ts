import type { Words } from './fr/index.ts';
import { fr } from './fr/index.ts';
import type { Language } from './language.ts';

/** French comes with the page, other languages on demand: 12 kB less before the first screen of most people. */
const learned: { fr: Words; en?: Words } = { fr };

/** The texts of a language that was learned; French until then. */
export function words(language: Language): Words {
  return learned[language] ?? fr;
}

/** Loads a language before a person's first screen. Its file is precached by the worker, so this works with no network. */
export async function learn(language: Language): Promise<void> {
  if (language === 'en') learned.en ??= (await import('./en/index.ts')).en;
}
