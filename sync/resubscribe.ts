/** The browser replaced or dropped the push subscription: makes a new one with the same key and tells the server (recipes: at each start too). */
export async function resubscribe(
  manager: PushManager,
  change: { readonly oldSubscription: PushSubscription | null; readonly newSubscription: PushSubscription | null },
  label: string,
  fetchIt: typeof fetch,
): Promise<void> {
  const key = change.oldSubscription?.options.applicationServerKey ?? (await serverKey(fetchIt));
  const fresh = change.newSubscription ?? (await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint, keys } = fresh.toJSON();
  await fetchIt('/api/push/subscribe', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // What was chosen on this device goes with it.
    body: JSON.stringify({ endpoint, keys, label, ...(change.oldSubscription === null ? {} : { replaces: change.oldSubscription.endpoint }) }),
    credentials: 'same-origin',
  });
}

async function serverKey(fetchIt: typeof fetch): Promise<string> {
  const response = await fetchIt('/api/push/key', { credentials: 'same-origin' });
  const { key } = (await response.json()) as { key: string };
  return key;
}
