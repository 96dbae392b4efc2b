/** A phone whose push service is the strict receiver of test/push: what the server sends is decrypted there and handed to its worker. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Worker } from '@playwright/test';
import type { Receiver, Phone as Subscriber } from '#test/push/receiver.ts';
import { startReceiver } from '#test/push/receiver.ts';
import type { Phone } from './phone.ts';

/** What the person sees of one notification. */
export interface Seen {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly actions: readonly string[];
}

/** `pushManager.subscribe` reaches no push service on a test machine: it answers with the receiver's subscription, and remembers it. */
const STUB = `{
  const kept = 'relais-test-subscription';
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  const made = (json) => ({
    endpoint: json.endpoint,
    expirationTime: null,
    options: { userVisibleOnly: true, applicationServerKey: Uint8Array.from(atob(json.key.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer },
    toJSON: () => ({ endpoint: json.endpoint, keys: json.keys }),
    unsubscribe: async () => localStorage.removeItem(kept) ?? true,
  });
  const stored = () => JSON.parse(localStorage.getItem(kept) ?? 'null');
  PushManager.prototype.getSubscription = async () => (stored() === null ? null : made(stored()));
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const key = text(applicationServerKey.buffer ?? applicationServerKey);
    localStorage.setItem(kept, JSON.stringify({ ...(await window.relaisTestSubscribe(key)), key }));
    return made(stored());
  };
}`;

export type PushService = {
  readonly receiver: Receiver;
  /** Settings of a server that may send there. */
  readonly settings: Readonly<Record<string, string>>;
};

export async function startPushService(): Promise<PushService> {
  const receiver = await startReceiver();
  return { receiver, settings: { PUSH_TEST_HOST: receiver.host, NODE_EXTRA_CA_CERTS: receiver.caFile } };
}

/** The alerts of one phone. Made before the phone signs in; the phone needs the permission `notifications`. */
export class Alerts {
  readonly #phone: Phone;
  #subscriber: Subscriber | null = null;

  private constructor(phone: Phone) {
    this.#phone = phone;
  }

  static async of(phone: Phone, { receiver }: PushService): Promise<Alerts> {
    const alerts = new Alerts(phone);
    await phone.prepare(STUB);
    await phone.open('/signin');
    await phone.context.exposeFunction('relaisTestSubscribe', (key: string) => {
      alerts.#subscriber = receiver.subscribe(key);
      return alerts.#subscriber.subscription;
    });
    return alerts;
  }

  get subscriber(): Subscriber {
    if (this.#subscriber === null) throw new Error('this phone has not subscribed');
    return this.#subscriber;
  }

  get isSubscribed(): boolean {
    return this.#subscriber !== null;
  }

  /** Hands what the push service received to the phone's own worker, as the browser would. */
  async deliver(text: string): Promise<void> {
    const session: CDPSession = await this.#phone.context.newCDPSession(this.#phone.page);
    const registration = new Promise<string>((done) =>
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [found] = registrations.filter((r) => !r.isDeleted);
        if (found !== undefined) done(found.registrationId);
      }),
    );
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.deliverPushMessage', { origin: this.#phone.url, registrationId: await registration, data: text });
    await session.detach();
  }

  /** The notifications on the phone's screen. */
  async shown(): Promise<Seen[]> {
    return await this.#phone.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      type Full = Notification & { actions?: { title: string }[] };
      return ((await registration.getNotifications()) as Full[]).map(({ title, body, tag, actions = [] }) => ({
        title,
        body,
        tag,
        actions: actions.map((a) => a.title),
      }));
    });
  }

  /** @returns ms until a notification of this tag was on the screen; fails after `within` */
  async waitFor(tag: string, within: number): Promise<{ seen: Seen; after: number }> {
    const began = performance.now();
    for (;;) {
      const seen = (await this.shown()).find((s) => s.tag === tag);
      const after = performance.now() - began;
      if (seen !== undefined) return { seen, after };
      if (after > within) throw new Error(`no notification of ${tag} after ${Math.round(after)} ms`);
      await sleep(20);
    }
  }

  /** A finger on the notification, or on one of its actions. */
  async touch(tag: string, action: string): Promise<void> {
    const worker = await this.#worker();
    await worker.evaluate(
      async ({ of, what }) => {
        const scope = self as unknown as ServiceWorkerGlobalScope;
        const notification = (await scope.registration.getNotifications()).find((n) => n.tag === of);
        if (notification === undefined) throw new Error('no such notification');
        scope.dispatchEvent(new NotificationEvent('notificationclick', { notification, action: what }));
      },
      { of: tag, what: action },
    );
  }

  async #worker(): Promise<Worker> {
    const [running] = this.#phone.context.serviceWorkers();
    return running ?? (await this.#phone.context.waitForEvent('serviceworker'));
  }
}
