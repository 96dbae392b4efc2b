import type { Verb } from '#domain/ticket/verbs.ts';

/** A verb asked from the keyboard of the queue; `more`: the sheet of all of them, `pass`: those that pass the baton. */
export type Asked = Verb | 'more' | 'pass' | 'primary';

type Listener = (asked: Asked) => void;
const listeners = new Set<Listener>();

/** Asks the open ticket. @returns whether one is open */
export function ask(asked: Asked): boolean {
  for (const listener of listeners) listener(asked);
  return listeners.size > 0;
}

/** Heard by the open ticket. @returns the way to stop */
export function onAsked(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
