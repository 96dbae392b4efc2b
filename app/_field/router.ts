'use client';
import { useSyncExternalStore } from 'react';
import { isField, type Place, placeOf } from './place.ts';

/** Where the app is. A new object for each navigation, the same one between two. */
export interface Here {
  readonly place: Place;
  readonly path: string;
  /** How one came: a first load keeps the browser's focus, a step puts it on the new title, a return gives the scroll back. */
  readonly came: 'loaded' | 'step' | 'return';
  /** Its place in this tab's history, 0 for the first page of the app: is there a page of ours to go back to? */
  readonly depth: number;
}

const SCROLLS = 'relais-scroll';
const listeners = new Set<() => void>();
let here: Here | null = null;

function depthNow(): number {
  const state: unknown = history.state;
  const depth = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)['relaisDepth'] : undefined;
  return typeof depth === 'number' ? depth : 0;
}

function addressNow(): string {
  return location.pathname + location.search;
}

function read(came: Here['came']): Here {
  return { place: placeOf(location.pathname, location.search), path: addressNow(), came, depth: depthNow() };
}

function change(came: Here['came']): void {
  here = read(came);
  for (const listener of listeners) listener();
}

/** Scroll positions of this tab, by depth and address; a reload keeps them. */
function scrolls(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(SCROLLS) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}

/** What scrolls: the pane opened last; with large text the page itself (app/styles/large-text.css). */
function scroller(): Element | null {
  return [...document.querySelectorAll('.pane:not(.placeholder) .scroll')].at(-1) ?? null;
}

function keepScroll(depth: number, address: string): void {
  try {
    const top = Math.round(Math.max(scroller()?.scrollTop ?? 0, scrollY));
    sessionStorage.setItem(SCROLLS, JSON.stringify({ ...scrolls(), [`${depth} ${address}`]: top }));
  } catch {
    // A browser that stores nothing loses the position, not the page.
  }
}

/** Puts the page where it was left when one comes back to it, else at its top. */
export function restoreScroll({ came, depth, path }: Here): void {
  const top = came === 'return' || came === 'loaded' ? (scrolls()[`${depth} ${path}`] ?? 0) : 0;
  scrollTo(0, top);
  scroller()?.scrollTo(0, top);
}

/** Goes to an address of the field app without leaving the page; any other address is opened by the browser. */
export function navigate(to: string, { replace = false } = {}): void {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin || !isField(url.pathname)) {
    location.assign(url);
    return;
  }
  const address = url.pathname + url.search;
  const depth = depthNow();
  keepScroll(depth, addressNow());
  if (replace || address === addressNow()) history.replaceState({ relaisDepth: depth }, '', address);
  else history.pushState({ relaisDepth: depth + 1 }, '', address);
  change('step');
}

/** One step back inside the app; where one came from outside, `otherwise`. */
export function back(otherwise: string): void {
  if (depthNow() > 0) history.back();
  else navigate(otherwise, { replace: true });
}

/** A plain click on an address of ours; everything else is the browser's: new tabs, downloads, other sites. */
function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.hash !== '' && link.pathname === location.pathname) return;
  if (!isField(link.pathname)) return;
  event.preventDefault();
  if (link.dataset['back'] !== undefined) back(link.href);
  else navigate(link.href);
}

/**
 * Listens to links and to the browser's own back and forward. Called once, by the provider.
 * @returns the way to stop
 */
export function startRouter(): () => void {
  history.scrollRestoration = 'manual';
  const onPop = () => change('return');
  // Kept while one scrolls: at popstate the browser has already left the page, and its position is lost.
  let waiting = 0;
  const onScroll = () => {
    clearTimeout(waiting);
    const [depth, address] = [depthNow(), addressNow()];
    waiting = window.setTimeout(() => depth === depthNow() && address === addressNow() && keepScroll(depth, address), 120);
  };
  document.addEventListener('click', onClick);
  window.addEventListener('popstate', onPop);
  // Panes scroll, and their events do not bubble.
  window.addEventListener('scroll', onScroll, { passive: true, capture: true });
  return () => {
    clearTimeout(waiting);
    document.removeEventListener('click', onClick);
    window.removeEventListener('popstate', onPop);
    window.removeEventListener('scroll', onScroll, { capture: true });
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const current = () => {
  here ??= read('loaded');
  return here;
};

/** The page that the address names. Only inside the client gate. */
export function useHere(): Here {
  return useSyncExternalStore(subscribe, current, current);
}
