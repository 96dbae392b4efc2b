import 'server-only';
import { createHash } from 'node:crypto';
import type { Instant } from '#domain/ids.ts';
import { DEFAULT_WEEK, type ServiceCalendar } from '#domain/sla/calendar.ts';
import { calendarFor, type ServiceHours } from '#domain/sla/calendar-for.ts';
import { PUBLIC_COMMON, PUBLIC_KNOWN, PUBLIC_MORE } from '#domain/sla/days/public.ts';
import { SCHOOL_BREAKS, SCHOOL_KNOWN } from '#domain/sla/days/school.ts';
import { DEFAULT_POLICY, type SlaPolicy } from '#domain/sla/policy.ts';
import { type Db, db } from './db.ts';
import { log } from './log.ts';
import { stampSites, withVersion } from './register.ts';
import { jsonOf } from './sql.ts';

/** What a site is served by when nobody has set anything (domain.md section 4). */
const PLAIN: Omit<ServiceHours, 'timeZone'> = { week: DEFAULT_WEEK, holidays: 'metropole', school: null, closures: [] };

/**
 * The hours of a site as they were set. The zone is the site's own: one place says where it is.
 * @param service the column, whichever database it comes from; null: nobody has set anything
 */
export function hoursOf(service: unknown, timeZone: string): ServiceHours {
  return { ...PLAIN, ...(service === null ? {} : jsonOf<Partial<ServiceHours>>(service)), timeZone };
}

/** @param sla the column; null: the default promise */
export function policyOf(sla: unknown): SlaPolicy {
  return sla === null ? DEFAULT_POLICY : { ...DEFAULT_POLICY, ...jsonOf<Partial<SlaPolicy>>(sla) };
}

/** Delays reach back as far as a ticket is shown, and ahead as far as a target: whole years, so that a document changes once a year. */
function yearsAround(now: Instant): readonly [number, number] {
  const year = new Date(now).getUTCFullYear();
  return [year - 1, year + 1];
}

/** Sites mostly share their hours, and picking the days off reads all of them. */
const made = new Map<string, ServiceCalendar>();
const KEPT = 100;

/** The calendar that travels in a site's document. The same object for the same hours. */
export function calendarOf(service: unknown, timeZone: string, now: Instant): ServiceCalendar {
  const hours = hoursOf(service, timeZone);
  const [from, to] = yearsAround(now);
  const key = `${from} ${JSON.stringify(hours)}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const calendar = calendarFor(hours, `${from}-01-01`, `${to}-12-31`);
  if (made.size >= KEPT) made.clear();
  made.set(key, calendar);
  return calendar;
}

const DATA = createHash('sha256')
  .update(JSON.stringify([PUBLIC_KNOWN, PUBLIC_COMMON, PUBLIC_MORE, SCHOOL_KNOWN, SCHOOL_BREAKS]))
  .digest('base64url')
  .slice(0, 12);

/**
 * Makes every phone read its sites anew when the days off that they hold are no longer those of today: another year, or a build with other
 * data (docs/decisions/0015). Nothing is written when nothing changed.
 * @returns whether they are to be read anew
 */
export async function freshenCalendars(from: Db, now: Instant): Promise<boolean> {
  const wanted = `${yearsAround(now).join('-')} ${DATA}`;
  const stampOf = async (reader: Pick<Db, 'organisation'>) =>
    (await reader.organisation.findUnique({ where: { id: 'org' }, select: { calendars: true } }))?.calendars;
  const found = await stampOf(from);
  // No row: nothing is set up yet, and nobody holds a site.
  if (found === undefined || found === wanted) return false;
  return from.$transaction(async (tx) => {
    const version = await withVersion(tx);
    if ((await stampOf(tx as Pick<Db, 'organisation'>)) === wanted) return false;
    await stampSites(tx, version);
    await tx.organisation.update({ where: { id: 'org' }, data: { calendars: wanted } });
    return true;
  });
}

/** Looks at the start and each day after. @returns how to stop */
export function startFreshening(): () => void {
  const look = async () => {
    try {
      await freshenCalendars(await db(), Date.now());
    } catch (error) {
      log('warn', 'calendars were not looked at', { error });
    }
  };
  void look();
  const daily = setInterval(() => void look(), 86_400_000).unref();
  return () => clearInterval(daily);
}
