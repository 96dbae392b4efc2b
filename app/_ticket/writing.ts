'use client';
import { useEffect, useSyncExternalStore } from 'react';
import { useField } from '#app/_field/field.tsx';

/** A hint that is not said again is forgotten after so long, and is said again this often, ms. */
const LASTS = 15_000;
const AGAIN = 8_000;

/** Who has a form open, by ticket: their names, and until when that is believed. */
const writers = new Map<string, Map<string, number>>();
const listeners = new Set<() => void>();
let shown: ReadonlyMap<string, string> = new Map();

function settle(): void {
  const now = Date.now();
  for (const [ticket, names] of writers) {
    for (const [name, until] of names) if (until <= now) names.delete(name);
    if (names.size === 0) writers.delete(ticket);
  }
  shown = new Map([...writers].map(([ticket, names]) => [ticket, [...names.keys()].sort().join(', ')]));
  for (const listener of listeners) listener();
}

/** Heard on the line of news. */
export function hearWriting(ticket: string, name: string, isOpen: boolean): void {
  const names = writers.get(ticket) ?? new Map<string, number>();
  writers.set(ticket, names);
  if (isOpen) {
    names.set(name, Date.now() + LASTS);
    setTimeout(settle, LASTS + 100);
  } else names.delete(name);
  settle();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Who else has a form open on this ticket, as far as this page is told; null: nobody. */
export function useWriting(ticket: string): string | null {
  return useSyncExternalStore(
    subscribe,
    () => shown.get(ticket) ?? null,
    () => null,
  );
}

function say(ticket: string, open: boolean): void {
  const body = JSON.stringify({ ticket, open });
  // A hint: one that does not arrive is not missed. Without `keepalive`: behind a portal that redirects, Chromium never lets go of such a
  // request, and six of them are all the connections that this phone has to the server.
  const signal = AbortSignal.timeout(LASTS);
  void fetch('/api/live/typing', { method: 'POST', headers: { 'content-type': 'application/json' }, body, redirect: 'error', signal }).catch(
    () => 'offline',
  );
}

/** Tells colleagues that a form is open here on this ticket, while there is a network. */
export function useSayWriting(ticket: string, isOpen: boolean): void {
  const { connection } = useField();
  const isOnline = connection.kind === 'online';
  useEffect(() => {
    if (!isOpen || !isOnline) return;
    say(ticket, true);
    const timer = setInterval(() => say(ticket, true), AGAIN);
    return () => {
      clearInterval(timer);
      say(ticket, false);
    };
  }, [ticket, isOpen, isOnline]);
}
