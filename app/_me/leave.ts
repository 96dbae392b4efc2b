import { beginSigningOut } from '#app/_field/session.ts';
import { disableAlerts } from '#app/_push/subscribe.ts';
import { leave } from '#app/signin/credentials.ts';
import { rememberPerson, writeDevice } from '#sync/device.ts';
import { showBadge } from '#sync/icon-badge.ts';
import type { Store } from '#sync/port.ts';

/** A half-open connection tells the server nothing: the person does not wait for it longer than this, ms. */
const PATIENCE = 5_000;

/**
 * Signs out: from now on nothing of this person is sent or shown here; what had not left stays for them alone (invariant 33).
 * The device forgets before the server is told, so that it works offline too.
 */
export async function signOut(store: Store): Promise<void> {
  beginSigningOut();
  await disableAlerts('signed-in').catch(() => 'told at the next sign-in');
  await writeDevice({ person: null });
  await store.signOut();
  await forgetBeside(store).catch(() => 'a browser that keeps nothing beside');
  // What waits is this person's alone; the icon is everybody's.
  showBadge(0);
  // And so is the lock screen.
  await closeAll().catch(() => 'nothing is shown');
  await Promise.race([leave(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  location.assign('/signin');
}

/** What stands outside the person's own store: lists that they kept under their name, and the name itself where nothing waits for them. */
async function forgetBeside(store: Store): Promise<void> {
  for (const key of Object.keys(localStorage)) if (key.endsWith(` ${store.person}`)) localStorage.removeItem(key);
  const { outbox, refused } = await store.state();
  const waits = outbox.length > 0 || refused.length > 0 || (await store.drafts()).length > 0;
  if (!waits) await rememberPerson({ id: store.person, name: '', lastContact: null });
}

async function closeAll(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
}
