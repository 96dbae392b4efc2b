import { en } from './en/index.ts';
import type { Words } from './fr/index.ts';
import { fr } from './fr/index.ts';
import type { Language } from './language.ts';

export { LANGUAGES, type Language, languageOf } from './language.ts';
/** The tree of every text: French gives the shape, the others must fill it. */
export type { Words };

const TREES: Readonly<Record<Language, Words>> = { fr, en };

/**
 * The texts of a language; the same object each time, so that it can be a dependency of an effect.
 * Both languages at once, 25 kB compressed: for the server, the worker and the office. The field's page asks `spoken.ts`.
 */
export function words(language: Language): Words {
  return TREES[language];
}
