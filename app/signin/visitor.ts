'use client';
import { useEffect, useState } from 'react';
import { useAppearance } from '#app/_field/appearance.ts';
import { type Language, languageOf } from '#domain/words/index.ts';
import { type Device, readDevice, writeDevice } from '#sync/device.ts';
import { waitingOf } from '#sync/waiting.ts';
import { safeNext } from './next.ts';

/** Who stands before the door, as far as the device can tell. */
export interface Visitor {
  readonly language: Language;
  /** Where they were going. */
  readonly next: string;
  /** Who is signed in on this device, though their session is over; they may still read. */
  readonly here: string | null;
  /** Whose work waits on this device, and how much of it. */
  readonly waiting: readonly { readonly who: string; readonly n: number }[];
  readonly theme: Device['theme'];
  /** The login typed here before, and not used. */
  readonly typed: string | null;
}

/** A pause in the typing, ms. */
const PAUSE = 300;
let pause: ReturnType<typeof setTimeout> | undefined;

/** Keeps the login at each pause, on the device and for nobody yet (the browser's other stores write when they like, and a kill comes first). */
export function keepTyped(login: string): void {
  clearTimeout(pause);
  pause = setTimeout(() => writeDevice({ typed: login === '' ? null : login }).catch(() => 'on the screen only'), PAUSE);
}

/** It has served. */
export function stopKeeping(): void {
  clearTimeout(pause);
}

async function look(): Promise<Visitor> {
  const next = safeNext(new URLSearchParams(location.search).get('next'));
  // A browser that keeps nothing can still say its language; signing in will tell what is wrong.
  const device = await readDevice().catch(() => null);
  const here = device?.people.find(({ id }) => id === device.person) ?? null;
  const language = device?.language ?? here?.language ?? languageOf(navigator.language);
  const counts = await Promise.all((device?.people ?? []).map(async ({ id, name }) => ({ who: name, n: await waitingOf(id) })));
  return {
    language,
    next,
    here: here?.name ?? null,
    waiting: counts.filter(({ n }) => n > 0),
    theme: device?.theme ?? 'system',
    typed: device?.typed ?? null,
  };
}

/** null until the device has been asked, and in the prerendered page. */
export function useVisitor(): Visitor | null {
  const [visitor, setVisitor] = useState<Visitor | null>(null);
  useEffect(() => {
    let gone = false;
    void look().then((seen) => {
      if (!gone) setVisitor(seen);
    });
    return () => {
      gone = true;
    };
  }, []);
  useAppearance(visitor?.theme ?? 'system', visitor?.language ?? 'fr');
  return visitor;
}
