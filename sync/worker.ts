/// <reference lib="webworker" />
import { createHandlerBoundToURL, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { onPush, onTouch, type Worker } from './alert.ts';
import { badgeOf } from './badge.ts';
import { carriedOf } from './carried.ts';
import { closeAnsweredIn } from './closing.ts';
import { type Device, readDevice } from './device.ts';
import { drain } from './drain.ts';
import { forgetHere } from './forget.ts';
import { iconAsData } from './icon.ts';
import { mintOrigin } from './mint.ts';
import type { Shown } from './notification.ts';
import { uploadWaiting } from './photos.ts';
import type { Store } from './port.ts';
import { resubscribe } from './resubscribe.ts';
import { routeSend } from './send.ts';
import { openStore } from './store.ts';
import { SYNC_TAG } from './submit.ts';

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription: PushSubscription | null;
  readonly newSubscription: PushSubscription | null;
}
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

const ask: typeof fetch = (...request) => self.fetch(...request);

// Workbox holds the shell and nothing else: never the outbox (it takes an entry out before sending it).
// Named once: the build puts the list in its place, and wants to find the place exactly once.
const shell = self.__WB_MANIFEST;
precacheAndRoute(shell, { cleanURLs: false, ignoreURLParametersMatching: [/^dpl$/, /^utm_/] });
const held = new Set(shell.map((entry) => (typeof entry === 'string' ? entry : entry.url)));
if (held.has('/signin')) registerRoute(new NavigationRoute(createHandlerBoundToURL('/signin'), { allowlist: [/^\/signin(?:[/?]|$)/] }));
if (held.has('/')) {
  // The office and the first steps are ordinary pages that need the network; what has an extension is a file.
  const denylist = [/^\/(?:api|_next|admin|welcome|signin|p)(?:[/?]|$)/, /^[^?]*\.[a-z0-9]+(?:\?|$)/i];
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/'), { denylist }));
}

/** The store of whoever is signed in; null for nobody. Opened for one event and closed after it: it never holds up an upgrade. */
async function open(device: Device): Promise<Store | null> {
  return device.person === null ? null : await openStore(device.person);
}

async function drainBy(store: Store) {
  const isSignedIn = async () => (await readDevice()).person === store.person;
  const result = await drain(store, { send: routeSend(ask), now: () => Date.now(), mint: mintOrigin, isSignedIn });
  if (result.kind === 'unauthorised' && result.forget) await forgetHere(store, self.registration);
  return result;
}

const worker: Worker = {
  fetch: ask,
  now: () => Date.now(),
  device: readDevice,
  open,
  drain: drainBy,
  show,
  visit,
  after: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  tidy,
};

async function tidy(store: Store): Promise<void> {
  await badgeOf(store);
  await closeAnsweredIn(store, await self.registration.getNotifications());
}

async function show({ title, options: { icon, badge, ...rest } }: Shown): Promise<void> {
  const held = async (path: string | undefined) => (path === undefined ? undefined : await iconAsData(path, matchPrecache));
  const [iconHeld, badgeHeld] = await Promise.all([held(icon), held(badge)]);
  await self.registration.showNotification(title, {
    ...rest,
    ...(iconHeld === undefined ? {} : { icon: iconHeld }),
    ...(badgeHeld === undefined ? {} : { badge: badgeHeld }),
  });
}

/** An open window is asked, and loses nothing that is being typed; else a new one opens. */
async function visit(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const field = windows.find((w) => !/^\/(?:admin|welcome|signin)(?:\/|$)/.test(new URL(w.url).pathname));
  if (field === undefined) {
    await self.clients.openWindow(path);
    return;
  }
  field.postMessage({ type: 'open', path });
  await field.focus();
}

/** Rejects when work is left: the browser then wakes us again. */
async function sendAll(): Promise<void> {
  const store = await open(await readDevice());
  if (store === null) return;
  try {
    const result = await drainBy(store);
    if (result.kind === 'ok') await uploadWaiting(store, ask);
    else if (result.kind !== 'taken') throw new Error(`drain: ${result.kind}`);
  } finally {
    await tidy(store).catch(() => 'next time');
    store.close();
  }
}

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  // A new version begins when the person says so (app: the update prompt), never by itself.
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});
self.addEventListener('sync', (event) => {
  if ((event as SyncEvent).tag === SYNC_TAG) (event as SyncEvent).waitUntil(sendAll());
});
self.addEventListener('push', (event) => {
  // A declarative push that we may change comes as the notification that the system would show; ours is what it carries (docs/decisions/0019).
  const proposed = (event as PushEvent & { readonly notification?: Notification | null }).notification;
  const text = event.data?.text() ?? (proposed == null ? undefined : JSON.stringify(proposed.data));
  event.waitUntil(onPush(text, worker));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(onTouch(event.action, carriedOf(event.notification.data), worker));
});
self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as SubscriptionChange;
  const label = readDevice().then((device) => device.label ?? self.navigator.userAgent.slice(0, 60));
  change.waitUntil(label.then((name) => resubscribe(self.registration.pushManager, change, name, ask)));
});
