import * as z from 'zod/mini';
import { env } from '#server/env.ts';
import { say } from '#server/http.ts';
import { dropDevice, keepDevice, SubscriptionSchema } from '#server/push/devices.ts';
import { hear, rowId } from '#server/push/door.ts';
import { isPushEndpoint } from '#server/push/endpoint.ts';

const LIMIT = { limit: 30, windowMs: 60_000 };
const Which = z.object({ device: rowId });

/**
 * A device is to be alerted.
 * @may one's own devices
 */
export async function POST(request: Request): Promise<Response> {
  const heard = await hear(request, SubscriptionSchema, 'push-subscribe', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  if (!isPushEndpoint(heard.body.endpoint, env().pushTestHost)) return say({ status: 422, body: { error: 'endpoint' } });
  const device = await keepDevice(heard.db, heard.person, heard.body, Date.now());
  return say(device === null ? { status: 410, body: { error: 'gone' } } : { status: 200, body: { device } });
}

/**
 * A device is not to be alerted any more.
 * @may one's own devices
 */
export async function DELETE(request: Request): Promise<Response> {
  const heard = await hear(request, Which, 'push-subscribe', LIMIT);
  if (heard.refused !== null) return say(heard.refused);
  await dropDevice(heard.db, heard.person, heard.body.device);
  return say({ status: 204, body: null });
}
