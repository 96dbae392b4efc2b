import { en } from './en/index.ts';
import type { Words } from './fr/index.ts';
import { fr } from './fr/index.ts';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The tree of every text: French gives the shape, the others must fill it. */
export type { Words };

const TREES: Readonly<Record<Language, Words>> = { fr, en };

/** The texts of a language; the same object each time, so that it can be a dependency of an effect. */
export function words(language: Language): Words {
  return TREES[language];
}

/** The language for a stored or asked name ("en-GB", "fr"); French when it is neither. */
export function languageOf(name: string | null | undefined): Language {
  return name?.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
