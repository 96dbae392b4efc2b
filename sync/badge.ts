import { awaits } from '#domain/awaited.ts';
import { project } from '#domain/project.ts';
import { actorOf, replicaOf } from '#domain/view.ts';
import { showBadge } from './icon-badge.ts';
import type { Store } from './port.ts';

/**
 * What is not sent, what asks for a choice, and the tickets that wait for this person: the same number as the screens show
 * (app/_field/Dock.tsx).
 */
export async function waitingIn(store: Pick<Store, 'read'>): Promise<number> {
  const { documents, outbox, refused, photos, meta } = await store.read('all');
  const unsent = outbox.length + refused.filter((r) => r.because === null).length + photos.filter((p) => p.state !== 'kept').length;
  const { me } = meta;
  if (me === null) return unsent;
  const actor = actorOf(me);
  const { tickets } = project(replicaOf(documents), outbox, me);
  return unsent + [...tickets.values()].filter((t) => awaits(actor, t)).length;
}

/** Nobody may be looking: the icon tells. */
export async function badgeOf(store: Pick<Store, 'read'>): Promise<void> {
  const n = await waitingIn(store).catch(() => null);
  // What cannot be read says nothing: the number that is there stays.
  if (n !== null) showBadge(n);
}
