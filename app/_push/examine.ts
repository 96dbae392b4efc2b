import { type AlertBrowser, thisBrowser } from './browser.ts';
import { refreshAlerts } from './subscribe.ts';

/** The way of an alert to this device, in the order in which each part needs the one before. */
export const STEPS = ['permission', 'worker', 'service', 'accepted', 'shown'] as const;
export type Step = (typeof STEPS)[number];

/** What stands in the way before anything is sent. Each has its sentence and what to do (words.devices.found). */
export type Obstacle = 'offline' | 'ios-not-installed' | 'unsupported' | 'denied' | 'default' | 'no-worker' | 'push-service' | 'server';

/** At which step each obstacle stands. */
export const STEP_OF: Readonly<Record<Obstacle, Step>> = {
  offline: 'permission',
  'ios-not-installed': 'permission',
  unsupported: 'permission',
  denied: 'permission',
  default: 'permission',
  'no-worker': 'worker',
  'push-service': 'service',
  server: 'service',
};

/** A worker that is there answers at once; ms. */
const WORKER = 4000;

/**
 * Looks at this device, part by part, and mends what can be mended without asking (a subscription that the browser lost).
 * @param told called with each step that is in order
 * @returns the first thing that stands in the way, or null
 */
export async function examine(told: (step: Step) => void, browser: AlertBrowser = thisBrowser(), patience = WORKER): Promise<Obstacle | null> {
  if (!browser.online()) return 'offline';
  if (browser.iosNotInstalled) return 'ios-not-installed';
  if (!browser.able) return 'unsupported';
  const permission = browser.permission();
  if (permission !== 'granted') return permission;
  told('permission');
  if (!(await hasWorker(browser, patience))) return 'no-worker';
  told('worker');
  const state = await refreshAlerts(browser, 2 * patience);
  if (state === 'timeout') return 'push-service';
  if (state === 'offline') return 'server';
  if (state !== 'on') return state;
  told('service');
  return null;
}

async function hasWorker(browser: AlertBrowser, patience: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((done) => {
    timer = setTimeout(done, patience, false);
  });
  const there = browser.registration().then(
    () => true,
    () => false,
  );
  return await Promise.race([there, late]).finally(() => clearTimeout(timer));
}

export type Platform = 'android' | 'ios' | 'desktop';

/** Where the switch is that silences alerts: each system has its own. */
export function platformOf({ userAgent, iosNotInstalled }: Pick<AlertBrowser, 'userAgent' | 'iosNotInstalled'>): Platform {
  if (/Android/.test(userAgent)) return 'android';
  return iosNotInstalled || /iPhone|iPad|iPod/.test(userAgent) ? 'ios' : 'desktop';
}
