import type { Instant } from '#domain/ids.ts';
import type { Language } from './index.ts';

const NB = '\u00a0';
const LOCALE: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Making a formatter costs about 50 µs and a list shows hundreds of times: one per zone, language and shape. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, timeZone: string, shape: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${shape}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALE[language], { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

interface Local {
  readonly year: number;
  /** Days since 1970 of the local calendar: the difference of two is a number of midnights. */
  readonly day: number;
  readonly dayOfMonth: number;
  readonly hour: number;
  readonly minute: string;
}

function local(at: Instant, timeZone: string): Local {
  const parts = formatter('en', timeZone, 'parts', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  const [year, month, dayOfMonth] = [Number(part('year')), Number(part('month')), Number(part('day'))];
  return { year, day: Date.UTC(year, month - 1, dayOfMonth) / DAY, dayOfMonth, hour: Number(part('hour')), minute: part('minute') };
}

/** The calendar day in a zone, "2026-11-24". */
export function localDay(at: Instant, timeZone: string): string {
  return new Date(local(at, timeZone).day * DAY).toISOString().slice(0, 10);
}

/** "9 h 42" or "9:42", in the zone of the site. @param timeZone an IANA name, such as "Indian/Reunion" */
export function clock(at: Instant, timeZone: string, language: Language): string {
  const { hour, minute } = local(at, timeZone);
  return language === 'fr' ? `${hour}${NB}h${NB}${minute}` : `${hour}:${minute}`;
}

/** "4 nov.", "1er nov.", with the year when it is another than now's. */
export function date(at: Instant, now: Instant, timeZone: string, language: Language): string {
  const { year, dayOfMonth } = local(at, timeZone);
  const month = formatter(language, timeZone, 'month', { month: 'short' }).format(at);
  const day = language === 'fr' && dayOfMonth === 1 ? '1er' : String(dayOfMonth);
  const short = `${day}${NB}${month}`;
  return year === local(now, timeZone).year ? short : `${short}${NB}${year}`;
}

/** "vendredi 20 novembre": the whole day, for a title. */
export function longDay(at: Instant, timeZone: string, language: Language): string {
  return formatter(language, timeZone, 'long', { weekday: 'long', day: 'numeric', month: 'long' }).format(at).replace(',', '');
}

/**
 * When it was or will be, as short as can be (ux.md section 2): today "9 h 42", "hier à 17 h 20", "demain à 8 h 30",
 * this week "lundi 11 h 10", else "4 nov.".
 */
export function when(at: Instant, now: Instant, timeZone: string, language: Language): string {
  const days = local(at, timeZone).day - local(now, timeZone).day;
  const time = clock(at, timeZone, language);
  const near = NEAR[language][days];
  if (days === 0) return time;
  if (near) return `${near} ${time}`;
  if (Math.abs(days) > 6) return date(at, now, timeZone, language);
  return `${formatter(language, timeZone, 'weekday', { weekday: 'long' }).format(at)} ${time}`;
}

const NEAR: Readonly<Record<Language, Readonly<Partial<Record<number, string>>>>> = {
  fr: { [-1]: 'hier à', 1: 'demain à' },
  en: { [-1]: 'yesterday at', 1: 'tomorrow at' },
};

/** "à l’instant", "il y a 5 min", "il y a 3 h", then days. A time in the future (a clock that is ahead) is "à l’instant". */
export function ago(at: Instant, now: Instant, language: Language): string {
  const passed = now - at;
  if (passed < MINUTE) return language === 'fr' ? 'à l’instant' : 'just now';
  const length = passed < 60 * MINUTE ? span(passed, language) : passed < DAY ? hours(passed) : days(passed, language);
  return language === 'fr' ? `il y a ${length}` : `${length} ago`;
}

const hours = (ms: number) => `${Math.floor(ms / (60 * MINUTE))}${NB}h`;
const days = (ms: number, language: Language) => `${Math.floor(ms / DAY)}${NB}${language === 'fr' ? 'j' : 'd'}`;

/**
 * A length of time, in two units at most: "40 s", "14 min", "7 h 20", "2 j 4 h". A negative length is read as positive.
 * @param ms milliseconds
 * @param dayMs the length of a day: 24 h, or a service day's (10 h) when the time is service time
 */
export function span(ms: number, language: Language, dayMs: number = DAY): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return `${Math.ceil(length / 1000)}${NB}s`;
  const minutes = Math.floor(length / MINUTE);
  if (minutes < 60) return `${minutes}${NB}min`;
  if (length < dayMs) {
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)}${NB}h${rest > 0 ? `${NB}${String(rest).padStart(2, '0')}` : ''}`;
  }
  const rest = Math.floor((length % dayMs) / (60 * MINUTE));
  return `${Math.floor(length / dayMs)}${NB}${language === 'fr' ? 'j' : 'd'}${rest > 0 ? ` ${rest}${NB}h` : ''}`;
}

/**
 * Field time first, receipt second, and the second only when it tells something: "9 h 42 sur place, reçu à 10 h 01"
 * when the server had it more than 2 minutes later.
 */
export function fieldTime(at: Instant, received: Instant | null, now: Instant, timeZone: string, language: Language): string {
  const field = when(at, now, timeZone, language);
  if (received === null || received - at <= 2 * MINUTE) return field;
  const sameDay = local(at, timeZone).day === local(received, timeZone).day;
  const receipt = sameDay ? clock(received, timeZone, language) : when(received, now, timeZone, language);
  if (language === 'en') return `${field} on site, received ${sameDay ? 'at ' : ''}${receipt}`;
  return `${field} sur place, reçu ${/^\d+\u00a0h/.test(receipt) ? 'à ' : ''}${receipt}`;
}

/** A calendar day of the register, "2027-08-31" → "31 août 2027"; an unreadable one is returned as it is. */
export function calendarDay(day: string, language: Language): string {
  const [, year, month, of] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (!year || !month || !of) return day;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(of));
  const text = formatter(language, 'UTC', 'day', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
  return language === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

/** Bytes in words: "412 Ko", "1,2 Mo". */
export function bytes(n: number, language: Language): string {
  const unit = language === 'fr' ? 'o' : 'B';
  if (n < 1_000_000) return `${Math.max(1, Math.round(n / 1000))}${NB}${language === 'fr' ? 'K' : 'k'}${unit}`;
  const mega = (n / 1_000_000).toFixed(1);
  return `${language === 'fr' ? mega.replace('.', ',') : mega}${NB}M${unit}`;
}
