'use client';
import { useEffect, useEffectEvent } from 'react';
import { createBurst } from './keystrokes.ts';

/** Screens lie on top of each other; the one mounted last has the reader. */
const stack: ((text: string) => void)[] = [];
let burst = createBurst();

const FIELD =
  'input:not([type=button], [type=submit], [type=checkbox], [type=radio], [type=file]), textarea, select, [contenteditable=""], [contenteditable=true]';

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest(FIELD)) return;
  const heard = burst({ key: event.key, code: event.code, shift: event.shiftKey, at: event.timeStamp });
  if (heard.kind === 'outside') return;
  // Neither the page's one-letter shortcuts nor the button in focus are meant.
  event.preventDefault();
  event.stopImmediatePropagation();
  if (heard.kind === 'code') stack.at(-1)?.(heard.text);
}

/**
 * Listens to a USB barcode reader: a text typed very fast and ended by Enter, anywhere outside a field. Inside a field it types, as any keyboard.
 * The first sign of a burst cannot be told from a person's and reaches the page: let one-letter shortcuts wait 60 ms for a second sign.
 */
export function useWedge(onCode: (text: string) => void): void {
  const hear = useEffectEvent(onCode);
  useEffect(() => {
    const mine = (text: string) => hear(text);
    if (stack.length === 0) {
      burst = createBurst();
      window.addEventListener('keydown', onKey, { capture: true });
    }
    stack.push(mine);
    return () => {
      stack.splice(stack.indexOf(mine), 1);
      if (stack.length === 0) window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, []);
}
