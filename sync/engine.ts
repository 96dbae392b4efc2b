import type { Instant } from '#domain/ids.ts';
import type { AnyCommand } from '#domain/register/commands.ts';
import { backoff } from './backoff.ts';
import { readDevice, rememberPerson } from './device.ts';
import type { DrainResult } from './drain.ts';
import { type Live, openLive } from './live.ts';
import { mintOrigin } from './mint.ts';
import { uploader } from './photos.ts';
import type { Picture, StorageTrouble, Store } from './port.ts';
import type { Send } from './send.ts';
import { type StorageState, storageState } from './storage.ts';
import { submit } from './submit.ts';
import { page, type Surroundings } from './surroundings.ts';

/** How the last try went, as one word for the strip. `weak`: it takes too long. `outdated`: a new version must be installed to send. */
export type ConnectionKind = 'online' | 'offline' | 'weak' | 'portal' | 'server-down' | 'signed-out' | 'outdated';

export interface Connection {
  readonly kind: ConnectionKind;
  /** Device clock when it became so. */
  readonly since: Instant;
  /** When the next try is due; null: nothing is planned, or all is well. */
  readonly retryAt: Instant | null;
}

export interface Status {
  readonly connection: Connection;
  /** A request is under way in this tab. */
  readonly isDraining: boolean;
  /** The device could not keep an answer; null when it can. */
  readonly trouble: StorageTrouble | null;
  /** null until it has been asked. */
  readonly storage: StorageState | null;
}

export interface Engine {
  readonly live: Live;
  status(): Status;
  /** @returns the way to stop */
  subscribe(listener: () => void): () => void;
  /** `submit`, then a try to send. Resolves when it is on this device, whatever the network. @throws StorageProblem */
  submit(command: AnyCommand, photos?: readonly Picture[]): Promise<number>;
  /** Try now: the person asked, or signed in again. Resolves when the try is over. */
  drainNow(): Promise<void>;
  stop(): void;
}

export interface EngineWith {
  readonly store: Store;
  readonly send: Send;
  /** For photos. */
  readonly fetch: typeof fetch;
  readonly surroundings?: Surroundings;
  /** The worker asks to show this path: a notification was touched. */
  readonly open?: (path: string) => void;
}

/** While the page is seen and all is well, others' acts are fetched this often, ms. Push is quicker; this needs nothing (32). */
const POLL = 30_000;
/** Another tab has the turn: its news comes by itself; look again after, ms. */
const AFTER_TAKEN = 5_000;
const KINDS: Readonly<Record<Exclude<DrainResult['kind'], 'taken' | 'storage'>, ConnectionKind>> = {
  ok: 'online',
  offline: 'offline',
  timeout: 'weak',
  portal: 'portal',
  busy: 'server-down',
  unauthorised: 'signed-out',
  'foreign-origin': 'signed-out',
  'not-signed-in': 'signed-out',
  upgrade: 'outdated',
  blocked: 'outdated',
};
/** Trying again does not help these; the person does. */
const FOR_THE_PERSON: ReadonlySet<ConnectionKind> = new Set(['signed-out', 'outdated']);

/** What a page runs: one live view, and a drain whenever there is a reason to try. Knows no screen. */
export function startEngine({ store, send, fetch: fetchIt, surroundings = page(), open }: EngineWith): Engine {
  const live = openLive(store, surroundings.now);
  const listeners = new Set<() => void>();
  let status: Status = {
    connection: { kind: surroundings.isOnline() ? 'online' : 'offline', since: surroundings.now(), retryAt: null },
    isDraining: false,
    trouble: null,
    storage: null,
  };
  let failures = 0;
  let callOff: () => void = () => undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let isStopped = false;

  const change = (patch: Partial<Status>) => {
    status = { ...status, ...patch };
    for (const listener of listeners) listener();
  };
  const become = (kind: ConnectionKind, retryAt: Instant | null) => {
    const { connection } = status;
    if (connection.kind === kind && connection.retryAt === retryAt) return;
    change({ connection: { kind, since: connection.kind === kind ? connection.since : surroundings.now(), retryAt } });
  };

  const once = async (): Promise<DrainResult> => {
    const isSignedIn = async () => (await readDevice()).person === store.person;
    // With the schemas of what travels, after the first screen and not before it.
    const { drain } = await import('./drain.ts');
    const result = await drain(store, { send, now: surroundings.now, mint: mintOrigin, isSignedIn });
    if (result.kind === 'ok') await rememberContact(store, live);
    if (result.kind === 'unauthorised' && result.forget) {
      const registration = await globalThis.navigator?.serviceWorker?.getRegistration();
      await (await import('./forget.ts')).forgetHere(store, registration);
    }
    return result;
  };

  const isWaiting = () => live.get().outbox.length > 0 || live.get().photos.some((p) => p.state === 'waiting');

  /** When to look again. @returns ms; null: only when something happens */
  const settle = (result: DrainResult): number | null => {
    const after = (retryAfter: number | null) => backoff(failures, surroundings.random(), retryAfter, surroundings.isVisible() && isWaiting());
    if (result.kind === 'storage') {
      change({ trouble: result.trouble });
      failures += 1;
      return after(null);
    }
    if (result.kind === 'taken') return AFTER_TAKEN;
    const kind = KINDS[result.kind];
    failures = kind === 'online' ? 0 : failures + 1;
    if (status.trouble !== null) change({ trouble: null });
    const wait = FOR_THE_PERSON.has(kind) ? null : failures === 0 ? POLL : after('retryAfter' in result ? result.retryAfter : null);
    become(kind, wait === null || failures === 0 ? null : surroundings.now() + wait);
    return wait;
  };

  const drainNow = (): Promise<void> => {
    if (isStopped) return Promise.resolve();
    if (running !== null) {
      again = true;
      return running;
    }
    callOff();
    running = (async () => {
      change({ isDraining: true });
      let wait: number | null = null;
      do {
        again = false;
        const result = await once();
        // What was tapped just now may not be read yet, and decides how soon it is tried again.
        if (result.kind !== 'ok') await live.refresh();
        wait = settle(result);
      } while (again && !isStopped && failures === 0);
      running = null;
      change({ isDraining: false });
      if (isStopped) return;
      if (wait !== null) callOff = surroundings.after(wait, due);
      if (failures === 0) sendPhotos();
    })();
    return running;
  };

  let photoFailures = 0;
  const sendPhotos = uploader(store, fetchIt, (result) => {
    if (result.kind === 'ok' || result.kind === 'taken') {
      photoFailures = 0;
      return;
    }
    // A line on which some get through is worth trying again soon: failures in a row are those without any between.
    photoFailures = result.uploaded > 0 ? 1 : photoFailures + 1;
    // A drain that is under way begins the photos again after it.
    if (running !== null || isStopped) return;
    failures = photoFailures - 1;
    const wait = settle(result);
    callOff();
    if (wait !== null) callOff = surroundings.after(wait, due);
  });

  /** Unseen, only what waits here is worth a try. */
  const due = () => {
    if (surroundings.isVisible() || isWaiting()) void drainNow();
    else callOff = surroundings.after(POLL, due);
  };

  const stopOccasions = surroundings.onOccasion(() => {
    // A page that slept heard no news.
    void live.refresh();
    void drainNow();
  });
  const stopMessages = hearWorker(open);
  const stopLive = live.subscribe(() => {
    const { isOver } = live.get();
    if (isOver !== null) become(isOver, null);
  });
  void storageState().then((storage) => change({ storage }));
  // What is on the phone is shown first: the drain's code and requests do not compete with it.
  void live.refresh().finally(() => void drainNow());

  return {
    live,
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async submit(command, photos = []) {
      const isFirst = live.get().outbox.length === 0;
      const seq = await submit(store, command, { now: surroundings.now(), photos });
      void drainNow();
      if (isFirst) void storageState().then((storage) => change({ storage }));
      return seq;
    },
    drainNow,
    stop() {
      isStopped = true;
      callOff();
      stopOccasions();
      stopMessages();
      stopLive();
      live.close();
      listeners.clear();
    },
  };
}

/** Who it is and when they were last heard of, for the next start without a network; not at every poll. */
async function rememberContact(store: Store, live: Live): Promise<void> {
  const { me, lastContact } = await store.meta();
  const known = live.get().me;
  if (me === null) return;
  const device = await readDevice();
  const before = device.people.find((p) => p.id === store.person);
  const isFresh = before?.lastContact != null && lastContact !== null && Math.abs(lastContact - before.lastContact) < 5 * 60_000;
  if (isFresh && before.name === me.name && before.language === me.language && known !== null) return;
  await rememberPerson({ id: store.person, name: me.name, language: me.language, lastContact });
}

/** A notification was touched while this page was open: the worker asks the page, which loses nothing that is being typed. */
function hearWorker(open: ((path: string) => void) | undefined): () => void {
  const container = typeof navigator === 'undefined' ? undefined : (navigator.serviceWorker as ServiceWorkerContainer | undefined);
  if (container === undefined || open === undefined) return () => undefined;
  const hear = (event: MessageEvent<unknown>) => {
    const { type, path } = (event.data ?? {}) as { type?: unknown; path?: unknown };
    if (type === 'open' && typeof path === 'string' && path.startsWith('/')) open(path);
  };
  container.addEventListener('message', hear);
  return () => container.removeEventListener('message', hear);
}
