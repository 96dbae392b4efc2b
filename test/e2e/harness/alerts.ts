/** Alerts of a phone: the push service of the tests in place of the browser's own, and the worker's notifications. */
import { expect } from '@playwright/test';
import type { Receiver, Phone as Subscriber } from '#test/push/receiver.ts';
import type { Phone } from './phone.ts';

/** What the tests grant so that a worker may show something. */
export const MAY_NOTIFY = ['notifications'] as const;

/** The browser's question, not asked yet and then answered with yes; only how it looks to the page, the browser's own answer is granted. */
const QUESTION = `{
  const asked = () => localStorage.getItem('test.asked') !== null;
  Object.defineProperty(Notification, 'permission', { get: () => (asked() ? 'granted' : 'default') });
  Notification.requestPermission = async () => (localStorage.setItem('test.asked', '1'), 'granted');
}`;

/** The push service cannot be reached from here (recipes.md section 5): subscribing answers what the tests' receiver would. */
const subscribing = (subscription: Subscriber['subscription']) => `{
  const given = ${JSON.stringify(subscription)};
  const made = () => localStorage.getItem('test.subscribed') !== null;
  const sealed = (key) => ({
    endpoint: given.endpoint,
    options: { userVisibleOnly: true, applicationServerKey: key },
    toJSON: () => ({ ...given, expirationTime: null }),
    unsubscribe: async () => (localStorage.removeItem('test.subscribed'), true),
  });
  let key = new ArrayBuffer(0);
  PushManager.prototype.getSubscription = async () => (made() ? sealed(key) : null);
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem('test.subscribed', '1');
    key = new Uint8Array(applicationServerKey).buffer;
    return sealed(key);
  };
}`;

/** Signs in and taps "Recevoir les alertes". @returns the phone's mailbox at the push service */
export async function signInWithAlerts(phone: Phone, login: string, receiver: Receiver): Promise<Subscriber> {
  await phone.prepare(QUESTION);
  await phone.signIn(login);
  const key = await phone.page.evaluate(async () => ((await (await fetch('/api/push/key')).json()) as { key: string }).key);
  const mailbox = receiver.subscribe(key);
  await phone.prepare(subscribing(mailbox.subscription));
  await phone.open('/alerts');
  await phone.page.getByRole('button', { name: 'Recevoir les alertes' }).click();
  await expect(phone.page.getByText('Ce téléphone reçoit vos alertes.')).toBeVisible();
  return mailbox;
}

/**
 * Hands a decrypted message to this phone's worker, as its push service would.
 * @returns the instant at which it did, ms
 */
export async function deliverPush(phone: Phone, text: string): Promise<number> {
  const session = await phone.context.newCDPSession(phone.page);
  const registered = new Promise<string>((found) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find((r) => r.scopeURL === `${phone.url}/` && !r.isDeleted);
      if (ours !== undefined) found(ours.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  const from = Date.now();
  await session.send('ServiceWorker.deliverPushMessage', { origin: phone.url, registrationId, data: text });
  await session.detach();
  return from;
}

export interface OnScreen {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
  /** When the worker showed it, ms. */
  readonly at: number;
}

/** What stands on the lock screen now. */
export async function notificationsOf(phone: Phone): Promise<OnScreen[]> {
  return await phone.page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const shown = active === null ? [] : await (await navigator.serviceWorker.ready).getNotifications();
    return shown.map((n) => {
      const { actions, timestamp } = n as unknown as { actions: readonly { action: string; title: string }[]; timestamp: number };
      return { title: n.title, body: n.body, actions: actions.map(({ action, title }) => ({ action, title })), at: timestamp };
    });
  });
}

/** A finger on the one notification that is shown, or on an action of it. Resolves when the worker has done all that follows. */
export async function touchNotification(phone: Phone, action: 'take' | ''): Promise<void> {
  await phone.page.evaluate(() => navigator.serviceWorker.ready);
  const worker = phone.context.serviceWorkers().find((w) => w.url().startsWith(phone.url));
  if (worker === undefined) throw new Error('no worker to touch');
  await worker.evaluate(async (chosen) => {
    const scope = self as unknown as ServiceWorkerGlobalScope;
    const [notification] = await scope.registration.getNotifications();
    if (notification === undefined) throw new Error('nothing is shown');
    const event = new NotificationEvent('notificationclick', { notification, action: chosen });
    const work: Promise<unknown>[] = [];
    // Only an event of the browser's own may hold the worker awake.
    Object.defineProperty(event, 'waitUntil', { value: (promise: Promise<unknown>) => work.push(promise) });
    scope.dispatchEvent(event);
    await Promise.all(work);
  }, action);
}
