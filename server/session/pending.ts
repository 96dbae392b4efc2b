import 'server-only';
import { randomBytes } from 'node:crypto';
import { decode, encode } from 'next-auth/jwt';
import type { Instant } from '#domain/ids.ts';
import { type Throttle, throttle } from '#server/throttle.ts';
import { isSecure, sessionSecret, setCookie } from './cookie.ts';

/** A step of signing in that is not finished; what it holds is sealed and short-lived, and opens nothing by itself. */
export type Step = 'sso-start' | 'sso-end' | 'second' | 'passkey' | 'enrol' | 'must';

const nameOf = (step: Step) => `${isSecure() ? '__Host-' : ''}relais.${step}`;

/** The Set-Cookie line that keeps a step in the browser for so many seconds. */
export async function keepStep(step: Step, data: Readonly<Record<string, unknown>>, seconds: number): Promise<string> {
  const token = { ...data, for: step, n: randomBytes(12).toString('base64url') };
  return setCookie(nameOf(step), await encode({ token, secret: sessionSecret(), maxAge: seconds }), seconds);
}

export const endStep = (step: Step): string => setCookie(nameOf(step), '', 0);

/** What the browser kept of a step; null: nothing, not ours, or too old. */
export async function stepOf(request: Request, step: Step): Promise<Record<string, unknown> | null> {
  const cookie = (request.headers.get('cookie') ?? '').split(/;\s*/).find((pair) => pair.startsWith(`${nameOf(step)}=`));
  if (cookie === undefined) return null;
  try {
    const token = await decode({ token: cookie.slice(nameOf(step).length + 1), secret: sessionSecret() });
    return token !== null && token['for'] === step ? token : null;
  } catch {
    return null;
  }
}

/** A step serves once: a copy of it, shown a second time to this server, is refused. */
export function spendStep(token: Readonly<Record<string, unknown>>, now: Instant, counts: Throttle = throttle()): boolean {
  return counts.allow(`step:${String(token['n'])}`, { limit: 1, windowMs: 3_600_000 }, now).allowed;
}
