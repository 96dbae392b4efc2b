import { useSyncExternalStore } from 'react';
import { learnRest } from '#domain/words/spoken.ts';

/** The arithmetic of delays and its words: 9 kB that the first screen does without. */
export type Delays = typeof import('./figures.ts');

let here: Delays | null = null;
let isComing = false;
const listeners = new Set<() => void>();

function fetchDelays(): void {
  if (isComing) return;
  isComing = true;
  Promise.all([import('./figures.ts'), learnRest()])
    .then(([found]) => {
      here = found;
      for (const listener of listeners) listener();
    })
    .catch(() => {
      // Not in the worker's cache yet, and no network: the rows say the state, and the next screen asks again.
      isComing = false;
    });
}

/** For a screen that brings the code with it. */
export function bringDelays(found: Delays): void {
  here ??= found;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // After the first screen is painted, whatever it shows.
  if (here === null) requestAnimationFrame(() => setTimeout(fetchDelays, 0));
  return () => listeners.delete(listener);
}

/** Delays as soon as their code is here; null until then. Nobody waits for it. */
export function useDelays(): Delays | null {
  return useSyncExternalStore(subscribe, delaysHere, () => null);
}

/** The same, for what is not drawn: how a list is sorted. */
export function delaysHere(): Delays | null {
  return here;
}
