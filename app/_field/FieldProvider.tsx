'use client';
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Toast, type ToastMessage } from '#app/_ui/Toast.tsx';
import type { SiteDocument } from '#domain/documents.ts';
import { actorOf } from '#domain/view.ts';
import { type Language, languageOf } from '#domain/words/language.ts';
import { learn, words } from '#domain/words/spoken.ts';
import { type Device, writeDevice } from '#sync/device.ts';
import { useAppearance } from './appearance.ts';
import { type Field, FieldContext } from './field.tsx';
import { navigate } from './router.ts';
import { goToTheDoor, type Session, signInAddress } from './session.ts';

type Props = { session: Session; initialDevice: Device; children: ReactNode };

const ACCENTS: Readonly<Record<string, string>> = {
  é: 'e',
  è: 'e',
  ê: 'e',
  ë: 'e',
  à: 'a',
  â: 'a',
  ä: 'a',
  î: 'i',
  ï: 'i',
  ô: 'o',
  ö: 'o',
  ù: 'u',
  û: 'u',
  ü: 'u',
  ç: 'c',
};
const plain = (name: string) => name.toLowerCase().replace(/[à-ü]/g, (letter) => ACCENTS[letter] ?? letter);

/** By plain letters: what the browser knows of languages costs a slow phone half a second at its first use, before anything is shown. */
function byName(a: SiteDocument, b: SiteDocument): number {
  return plain(a.name) < plain(b.name) ? -1 : 1;
}

/** The clock of the screens, ms between two ticks: nothing counts seconds (ux.md section 2). */
const TICK = 30_000;

/** Gives the screens what this phone holds, and follows every change of it. */
export function FieldProvider({ session, initialDevice, children }: Props) {
  const { engine, store, person } = session;
  const snapshot = useSyncExternalStore(engine.live.subscribe, engine.live.get, engine.live.get);
  const status = useSyncExternalStore(engine.subscribe, engine.status, engine.status);
  const [device, setDeviceState] = useState(initialDevice);
  const [toast, setToast] = useState<ToastMessage | null>(null);
  const [siteId, setSiteId] = useSite(person);
  const deviceNow = useNow();

  const remembered = device.people.find((p) => p.id === person);
  const language = useSpoken(device.language ?? languageOf(snapshot.me?.language ?? remembered?.language ?? navigator.language));
  const w = words(language);
  useAppearance(device.theme, language);

  const { me, view, isOver } = snapshot;
  // A ticket handed to one's team brings the address of its site along: not a site where one works.
  const held = me?.sites;
  const sites = useMemo(() => [...view.sites.values()].filter((s) => held?.includes(s.id)).sort(byName), [view.sites, held]);
  const site = sites.length === 1 ? (sites[0] ?? null) : (sites.find((s) => s.id === siteId) ?? null);

  const retry = useCallback(() => void engine.drainNow(), [engine]);
  const onToast = useCallback<Field['toast']>((text, options = {}) => setToast({ id: Date.now(), text, ...options }), []);
  const setDevice = useCallback<Field['setDevice']>((patch) => {
    setDeviceState((now) => ({ ...now, ...patch }));
    writeDevice(patch).catch(() => 'kept for this visit only');
  }, []);
  const endToast = useCallback(() => setToast(null), []);

  const field = useMemo<Field | null>(
    () =>
      me === null
        ? null
        : {
            me,
            actor: actorOf(me),
            view,
            snapshot,
            words: w,
            language,
            connection: status.connection,
            status,
            retry,
            sites,
            site,
            setSite: setSiteId,
            now: deviceNow + snapshot.offset,
            submit: engine.submit,
            navigate,
            toast: onToast,
            store,
            device,
            setDevice,
          },
    [me, view, snapshot, w, language, status, retry, sites, site, setSiteId, deviceNow, engine, onToast, store, device, setDevice],
  );

  useEffect(() => {
    // Signed out in another tab: this one shows nobody's data.
    if (isOver === 'signed-out') goToTheDoor();
  }, [isOver]);

  if (isOver === 'outdated') return <GaveWay language={language} />;
  if (!snapshot.isReady || isOver !== null) return null;
  if (field === null)
    return <FirstLoad language={language} isOffline={status.connection.kind !== 'online'} isSignedOut={status.connection.kind === 'signed-out'} />;
  return (
    <FieldContext value={field}>
      {children}
      <Toast message={toast} onEnd={endToast} />
    </FieldContext>
  );
}

/** Signed in, and nothing here yet: the first pages are on their way, or need a network once. */
function FirstLoad({ language, isOffline, isSignedOut }: { language: Field['language']; isOffline: boolean; isSignedOut: boolean }) {
  const w = words(language);
  useEffect(() => {
    // The cookie is gone and there is nothing to read here: only signing in helps.
    if (isSignedOut) location.replace(signInAddress());
  }, [isSignedOut]);
  return <Alone title={isOffline ? w.sync.chip.offline : w.common.app} text={isOffline ? w.sync.firstOffline : w.sync.firstLoad} />;
}

/** Another tab has begun a newer version, and this one let it have the database (invariant 38). What was typed is kept: it comes back with a reload. */
function GaveWay({ language }: { language: Field['language'] }) {
  const w = words(language);
  return (
    <main className="alone">
      <Empty title={w.sync.update.ready} text={w.sync.update.gaveWay}>
        <Button kind="primary" onClick={() => location.reload()}>
          {w.sync.update.reload}
        </Button>
      </Empty>
    </main>
  );
}

function Alone({ title, text }: { title: string; text: string }) {
  return (
    <main className="alone">
      <Empty title={title} text={text} />
    </main>
  );
}

/** The language wanted, once its words are here. */
function useSpoken(wanted: Language): Language {
  const [spoken, setSpoken] = useState(wanted);
  useEffect(() => {
    let isWanted = true;
    learn(wanted)
      .then(() => isWanted && setSpoken(wanted))
      .catch(() => 'not here yet: French until the next start');
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  return spoken;
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    const timer = setInterval(tick, TICK);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  return now;
}

/** The site chosen, remembered on this device for this person. */
function useSite(person: string): [string | null, (site: string | null) => void] {
  const key = `relais-site ${person}`;
  const [site, setSite] = useState<string | null>(() => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  });
  const choose = useCallback(
    (next: string | null) => {
      setSite(next);
      try {
        if (next === null) localStorage.removeItem(key);
        else localStorage.setItem(key, next);
      } catch {
        // Chosen for this visit only.
      }
    },
    [key],
  );
  return [site, choose];
}
