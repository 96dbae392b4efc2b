'use client';
import { useEffect, useRef } from 'react';
import { waitingForMe } from '#app/_tickets/queue.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Nav, type Place as NavPlace } from '#app/_ui/Nav.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Strip } from '#app/_ui/Strip.tsx';
import { showBadge } from '#sync/icon-badge.ts';
import { useField } from './field.tsx';
import type { PlaceName } from './place.ts';
import { signInAddress } from './session.ts';
import { refusedOf, stripOf, unsentOf } from './standing.ts';
import { useAnyTyping } from './typing.ts';
import { lookForUpdate, useUpdate } from './updates.ts';

const CURRENT: Readonly<Partial<Record<PlaceName, NavPlace>>> = {
  home: 'home',
  tickets: 'tickets',
  ticket: 'tickets',
  new: 'tickets',
  scan: 'scan',
  sticker: 'scan',
  asset: 'scan',
  rooms: 'rooms',
  room: 'rooms',
  me: 'me',
  alerts: 'me',
  outbox: 'me',
};

/** The strip of the outbox and the navigation. */
export function Dock({ here }: { here: PlaceName }) {
  const field = useField();
  const { words: w, actor, view, connection } = field;
  const { nav } = w.common;
  const strip = stripOf(field);
  const waiting = waitingForMe(view, actor).length;
  return (
    <>
      <UpdatePrompt />
      {strip !== null && (
        <Strip
          href={connection.kind === 'signed-out' ? signInAddress() : '/outbox'}
          icon={strip.icon}
          title={strip.title}
          {...(strip.text === undefined ? {} : { text: strip.text })}
        />
      )}
      <Nav
        label={nav.label}
        brand={w.common.app}
        current={CURRENT[here] ?? null}
        items={{
          home: { href: '/', label: nav.home },
          tickets: { href: '/tickets', label: nav.tickets },
          scan: { href: '/scan', label: nav.scan },
          rooms: { href: '/rooms', label: nav.rooms },
          me: { href: '/me', label: nav.me },
        }}
        badges={{ tickets: { n: waiting, words: w.common.waiting } }}
      />
    </>
  );
}

/** A new version is offered, never forced, and never while something is typed or on its way. */
function UpdatePrompt() {
  const { words: w, status, snapshot, connection } = useField();
  const install = useUpdate();
  const isTooOld = connection.kind === 'outdated';
  useEffect(() => {
    // The server has told: the next hourly look would be late.
    if (isTooOld) void lookForUpdate();
  }, [isTooOld]);
  const isTyping = useAnyTyping();
  if (install === null || isTyping || status.isDraining || snapshot.outbox.some((e) => e.state === 'sent')) return null;
  return (
    <Note icon="refresh-cw" tone="b" title={w.sync.update.ready} small>
      <Button onClick={install}>{w.sync.update.install}</Button>
    </Note>
  );
}

/** The number on the app's icon: what is not sent, what asks for a choice, and what waits for me. sync/badge.ts counts the same in the worker. */
export function useAppBadge(): void {
  const field = useField();
  const { view, actor } = field;
  const n = unsentOf(field) + refusedOf(field) + waitingForMe(view, actor).length;
  useEffect(() => showBadge(n), [n]);
  // Calls that somebody answered leave the lock screen.
  useEffect(() => {
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    void import('#sync/closing.ts').then(async ({ closeAnswered }) => {
      const registration = await navigator.serviceWorker?.getRegistration();
      closeAnswered((await registration?.getNotifications?.()) ?? [], (id) => view.tickets.get(id)?.head);
    });
  }, [view.tickets]);
}

/** What changed about the outbox, for those who do not see it: at most one sentence each 2 s (ux.md section 8). */
export function SyncVoice() {
  const field = useField();
  const { words: w, connection, snapshot } = field;
  const region = useRef<HTMLParagraphElement>(null);
  const before = useRef({ isOnline: connection.kind === 'online', waiting: snapshot.outbox.length, refused: refusedOf(field) });
  const refused = refusedOf(field);
  const waiting = snapshot.outbox.length;
  const isOnline = connection.kind === 'online';
  useEffect(() => {
    const timer = setTimeout(() => {
      const was = before.current;
      before.current = { isOnline, waiting, refused };
      const gone = was.waiting - waiting - Math.max(0, refused - was.refused);
      const say = w.sync.say;
      const text =
        refused > was.refused
          ? say.refused({ n: refused - was.refused })
          : gone > 0
            ? say.saved({ n: gone })
            : isOnline === was.isOnline
              ? null
              : isOnline
                ? say.online
                : say.offline;
      if (text !== null && region.current !== null) region.current.textContent = text;
    }, 2_000);
    return () => clearTimeout(timer);
  }, [isOnline, waiting, refused, w]);
  return <p className="vh" role="status" ref={region} />;
}
