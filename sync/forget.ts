import { changeDevice } from './device.ts';
import { showBadge } from './icon-badge.ts';
import type { Store } from './port.ts';

/** The parts of a service worker's registration that outlive a session. */
type Registration = Pick<ServiceWorkerRegistration, 'getNotifications' | 'pushManager'>;

/**
 * The house says that this device was lost: it forgets whose it is and all it held of them, as when they sign out. What was tapped and had not
 * left stays for that person alone, and leaves when they sign in here again (invariant 33).
 */
export async function forgetHere(store: Pick<Store, 'person' | 'signOut'>, registration: Registration | undefined): Promise<void> {
  await changeDevice((device) => (device.person === store.person ? { ...device, person: null, typed: null } : device));
  await store.signOut();
  showBadge(0);
  for (const shown of (await registration?.getNotifications().catch(() => [])) ?? []) shown.close();
  const subscription = await registration?.pushManager?.getSubscription().catch(() => null);
  await subscription?.unsubscribe().catch(() => false);
}
