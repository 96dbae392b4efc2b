import type { SiteDocument } from '#domain/documents.ts';
import type { Instant } from '#domain/ids.ts';
import { isOpenAt, opensAt } from '#domain/sla/openings.ts';

/** When the service of a site opens again; null while it is open, and where its hours are not known here: then one tries. */
export function opensNext({ calendar }: Pick<SiteDocument, 'calendar'>, now: Instant): Instant | null {
  return calendar === undefined || isOpenAt(now, calendar) ? null : opensAt(now, calendar);
}
