import type { Instant } from '#domain/ids.ts';
import { wallOf } from '#domain/sla/wall.ts';
import type { Visit } from '#domain/ticket/ticket.ts';

const DAY = 86_400_000;

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
