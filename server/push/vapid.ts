import 'server-only';
import * as z from 'zod/mini';
import { env } from '#server/env.ts';
import { ensureKeys, keysAsSettings } from '#server/keys.ts';

const Pair = z.object({ publicKey: z.string(), privateKey: z.string() });
export type VapidKey = z.infer<typeof Pair>;

/** The installation's VAPID keys, base64url; the public one is what browsers subscribe with. `previous`: those that they may have subscribed with before. */
export function vapidKeys(): VapidKey & { readonly previous: readonly VapidKey[] } {
  const settings = keysAsSettings(ensureKeys(env().dataDir));
  const { VAPID_PUBLIC_KEY: publicKey = '', VAPID_PRIVATE_KEY: privateKey = '', VAPID_PREVIOUS_KEYS: before = '[]' } = settings;
  return { publicKey, privateKey, previous: z.array(Pair).parse(JSON.parse(before)) };
}
