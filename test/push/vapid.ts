/** What a push service checks of its caller (RFC 8292). */
import { createPublicKey, verify } from 'node:crypto';

const LONGEST = 24 * 3600;

function part(text: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Record<string, unknown>;
}

function publicKeyOf(raw: string) {
  const point = Buffer.from(raw, 'base64url');
  if (point.length !== 65 || point[0] !== 4) throw new Error('k is not an uncompressed P-256 point');
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/**
 * @param authorization the request's header, `vapid t=<JWT>, k=<key>`
 * @param audience the push service's own origin
 * @param key the key that the device subscribed with; null: any
 * @param now ms
 * @returns why the caller is refused, or null
 */
export function vapidFault(authorization: string | undefined, audience: string, key: string | null, now: number): string | null {
  const said = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), ?k=([\w-]+)$/.exec(authorization ?? '');
  if (said === null) return 'no VAPID header';
  const [, token = '', k = ''] = said;
  if (key !== null && k !== key) return 'another key than the one subscribed with';
  const [head, claims, signature] = token.split('.');
  try {
    if (part(head)['alg'] !== 'ES256') return 'not ES256';
    const { aud, exp, sub } = part(claims);
    const signed = Buffer.from(`${head}.${claims}`);
    if (!verify('sha256', signed, { key: publicKeyOf(k), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature ?? '', 'base64url')))
      return 'bad signature';
    if (aud !== audience) return `aud is ${String(aud)}`;
    if (typeof exp !== 'number' || exp <= now / 1000) return 'expired';
    if (exp > now / 1000 + LONGEST) return 'exp is more than a day away';
    if (typeof sub !== 'string' || !/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(sub)) return 'sub is neither mailto: nor https:';
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'not a JWT';
  }
}
