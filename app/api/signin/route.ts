import { say } from '#server/http.ts';
import { waysIn } from '#server/session/ways.ts';

/**
 * How one may sign in here beside a login and a password: what the door offers.
 * @who everybody
 * @may what the sign-in page shows
 * @rate none: a constant of this installation, and one row by the id in a cookie of ours
 */
export async function GET(): Promise<Response> {
  return say({ status: 200, body: await waysIn() });
}
