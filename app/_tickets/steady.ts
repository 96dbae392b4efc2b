'use client';
import { useRef, useState } from 'react';
import type { TicketView } from '#domain/view.ts';

export interface Steady {
  readonly rows: readonly TicketView[];
  /** How many tickets wait to be shown. */
  readonly arrived: number;
  /** Shows them, in order. */
  readonly catchUp: () => void;
}

/**
 * A list that does not move under the pointer (ux.md section 6): while it is held, its rows keep their places; what came is counted,
 * what left the list stays, with its new state, until it is let go or asked for.
 * @param key of the filter and the search: another one is another list
 * @param byId the tickets of this phone, for rows that left the list
 */
export function useSteady(sorted: readonly TicketView[], byId: ReadonlyMap<string, TicketView>, key: string, isHeld: boolean): Steady {
  const kept = useRef<{ key: string; ids: readonly string[] }>({ key: '', ids: [] });
  const [, again] = useState(0);
  if (!isHeld || kept.current.key !== key) kept.current = { key, ids: sorted.map((t) => t.id) };
  const { ids } = kept.current;
  const shown = new Set(ids);
  const rows = isHeld ? ids.flatMap((id) => byId.get(id) ?? []) : sorted;
  return {
    rows,
    arrived: isHeld ? sorted.filter((t) => !shown.has(t.id)).length : 0,
    catchUp: () => {
      kept.current = { key, ids: sorted.map((t) => t.id) };
      again((n) => n + 1);
    },
  };
}
