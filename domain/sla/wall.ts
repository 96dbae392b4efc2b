import type { Instant } from '#domain/ids.ts';
import { Zone } from './zone.ts';

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
