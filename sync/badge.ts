import type { Store } from './port.ts';

interface Badged {
  setAppBadge?(n: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

/** The number on the app's icon, of the page and of the worker alike; where the browser has none, or the app is not installed, nothing. */
export function showBadge(n: number, on: Badged = navigator as Badged): void {
  const done = n > 0 ? on.setAppBadge?.(n) : on.clearAppBadge?.();
  done?.catch(() => 'not installed');
}

/** What is not sent, and what asks for a choice: the same number as the screens show (app/_field/standing.ts). */
export async function waitingIn(store: Pick<Store, 'state' | 'photos'>): Promise<number> {
  const [{ outbox, refused }, photos] = await Promise.all([store.state(), store.photos()]);
  return outbox.length + refused.filter((r) => r.because === null).length + photos.filter((p) => p.state !== 'kept').length;
}
