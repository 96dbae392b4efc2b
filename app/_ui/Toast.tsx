'use client';
import { useEffect, useState } from 'react';

export interface ToastMessage {
  /** another id is another toast: it takes the place of the one shown */
  readonly id: string | number;
  readonly text: string;
  /** what takes the act back; the toast then stays 10 s instead of 6 */
  readonly undo?: { readonly label: string; readonly run: () => void };
}

/**
 * The receipt of what I just did and that is over. One at a time, polite, never an error and never somebody else's change.
 * Time stands still while it is pointed at or focused (WCAG 2.2.1).
 */
export function Toast({ message, onEnd }: { message: ToastMessage | null; onEnd: () => void }) {
  const [pointed, setPointed] = useState<ToastMessage['id'] | null>(null);
  const held = message !== null && pointed === message.id;
  const length = message?.undo ? 10_000 : 6_000;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the id restarts the time of a toast that follows another
  useEffect(() => {
    if (!message || held) return;
    const timer = setTimeout(onEnd, length);
    return () => clearTimeout(timer);
  }, [message?.id, held, length, onEnd]);

  return (
    <div className="toasts" role="status">
      {message && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing only stops the time
        <div
          key={message.id}
          className="toast"
          onPointerEnter={() => setPointed(message.id)}
          onPointerLeave={() => setPointed(null)}
          onFocus={() => setPointed(message.id)}
          onBlur={() => setPointed(null)}
        >
          <span className="grow">{message.text}</span>
          {message.undo && (
            <button
              type="button"
              onClick={() => {
                message.undo?.run();
                setPointed(null);
                onEnd();
              }}
            >
              {message.undo.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
