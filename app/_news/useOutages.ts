import { useMemo } from 'react';
import { useField } from '#app/_field/field.tsx';
import type { SiteId } from '#domain/ids.ts';
import { type Outage, outagesOf, troublesOf } from '#domain/incident.ts';

/** What is known to be wrong with these sites, from what this phone holds. @param sites the same list from one rendering to the next */
export function useOutages(sites: readonly SiteId[]): readonly Outage[] {
  const { view, me } = useField();
  return useMemo(() => {
    const heads = [...view.tickets.values()].map((t) => t.head);
    const troubles = troublesOf(heads, view.reported.values(), me.person);
    return sites.flatMap((site) => outagesOf(troubles, site));
  }, [view, me, sites]);
}
