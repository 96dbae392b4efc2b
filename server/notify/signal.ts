import 'server-only';

// On globalThis: Next loads this module once for pages, once for route handlers and once for instrumentation.
const shared = globalThis as { relaisNotices?: EventTarget };

function bell(): EventTarget {
  shared.relaisNotices ??= new EventTarget();
  return shared.relaisNotices;
}

/** Says that notices were committed, so that they leave at once; whoever forgets only makes them wait for the next sweep. */
export function noticesWritten(): void {
  bell().dispatchEvent(new Event('written'));
}

/** @returns the function that stops listening */
export function onNotices(listener: () => void): () => void {
  bell().addEventListener('written', listener);
  return () => bell().removeEventListener('written', listener);
}
