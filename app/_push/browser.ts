/** The part of a browser that alerts need: real in the app, a fake in tests. */
export interface AlertBrowser {
  /** Has it notifications, a service worker and push? */
  readonly able: boolean;
  /** Safari on iPhone and iPad has push only in an installed app (since iOS 16.4). */
  readonly iosNotInstalled: boolean;
  readonly userAgent: string;
  /** False: surely no network; true says little. */
  online(): boolean;
  permission(): NotificationPermission;
  requestPermission(): Promise<NotificationPermission>;
  /** Never settles where no service worker is registered. */
  registration(): Promise<Pick<ServiceWorkerRegistration, 'pushManager'>>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** What this browser remembers of its own subscription; null where it remembers nothing. */
  recall(): string | null;
  remember(text: string | null): void;
}

const KEPT = 'relais.alerts';

function isIos(): boolean {
  // An iPad says it is a Macintosh, but no Macintosh has a touch screen.
  return /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
}

function isInstalled(): boolean {
  return window.matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;
}

/** The browser that this page runs in. */
export function thisBrowser(): AlertBrowser {
  return {
    able: 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window,
    iosNotInstalled: isIos() && !isInstalled(),
    userAgent: navigator.userAgent,
    online: () => navigator.onLine,
    permission: () => Notification.permission,
    requestPermission: () => Notification.requestPermission(),
    registration: () => navigator.serviceWorker.ready,
    fetch: (path, init) => fetch(path, { ...init, redirect: 'error', cache: 'no-store' }),
    recall: () => {
      try {
        return localStorage.getItem(KEPT);
      } catch {
        return null;
      }
    },
    remember: (text) => {
      try {
        if (text === null) localStorage.removeItem(KEPT);
        else localStorage.setItem(KEPT, text);
      } catch {
        // Storage is blocked: the next start subscribes again, which changes nothing.
      }
    },
  };
}
