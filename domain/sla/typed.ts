import { type Day, type DayHours, type DaySpan, ends } from './calendar.ts';

/** How people type hours, days and lengths, and how they are shown to them again. Whatever is shown can be typed. */

const HOUR = String.raw`(\d{1,2})(?:\s*[hH:.]\s*(\d{2})?)?`;
const FROM_TO = new RegExp(String.raw`^${HOUR}\s*(?:-|–|—|à|to)\s*${HOUR}$`);
const CLOSED = /^(?:fermée?|closed|-|–|—)?$/i;

/**
 * "8:00-12:00, 13h30-17h30" → [[480, 720], [810, 1050]]; nothing, or "fermé", is a day without hours.
 * @returns null for what cannot be read, or runs backwards
 */
export function parseHours(typed: string): DayHours | null {
  const text = typed.trim();
  if (CLOSED.test(text)) return [];
  const hours: (readonly [number, number])[] = [];
  for (const part of text.split(/\s*(?:[,;/]|\bet\b|\band\b)\s*/)) {
    const [whole, openHour, openMinute, closeHour, closeMinute] = FROM_TO.exec(part.trim()) ?? [];
    if (whole === undefined) return null;
    const [opens, closes] = [minutesOf(openHour, openMinute), minutesOf(closeHour, closeMinute)];
    const after = hours.at(-1)?.[1] ?? -1;
    if (opens === null || closes === null || opens <= after || opens >= closes) return null;
    hours.push([opens, closes]);
  }
  return hours;
}

/** @returns null past 24:00 */
function minutesOf(hour = '', minute = '0'): number | null {
  const at = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && at <= 1440 ? at : null;
}

/** "8:00-12:00, 13:30-17:30"; empty for a day without hours. */
export function typedHours(hours: DayHours): string {
  const time = (at: number) => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
  return hours.map(([opens, closes]) => `${time(opens)}-${time(closes)}`).join(', ');
}

const DAY = String.raw`(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))`;
const SPAN = new RegExp(String.raw`^(?:du\s+|from\s+)?${DAY}(?:\s*(?:-|–|—|au|to)\s*${DAY})?$`, 'i');

/** Days off, one or a span on each line: "24/12/2026", "2026-12-24 au 2027-01-02". @returns null when a line cannot be read */
export function parseDays(typed: string): readonly DaySpan[] | null {
  const spans: DaySpan[] = [];
  for (const line of typed.split(/[\n;]/)) {
    const text = line.trim();
    if (text === '') continue;
    const found = SPAN.exec(text);
    if (found === null) return null;
    const first = dayOf(found.slice(1, 7));
    const last = found.slice(7, 13).some((part) => part !== undefined) ? dayOf(found.slice(7, 13)) : first;
    if (first === null || last === null || first > last) return null;
    spans.push(first === last ? first : [first, last]);
  }
  return spans;
}

/** @returns null for a day that is none, as 30 February */
function dayOf([isoYear, isoMonth, isoDay, day, month, year]: readonly (string | undefined)[]): Day | null {
  const text = `${isoYear ?? year}-${(isoMonth ?? month ?? '').padStart(2, '0')}-${(isoDay ?? day ?? '').padStart(2, '0')}`;
  const at = Date.parse(text);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : text;
}

/** One line for each. */
export function typedDays(spans: readonly DaySpan[]): string {
  const day = (iso: Day) => iso.split('-').reverse().join('/');
  const line = (span: DaySpan) => {
    const [first, last] = ends(span);
    return first === last ? day(first) : `${day(first)} - ${day(last)}`;
  };
  return spans.map(line).join('\n');
}

/** The longest promise, in minutes: nobody waits for more than a year. */
const LONGEST = 366 * 1440;
const LENGTH = /^(?:(\d{1,4})\s*(?:j|d|jours?|days?))?\s*(?:(\d{1,4})\s*(?:h|heures?|hours?)\s*(\d{1,2})?)?\s*(?:(\d{1,5})\s*(?:m|min|minutes?))?$/i;

/**
 * "30 min", "4 h", "4 h 30", "3 j" → minutes.
 * @param dayMinutes what "one day" means; NaN where a length in days cannot be
 * @returns null for what cannot be read, for nothing, and beyond a year
 */
export function parseLength(typed: string, dayMinutes: number): number | null {
  const [whole, days, hours, rest, minutes] = LENGTH.exec(typed.trim()) ?? [];
  if (!whole) return null;
  const all = (days === undefined ? 0 : Number(days) * dayMinutes) + Number(hours ?? 0) * 60 + Number(rest ?? 0) + Number(minutes ?? 0);
  return all >= 1 && all <= LONGEST && Number(rest ?? 0) < 60 ? all : null;
}

/** "3 j" when it is whole days, else "4 h", "4 h 30", "30 min". */
export function typedLength(minutes: number, dayMinutes: number): string {
  if (minutes >= dayMinutes && minutes % dayMinutes === 0) return `${minutes / dayMinutes} j`;
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')}`}`;
}
