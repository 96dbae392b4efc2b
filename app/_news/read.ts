import { useCallback, useState } from 'react';

/** Ids kept at most: older ones are of announcements that are long over. */
const KEPT = 100;

/**
 * The announcements that somebody has read on this device, and does not want to see there any more.
 * @returns their ids, and how to add one
 */
export function useReadHere(person: string): [ReadonlySet<string>, (id: string) => void] {
  const key = `relais-read ${person}`;
  const [ids, setIds] = useState<readonly string[]>(() => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
    } catch {
      return [];
    }
  });
  const add = useCallback(
    (id: string) => {
      const next = [...ids.filter((known) => known !== id), id].slice(-KEPT);
      setIds(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Read for this visit only.
      }
    },
    [ids, key],
  );
  return [new Set(ids), add];
}
