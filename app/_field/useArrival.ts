'use client';
import { useEffect } from 'react';
import { type Here, restoreScroll } from './router.ts';

/**
 * After each navigation: the page where it was left when one comes back, else at its top; and the focus on the new title, so that
 * a keyboard or a screen reader begins there. A first load keeps the browser's own focus.
 */
export function useArrival(here: Here): void {
  useEffect(() => {
    restoreScroll(here);
    if (here.came === 'loaded') return;
    // The detail stands after the list: its title is the last one.
    const titles = [...document.querySelectorAll<HTMLElement>('.pane:not(.placeholder) h1')].filter((title) => title.checkVisibility?.() ?? true);
    const title = titles.at(-1);
    if (title === undefined) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }, [here]);
}
