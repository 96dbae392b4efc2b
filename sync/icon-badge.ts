interface Badged {
  setAppBadge?(n: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

/** The number on the app's icon, of the page and of the worker alike; where the browser has none, or the app is not installed, nothing. */
export function showBadge(n: number, on: Badged = navigator as Badged): void {
  const done = n > 0 ? on.setAppBadge?.(n) : on.clearAppBadge?.();
  done?.catch(() => 'not installed');
}
