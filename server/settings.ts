import 'server-only';
import { type AlertDelays, DEFAULT_DELAYS } from '#domain/chain.ts';
import type { Instant, SiteId } from '#domain/ids.ts';
import type { ServiceCalendar } from '#domain/sla/calendar.ts';
import type { SlaPolicy } from '#domain/sla/policy.ts';
import { calendarOf, policyOf } from '#server/calendars.ts';
import { jsonOf, type Sql } from '#server/sql.ts';

/** What the clocks and calls of a site's tickets go by. */
export interface Settings {
  readonly delays: AlertDelays;
  readonly policy: SlaPolicy;
  readonly calendar: ServiceCalendar;
}

/** @param alerts the column; null: nobody has set anything */
export function delaysOf(alerts: unknown): AlertDelays {
  return alerts === null ? DEFAULT_DELAYS : { ...DEFAULT_DELAYS, ...jsonOf<Partial<AlertDelays>>(alerts) };
}

/** @throws for a site that is not there: tickets name theirs by rule */
export async function settingsOf(sql: Sql, site: SiteId, now: Instant): Promise<Settings> {
  const [row] = await sql.all<{ alerts: unknown; sla: unknown; service: unknown; timeZone: string }>(
    `SELECT o.alerts, o.sla, s.service, s."timeZone" FROM "Site" s, "Organisation" o WHERE s.id = ? AND o.id = 'org'`,
    [site],
  );
  if (row === undefined) throw new Error(`no site ${site}`);
  return { delays: delaysOf(row.alerts), policy: policyOf(row.sla), calendar: calendarOf(row.service, row.timeZone, now) };
}
