'use client';
import { useSyncExternalStore } from 'react';

/** In em, so that they follow the reader's text size (ux.md section 6). */
export const TABLET = '(min-width: 48em)';
export const DESK = '(min-width: 64em)';

/** Does the window answer this media query now? */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
