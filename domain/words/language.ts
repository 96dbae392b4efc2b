export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language for a stored or asked name ("en-GB", "fr"); French when it is neither. */
export function languageOf(name: string | null | undefined): Language {
  return name?.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
