import type { Field } from '#app/_field/field.tsx';
import type { Colleague, SiteDocument } from '#domain/documents.ts';
import { awayOf } from '#domain/presence.ts';
import { date, localDay } from '#domain/words/time.ts';

/** What is said of a colleague, and their presence as this phone knows it: "Correspondant · Absent jusqu’au 24 nov. · voir Karim Benali". */
export function withPresence(
  { words: w, now, language }: Pick<Field, 'words' | 'now' | 'language'>,
  site: SiteDocument | undefined,
  colleague: Colleague,
  said: string | undefined,
): string | undefined {
  const away = site === undefined ? null : awayOf(colleague, localDay(now, site.timeZone));
  if (site === undefined || away === null) return said;
  const say = w.guarded.presence;
  const until = away.until === null ? say.away : say.awayUntil({ date: date(Date.parse(`${away.until}T12:00:00Z`), now, 'UTC', language) });
  const deputy = site.colleagues.find((c) => c.id === away.deputy)?.name;
  return [...(said === undefined ? [] : [said]), until, ...(deputy === undefined ? [] : [say.see({ who: deputy })])].join(' · ');
}
