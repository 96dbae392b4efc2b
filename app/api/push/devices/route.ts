import { say } from '#server/http.ts';
import { devicesOf } from '#server/push/devices.ts';
import { ask } from '#server/push/door.ts';

/**
 * The devices of whoever asks.
 * @may one's own
 */
export async function GET(): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  return say({ status: 200, body: { devices: await devicesOf(asked.db, asked.person) } });
}
