'use client';
import { useSyncExternalStore } from 'react';

/** The tickets chosen in the queue, to be given together. It outlives its screen, as the list does. */
let chosen: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function set(next: ReadonlySet<string>): void {
  chosen = next;
  for (const listener of listeners) listener();
}

export function turnChosen(id: string): void {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  set(next);
}

export function chooseNone(): void {
  if (chosen.size > 0) set(new Set());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useChosen(): ReadonlySet<string> {
  return useSyncExternalStore(
    subscribe,
    () => chosen,
    () => chosen,
  );
}
