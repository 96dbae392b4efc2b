'use client';
import { useEffect, useSyncExternalStore } from 'react';

/** Forms with words in them that are not submitted: a new version waits until there is none. */
const forms = new Set<symbol>();
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Said by a form: something is typed in it and not sent. */
export function useTyping(isTyping: boolean): void {
  useEffect(() => {
    if (!isTyping) return;
    const form = Symbol('form');
    forms.add(form);
    changed();
    return () => {
      forms.delete(form);
      changed();
    };
  }, [isTyping]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Is anything being typed anywhere in the app? */
export function useAnyTyping(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => forms.size > 0,
    () => false,
  );
}
