/**
 * The browser replaced or dropped the push subscription: makes a new one with the server's key of today (with the old one where the server
 * cannot be asked; it still signs with it) and tells the server. At each start the app looks again.
 */
export async function resubscribe(
  manager: PushManager,
  change: { readonly oldSubscription: PushSubscription | null; readonly newSubscription: PushSubscription | null },
  label: string,
  fetchIt: typeof fetch,
): Promise<void> {
  const fresh = change.newSubscription ?? (await manager.subscribe({ userVisibleOnly: true, applicationServerKey: await keyFor(change, fetchIt) }));
  const { endpoint, keys } = fresh.toJSON();
  await fetchIt('/api/push/subscribe', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // What was chosen on this device goes with it.
    body: JSON.stringify({ endpoint, keys, label, ...(change.oldSubscription === null ? {} : { replaces: change.oldSubscription.endpoint }) }),
    credentials: 'same-origin',
  });
}

async function keyFor(
  { oldSubscription }: { readonly oldSubscription: PushSubscription | null },
  fetchIt: typeof fetch,
): Promise<string | ArrayBuffer> {
  const old = oldSubscription?.options.applicationServerKey ?? null;
  try {
    const response = await fetchIt('/api/push/key', { credentials: 'same-origin' });
    return ((await response.json()) as { key: string }).key;
  } catch (error) {
    if (old === null) throw error;
    return old;
  }
}
