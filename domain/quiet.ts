import type { Instant } from './ids.ts';
import type { NoticeKind } from './notice.ts';
import type { ServiceCalendar } from './sla/calendar.ts';
import { isOpenAt, opensAt } from './sla/openings.ts';

/** @returns until when pushes of this site rest; null: they do not (it is open, never opens, or nobody wants quiet hours) */
export function quietUntil(at: Instant, calendar: ServiceCalendar, { quiet }: { readonly quiet: boolean }): Instant | null {
  if (!quiet || isOpenAt(at, calendar)) return null;
  return opensAt(at, calendar);
}

/** Only what is critical, to somebody on call, crosses quiet hours; a test is of no site. */
export function crossesQuiet(kind: NoticeKind, isOnCall: boolean): boolean {
  return kind === 'test' || (kind === 'critical' && isOnCall);
}
