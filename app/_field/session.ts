'use client';
import { unstable_isUnrecognizedActionError as isUnknownAction } from 'next/navigation';
import { submitCommands } from '#app/_doors/submit-commands.ts';
import type { PersonId } from '#domain/ids.ts';
import { languageOf } from '#domain/words/language.ts';
import { learn } from '#domain/words/spoken.ts';
import { type Device, readDevice } from '#sync/device.ts';
import { type Engine, startEngine } from '#sync/engine.ts';
import type { Store } from '#sync/port.ts';
import { StorageProblem, type StorageTrouble } from '#sync/port.ts';
import { actionSend, routeSend } from '#sync/send.ts';
import { openStore } from '#sync/store.ts';
import { holdInstallQuestion } from './install.ts';
import { navigate } from './router.ts';

/** One person at work in this page. */
export interface Session {
  readonly person: PersonId;
  readonly store: Store;
  readonly engine: Engine;
}

/** How the page began. `nobody`: somebody must sign in first. */
export type Beginning =
  | { readonly kind: 'open'; readonly session: Session; readonly device: Device }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'trouble'; readonly trouble: StorageTrouble };

/** What each start renews waits until what is on the phone is shown, ms. */
const AFTER_FIRST = 2_000;

let begun: Promise<Beginning> | null = null;

/** Opens this device for the person it knows; once for the life of the page. Needs no network. */
export function begin(): Promise<Beginning> {
  if (begun === null) holdInstallQuestion();
  begun ??= open();
  return begun;
}

async function open(): Promise<Beginning> {
  try {
    const device = await readDevice();
    if (device.person === null) return { kind: 'nobody' };
    const remembered = device.people.find((p) => p.id === device.person);
    await learn(device.language ?? languageOf(remembered?.language ?? navigator.language)).catch(() => 'French until it is here');
    const store = await openStore(device.person);
    const fetchIt: typeof fetch = (input, init) => fetch(input, init);
    const send = actionSend(submitCommands, routeSend(fetchIt), { isUnknownAction });
    const engine = startEngine({ store, send, fetch: fetchIt, open: navigate });
    setTimeout(() => {
      void renewSession();
      void renewAlerts();
    }, AFTER_FIRST);
    return { kind: 'open', session: { person: device.person, store, engine }, device };
  } catch (error) {
    return { kind: 'trouble', trouble: error instanceof StorageProblem ? error.trouble : 'unavailable' };
  }
}

/** A subscription is compared and renewed at each start: browsers drop them silently (field lessons). Its code is not the shell's. */
async function renewAlerts(): Promise<void> {
  const { refreshAlerts } = await import('#app/_push/subscribe.ts');
  await refreshAlerts().catch(() => 'at the next start');
}

/** The session's cookie rolls on when next-auth is asked for it (domain.md section 7); without a network it waits for the next start. */
async function renewSession(): Promise<void> {
  await fetch('/api/auth/session', { cache: 'no-store' }).catch(() => 'offline');
}

/** Where the person signs in, and comes back from. */
export function signInAddress(): string {
  return `/signin?next=${encodeURIComponent(location.pathname + location.search)}`;
}

let isSigningOut = false;

/** Said by the tab that signs out, before it forgets: it goes to the door by itself, once the server has been told. */
export function beginSigningOut(): void {
  isSigningOut = true;
}

/** Signed out: to the door, from each tab but the one that still has the server to tell. */
export function goToTheDoor(): void {
  if (!isSigningOut) location.replace(signInAddress());
}
