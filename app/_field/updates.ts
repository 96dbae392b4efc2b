'use client';
import { useSyncExternalStore } from 'react';

/** How often a page that stays open asks for a new version, ms. */
const ASK_EVERY = 60 * 60_000;

const listeners = new Set<() => void>();
let waiting: (() => void) | null = null;
let started = false;

function ready(install: () => void): void {
  waiting = install;
  for (const listener of listeners) listener();
}

/**
 * Registers the service worker, and tells when a new version waits. Never installs by itself: the person says when.
 * A browser that forbids registration (private windows, policies) has an app that needs the network, and no error.
 */
export function watchUpdates(): void {
  if (started || !('serviceWorker' in navigator) || process.env.NODE_ENV !== 'production') return;
  started = true;
  // On the first installation the worker takes over too: there is nothing to reload then.
  const hadWorker = navigator.serviceWorker.controller !== null;
  let asked = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hadWorker && asked) location.reload();
  });
  // Registering is not urgent, and neither is its code.
  import('workbox-window')
    .then(async ({ Workbox }) => {
      const workbox = new Workbox('/sw.js');
      const install = () => {
        asked = true;
        workbox.messageSkipWaiting();
      };
      workbox.addEventListener('waiting', () => ready(install));
      const registration = await workbox.register();
      if (registration === undefined) return;
      // One that waited, or came, before this page listened is told by nobody else.
      const offer = () => hadWorker && registration.waiting !== null && ready(install);
      offer();
      registration.installing?.addEventListener('statechange', offer);
      const ask = () => void registration.update().catch(() => 'no network: later');
      setInterval(ask, ASK_EVERY);
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && ask());
    })
    .catch(() => 'blocked by the browser: the app works with the network');
}

/** Asks now: the server says that this version is too old, or the person wants it. Without a worker the page itself is fetched again. */
export async function lookForUpdate(): Promise<void> {
  const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
  if (registration === undefined) location.reload();
  else await registration.update().catch(() => 'no network: the person asks again');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Installs the version that waits and reloads; null while none waits. */
export function useUpdate(): (() => void) | null {
  return useSyncExternalStore(
    subscribe,
    () => waiting,
    () => null,
  );
}
