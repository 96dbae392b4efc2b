import { session as en } from './en/session.ts';
import { session as fr } from './fr/session.ts';
import type { Language } from './index.ts';

export type SessionWords = typeof fr;

/** Apart from the shared tree: the field app, which every phone loads, says none of these. */
export function sessionWords(language: Language): SessionWords {
  return language === 'en' ? en : fr;
}
