import { publicPage as en } from './en/public.ts';
import { publicPage as fr } from './fr/public.ts';
import type { Language } from './language.ts';

export type PublicWords = typeof fr;

/** Apart from the shared tree: said to whoever has no account, by a page of its own. */
export function publicWords(language: Language): PublicWords {
  return language === 'en' ? en : fr;
}
