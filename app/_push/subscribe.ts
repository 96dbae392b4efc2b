import * as z from 'zod/mini';
import { labelOf } from '#domain/device-label.ts';
import { type AlertBrowser, thisBrowser } from './browser.ts';

/**
 * What stands between this device and its alerts, each with a sentence of its own:
 * `unsupported` (this browser cannot), `ios-not-installed` (install first), `denied` (blocked in the browser's settings), `default` (not
 * asked for here), `timeout` (the browser's push service does not answer), `offline` (our server does not), `on`.
 */
export type AlertState = 'unsupported' | 'ios-not-installed' | 'denied' | 'default' | 'timeout' | 'offline' | 'on';

/** `pushManager.subscribe` may never settle: behind some firewalls it waits for ever. ms */
const PATIENCE = 8000;

/** What the browser remembers: its device in the server's list, or that the person wants no alerts here. */
const Kept = z.union([z.object({ device: z.string(), endpoint: z.string() }), z.object({ off: z.literal(true) })]);
type Kept = z.infer<typeof Kept>;

const KeyAnswer = z.object({ key: z.string() });
const DeviceAnswer = z.object({ device: z.string() });

class TooSlow extends Error {}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TooSlow()), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function recall(browser: AlertBrowser): Kept | null {
  try {
    return Kept.parse(JSON.parse(browser.recall() ?? 'null'));
  } catch {
    return null;
  }
}

/** What makes asking useless, or null. */
function obstacle(browser: AlertBrowser): AlertState | null {
  if (browser.iosNotInstalled) return 'ios-not-installed';
  if (!browser.able) return 'unsupported';
  return browser.permission() === 'denied' ? 'denied' : null;
}

/** This device in the server's list, to mark it there; null when it has no alerts. */
export function thisDevice(browser = thisBrowser()): string | null {
  const kept = recall(browser);
  return kept !== null && 'device' in kept ? kept.device : null;
}

/** The state as far as this device knows, without the network and without asking anything. */
export function alertState(browser = thisBrowser()): AlertState {
  return obstacle(browser) ?? (browser.permission() === 'granted' && thisDevice(browser) !== null ? 'on' : 'default');
}

/** Asks for the permission, subscribes and tells the server. To be called from a tap: browsers ignore the question otherwise. */
export async function enableAlerts(browser = thisBrowser(), patience = PATIENCE): Promise<AlertState> {
  const blocked = obstacle(browser);
  if (blocked !== null) return blocked;
  const permission = await browser.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'default';
  return register(browser, patience);
}

/**
 * At each start, in the background: subscribes again where the browser lost its subscription or the server's key changed (iOS does the
 * first without a word), and tells the server that this device lives and whose it is. Asks the person nothing.
 */
export async function refreshAlerts(browser = thisBrowser(), patience = PATIENCE): Promise<AlertState> {
  const blocked = obstacle(browser);
  if (blocked !== null) return blocked;
  const kept = recall(browser);
  if (browser.permission() !== 'granted' || (kept !== null && 'off' in kept)) return 'default';
  return register(browser, patience);
}

/**
 * No more alerts on this device.
 * @param until `asked`: not again before the person asks; `signed-in`: whoever signs in here next gets theirs
 */
export async function disableAlerts(until: 'asked' | 'signed-in', browser = thisBrowser(), patience = PATIENCE): Promise<void> {
  const device = thisDevice(browser);
  browser.remember(until === 'asked' ? JSON.stringify({ off: true } satisfies Kept) : null);
  if (!browser.able) return;
  const unsubscribe = async () => {
    const { pushManager } = await browser.registration();
    await (await pushManager.getSubscription())?.unsubscribe();
  };
  // Either is enough: the server forgets the device now, or when the push service says that it is gone.
  await Promise.allSettled([within(patience, unsubscribe()), device === null ? null : drop(browser, device, patience)]);
}

async function register(browser: AlertBrowser, patience: number): Promise<AlertState> {
  const key = await serverKey(browser, patience);
  if (key === null) return 'offline';
  let subscription: PushSubscription;
  try {
    subscription = await within(patience, subscribe(browser, key));
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'timeout';
  }
  const said = await tell(browser, subscription, false, patience);
  if (said !== 'gone') return said;
  // The server took this device off its list: its push service would not have it any more, whatever the browser believes.
  try {
    await within(patience, subscription.unsubscribe());
    subscription = await within(patience, subscribe(browser, key));
  } catch {
    return 'timeout';
  }
  const again = await tell(browser, subscription, true, patience);
  return again === 'gone' ? 'offline' : again;
}

async function subscribe(browser: AlertBrowser, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const { pushManager } = await browser.registration();
  const current = await pushManager.getSubscription();
  if (current !== null && sameBytes(current.options.applicationServerKey, key)) return current;
  await current?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function tell(browser: AlertBrowser, subscription: PushSubscription, isNew: boolean, patience: number): Promise<AlertState | 'gone'> {
  const { endpoint, keys } = subscription.toJSON();
  const before = thisDevice(browser);
  // Under a new address the list still shows one line for one device, with what was chosen on it.
  const more = { ...(before === null ? {} : { replaces: before }), ...(isNew ? { renewed: true } : {}) };
  const answer = await send(browser, 'POST', { endpoint, keys, label: labelOf(browser.userAgent), ...more }, patience);
  // A browser whose push service the server does not know.
  if (answer?.status === 422) return 'unsupported';
  if (answer?.status === 410) return 'gone';
  const said = answer?.ok ? DeviceAnswer.safeParse(await answer.json().catch(() => null)) : null;
  if (!said?.success) return 'offline';
  browser.remember(JSON.stringify({ device: said.data.device, endpoint: subscription.endpoint } satisfies Kept));
  return 'on';
}

async function drop(browser: AlertBrowser, device: string, patience: number): Promise<void> {
  await send(browser, 'DELETE', { device }, patience);
}

/** null: the server did not answer. */
async function send(browser: AlertBrowser, method: 'POST' | 'DELETE', body: unknown, patience: number): Promise<Response | null> {
  try {
    return await browser.fetch('/api/push/subscribe', {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    return null;
  }
}

async function serverKey(browser: AlertBrowser, patience: number): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const answer = await browser.fetch('/api/push/key', { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) return null;
    return bytesOf(KeyAnswer.parse(await answer.json()).key);
  } catch {
    return null;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function sameBytes(given: ArrayBuffer | null, wanted: Uint8Array): boolean {
  if (given === null || given.byteLength !== wanted.byteLength) return false;
  const bytes = new Uint8Array(given);
  return wanted.every((byte, i) => byte === bytes[i]);
}
