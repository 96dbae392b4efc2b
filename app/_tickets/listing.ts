'use client';
import { useCallback, useSyncExternalStore } from 'react';
import { FILTERS, type Filter } from './queue.ts';

/** What the list of tickets shows. It outlives its screen: one comes back to the list one left. */
export interface Listing {
  readonly filter: Filter;
  readonly search: string;
}

let listing: Listing = { filter: 'open', search: '' };
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes the list from anywhere, such as the address `/tickets?list=mine`. */
export function showList(patch: Partial<Listing>): void {
  const next = { ...listing, ...patch };
  if (next.filter === listing.filter && next.search === listing.search) return;
  listing = next;
  for (const listener of listeners) listener();
}

export function filterOf(name: string | null): Filter | null {
  return FILTERS.find((f) => f === name) ?? null;
}

export function useListing(): [Listing, (patch: Partial<Listing>) => void] {
  const now = useSyncExternalStore(
    subscribe,
    () => listing,
    () => listing,
  );
  return [now, useCallback(showList, [])];
}
