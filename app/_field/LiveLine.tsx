'use client';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { hearWriting } from '#app/_ticket/writing.ts';
import { useField } from './field.tsx';

/** A line that the server closed for good (too many, signed out) is tried again after so long, ms. */
const LATER = 60_000;

function useSeen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'visible',
    () => false,
  );
}

/**
 * While a desk's page is seen and there is a network: a line on which the server says that something changed, and nothing of it. What it was
 * comes the way everything comes (sync/drain.ts). Without the line, the page asks each half minute as phones do.
 */
export function LiveLine() {
  const { retry, connection } = useField();
  const isOpen = useSeen() && connection.kind === 'online';
  const news = useEffectEvent(() => retry());
  useEffect(() => {
    if (!isOpen) return;
    let line: EventSource | null = null;
    let later = 0;
    let isDown = false;
    const open = () => {
      line = new EventSource('/api/live');
      line.addEventListener('open', () => {
        // What changed while there was no line.
        if (isDown) news();
        isDown = false;
      });
      line.addEventListener('news', () => news());
      line.addEventListener('typing', (event: MessageEvent<string>) => {
        const { ticket, name, open: isWriting } = JSON.parse(event.data) as { ticket: string; name: string; open: boolean };
        hearWriting(ticket, name, isWriting);
      });
      line.addEventListener('error', () => {
        // The engine finds out how the network is; offline, this line is closed by the effect.
        if (!isDown) news();
        isDown = true;
        if (line?.readyState === EventSource.CLOSED) later = window.setTimeout(open, LATER);
      });
    };
    open();
    return () => {
      clearTimeout(later);
      line?.close();
    };
  }, [isOpen]);
  return null;
}
