import { assetLabel } from '#app/_field/said.ts';
import type { Language, Words } from '#domain/words/index.ts';
import type { Recurrence } from '#server/recurrence.ts';

type Model = { readonly type: string; readonly maker: string | null; readonly model: string | null };

/** "Vidéoprojecteur Epson EB-X49" */
export function called(w: Words, { type, maker, model }: Model): string {
  return [assetLabel(w, { type }), maker, model].filter(Boolean).join(' ');
}

/** "1 250 €", with cents only where there are some. */
export function money(cents: number, language: Language): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(cents / 100);
}

/** "Bât. B, salle 203", as its plate says it. */
export function placeOf({ building, roomName }: Pick<Recurrence['lines'][number], 'building' | 'roomName'>, none: string): string {
  return roomName === null ? none : [building, roomName].filter(Boolean).join(' / ');
}
