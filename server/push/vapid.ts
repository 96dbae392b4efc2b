import 'server-only';
import { env } from '#server/env.ts';
import { ensureKeys, keysAsSettings } from '#server/keys.ts';

/** The installation's VAPID keys, base64url; the public one is what browsers subscribe with. */
export function vapidKeys(): { publicKey: string; privateKey: string } {
  const { VAPID_PUBLIC_KEY: publicKey = '', VAPID_PRIVATE_KEY: privateKey = '' } = keysAsSettings(ensureKeys(env().dataDir));
  return { publicKey, privateKey };
}
