import { say } from '#server/http.ts';
import { ask } from '#server/push/door.ts';
import { vapidKeys } from '#server/push/vapid.ts';

/**
 * The key that a browser subscribes with.
 * @may everybody who is signed in: it is public
 */
export async function GET(): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  return say({ status: 200, body: { key: vapidKeys().publicKey } });
}
