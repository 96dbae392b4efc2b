import { filterToQuery, NO_FILTER, type RegisterFilter, SORTS, type Sort } from '#domain/register/table.ts';

/** What the table shows, as its address says it. */
export interface Shown {
  readonly filter: RegisterFilter;
  readonly sort: Sort;
  readonly up: boolean;
}

export const PLAIN: Shown = { filter: NO_FILTER, sort: 'place', up: true };

/** Of an address; the server judges the values. */
export function shownOf(query: string): Shown {
  const asked = new URLSearchParams(query);
  const filter = { ...NO_FILTER } as Record<keyof RegisterFilter, string>;
  for (const key of Object.keys(NO_FILTER) as (keyof RegisterFilter)[]) filter[key] = asked.get(key) ?? '';
  const sort = SORTS.find((one) => one === asked.get('sort')) ?? PLAIN.sort;
  return { filter: filter as RegisterFilter, sort, up: asked.get('down') === null };
}

/** The table's address, so that it can be kept and sent to a colleague. */
export function addressOf({ filter, sort, up }: Shown): string {
  const query = [filterToQuery(filter), ...(sort === PLAIN.sort ? [] : [`sort=${sort}`]), ...(up ? [] : ['down'])].filter((part) => part !== '');
  return `/admin/register${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
