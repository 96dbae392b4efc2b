'use client';
import { useCallback, useSyncExternalStore } from 'react';
import { FILTERS, type Filter } from './queue.ts';
import { COLUMNS, EVERYTHING, type Facets, PRESSING, type Sort } from './sorting.ts';

/** What the list of tickets shows. It outlives its screen: one comes back to the list one left. */
export interface Listing {
  readonly filter: Filter;
  readonly search: string;
  /** What a desk leaves of it, and its order. */
  readonly facets: Facets;
  readonly sort: Sort;
}

let listing: Listing = { filter: 'open', search: '', facets: EVERYTHING, sort: PRESSING };
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes the list from anywhere, such as the address `/tickets?list=mine`. */
export function showList(patch: Partial<Listing>): void {
  const next = { ...listing, ...patch };
  if ((Object.keys(next) as (keyof Listing)[]).every((key) => next[key] === listing[key])) return;
  listing = next;
  for (const listener of listeners) listener();
}

export function filterOf(name: string | null): Filter | null {
  return FILTERS.find((f) => f === name) ?? null;
}

/** A listing from what a device kept, whatever an earlier build wrote there. */
export function listingOf(kept: Partial<Listing>): Pick<Listing, 'filter' | 'facets' | 'sort'> {
  const column = COLUMNS.find((c) => c === kept.sort?.column) ?? PRESSING.column;
  return {
    filter: filterOf(kept.filter ?? null) ?? 'open',
    facets: { ...EVERYTHING, ...kept.facets },
    sort: { column, down: kept.sort?.down === true },
  };
}

export function useListing(): [Listing, (patch: Partial<Listing>) => void] {
  const now = useSyncExternalStore(
    subscribe,
    () => listing,
    () => listing,
  );
  return [now, useCallback(showList, [])];
}
