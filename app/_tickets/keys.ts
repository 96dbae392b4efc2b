'use client';
import { useSyncExternalStore } from 'react';

const OFF = 'relais-keys-off';
const listeners = new Set<() => void>();

function isOff(): boolean {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

/** One-letter keys can be switched off (WCAG 2.1.4), for this device. @returns are they on, and how to change it */
export function useKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => !isOff(),
    () => true,
  );
  return [on, turnKeys];
}

function turnKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, '1');
  } catch {
    // Kept nowhere: they stay as they are.
  }
  for (const listener of listeners) listener();
}
