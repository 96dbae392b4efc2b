import { office as en } from './en/office.ts';
import { office as fr } from './fr/office.ts';
import type { Language } from './index.ts';

export type OfficeWords = typeof fr;

/** Apart from the shared tree: the field app, which every phone loads, says none of these. */
export function officeWords(language: Language): OfficeWords {
  return language === 'en' ? en : fr;
}
