'use client';
import { useCallback, useState } from 'react';
import { STATUSES } from '#domain/ticket/ticket.ts';
import { type Listing, listingOf } from './listing.ts';

/** A list that a person comes back to: what it leaves, its order and its site. On this device only. */
export interface Saved extends Pick<Listing, 'filter' | 'facets' | 'sort'> {
  readonly name: string;
  readonly site: string | null;
}

const MOST = 12;

function read(key: string): readonly Saved[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return (stored as Partial<Saved>[]).flatMap((s) => {
      const listing = listingOf(s);
      const isKnown = listing.facets.status === null || STATUSES.includes(listing.facets.status);
      return typeof s.name === 'string' && isKnown ? [{ ...listing, name: s.name, site: typeof s.site === 'string' ? s.site : null }] : [];
    });
  } catch {
    return [];
  }
}

/** The filters that this person kept on this device; one kept under a name that is there replaces it. */
export function useSaved(person: string): { saved: readonly Saved[]; keep: (one: Saved) => void; forget: (name: string) => void } {
  const key = `relais-filters ${person}`;
  const [saved, setSaved] = useState(() => read(key));
  const write = useCallback(
    (next: readonly Saved[]) => {
      setSaved(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // For this visit only.
      }
    },
    [key],
  );
  return {
    saved,
    keep: (one) => write([...saved.filter((s) => s.name !== one.name), one].slice(-MOST)),
    forget: (name) => write(saved.filter((s) => s.name !== name)),
  };
}
