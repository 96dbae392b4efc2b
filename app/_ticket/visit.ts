import type { Instant } from '#domain/ids.ts';
import { Zone } from '#domain/sla/zone.ts';
import type { Visit } from '#domain/ticket/ticket.ts';

const DAY = 86_400_000;

/** A day and an hour on the wall of a place, "2026-11-24" and "10:30", as an instant; null when they are none. In the hour that spring skips: one later. */
export function instantOf(day: string, time: string, timeZone: string): Instant | null {
  const wall = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(wall) || !/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const zone = new Zone(timeZone);
  const around = Math.floor(wall / DAY);
  const stretches = [around - 1, around, around + 1].flatMap((d) => zone.day(d));
  const found = stretches.find(({ from, to, offset }) => wall - offset >= from && wall - offset < to);
  const before = stretches.findLast(({ from, offset }) => from + offset <= wall);
  return wall - (found ?? before ?? { offset: 0 }).offset;
}

/** The day and the hour on the wall of a place. */
export function wallOf(at: Instant, timeZone: string): { readonly day: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

/** What is proposed until somebody says otherwise: the next morning that is no Saturday or Sunday. */
export function nextMorning(now: Instant, timeZone: string): { readonly day: string; readonly time: string } {
  const today = Date.parse(`${wallOf(now, timeZone).day}T00:00:00Z`);
  const next = [1, 2, 3].map((n) => new Date(today + n * DAY)).find((d) => d.getUTCDay() % 6 !== 0) ?? new Date(today + DAY);
  return { day: next.toISOString().slice(0, 10), time: '10:00' };
}

/** What a calendar is told. */
export interface Appointment {
  readonly visit: Pick<Visit, 'id' | 'at' | 'minutes' | 'state'>;
  readonly title: string;
  readonly place: string;
  /** Where the ticket is read. */
  readonly url: string;
  readonly now: Instant;
}

/** The file that every calendar reads (RFC 5545). Times are in UTC: whoever opens it sees the hour of where they are. */
export function calendarOf({ visit, title, place, url, now }: Appointment): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Relais//Relais//FR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${visit.id}@relais`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(visit.at)}`,
    `DTEND:${stamp(visit.at + visit.minutes * 60_000)}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(place)}`,
    `DESCRIPTION:${escaped(url)}`,
    `URL:${url}`,
    `STATUS:${visit.state === 'proposed' ? 'TENTATIVE' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.flatMap(folded).join('\r\n')}\r\n`;
}

const stamp = (at: Instant) => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** Lines of at most 75 octets; those that follow begin with a space. No letter is cut in two. */
function folded(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (length + size > 75) {
      parts.push(part);
      part = ' ';
      length = 1;
    }
    part += letter;
    length += size;
  }
  return [...parts, part];
}
