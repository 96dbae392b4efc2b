import { languageOf } from '#domain/words/index.ts';
import { type Carried, parseAlert } from './carried.ts';
import type { Device } from './device.ts';
import { neutral, notificationOf, type Shown } from './notification.ts';
import type { Store } from './port.ts';

/** What a worker can do, so that what it does is tested without one. */
export interface Worker {
  readonly fetch: typeof fetch;
  now(): number;
  device(): Promise<Device>;
  /** The store of whoever is signed in here. */
  open(device: Device): Promise<Store | null>;
  drain(store: Store): Promise<unknown>;
  show(shown: Shown): Promise<void>;
  /** Brings a window of ours to the front, on this path. */
  visit(path: string): Promise<void>;
  after(ms: number): Promise<void>;
  /** After a drain: the icon counts anew, and calls that somebody answered are put away. */
  tidy(store: Store): Promise<void>;
}

/** The browser shows a notice of its own when we are slow; ours comes within 2 s, whatever the network does: ms for the drain. */
const DRAIN_FIRST = 1_000;

/**
 * A push came. Drains, so that a tap opens a ticket that is already here, but never waits for it longer than a second; always shows
 * something; then says that it did. Resolves when all is done, the drain included, so that the worker is not put to sleep in it.
 */
export async function onPush(text: string | undefined, worker: Worker): Promise<void> {
  const device = await worker.device().catch(() => null);
  const alert = parseAlert(text);
  if (device === null || device.person === null || alert === null) {
    await worker.show(neutral(alert?.language ?? languageOf(device?.language)));
    return;
  }
  const opening = worker.open(device).catch(() => null);
  const draining = opening.then((store) => (store === null ? undefined : worker.drain(store))).catch(() => 'shown from the payload');
  const isTaken = await Promise.race([
    draining.then(() => opening).then((store) => taken(store, alert.ticket)),
    worker.after(DRAIN_FIRST).then(() => false),
  ]);
  await worker.show(notificationOf(alert, device.person, isTaken));
  await acknowledge(worker, { notice: alert.notice, device: alert.device }, 'shown');
  await draining;
  const store = await opening;
  if (store === null) return;
  await worker.tidy(store).catch(() => 'next time');
  store.close();
}

async function taken(store: Store | null, ticket: string | null): Promise<boolean> {
  if (store === null || ticket === null) return false;
  const { documents } = await store.read([['ticket', ticket]]);
  const [found] = documents;
  return found?.kind === 'ticket' && found.head.assignee !== null;
}

/**
 * A notification was touched. "Prendre en charge" is a tap like any other: it goes into the outbox, with or without network, and is
 * judged when it arrives. Only for whom it was shown to: whoever is signed in here by now, if it is somebody else, sees the ticket and decides.
 * @param action 'take', or '' for the notification itself
 */
export async function onTouch(action: string, carried: Carried, worker: Worker): Promise<void> {
  const { ticket } = carried;
  const path = ticket === null ? '/' : `/tickets/${ticket}`;
  // The window first: browsers let a touch open one only for a moment.
  const visiting = worker.visit(path).catch(() => 'no window: the outbox has it all the same');
  const device = await worker.device().catch(() => null);
  const store = device?.person == null ? null : await worker.open(device).catch(() => null);
  if (store !== null) {
    const isTheirs = carried.person === null || carried.person === store.person;
    if (action === 'take' && ticket !== null && isTheirs)
      await store.append({ type: 'take', v: 1, ticket, expected: null }, worker.now()).catch(() => 0);
    await worker.drain(store).catch(() => 'later');
    await worker.tidy(store).catch(() => 'next time');
    store.close();
  }
  await visiting;
  // Another person's notice is not this session's to acknowledge.
  const isMine = carried.person === null || carried.person === device?.person;
  if (carried.notice !== null && isMine) await acknowledge(worker, { notice: carried.notice, device: carried.device }, 'opened');
}

/** "Shown" and "opened" are best effort: no command, never repeated (sync.md section 2). */
async function acknowledge(worker: Worker, { notice, device }: { notice: string; device: string | null }, step: 'shown' | 'opened'): Promise<void> {
  await worker
    .fetch('/api/ack', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ notice, step, ...(device === null ? {} : { device }) }),
      credentials: 'same-origin',
      redirect: 'error',
    })
    .catch(() => 'never mind');
}
