import 'server-only';
import { env } from '#server/env.ts';
import { claimsFrom } from '#domain/sign-in.ts';
import { readAtMost } from '#server/http.ts';
import { readXml, type Element } from '#server/sheets/xml.ts';
import { first, type Outside, outsideOf } from './providers.ts';

/** An answer with an ENT's attributes is a few kB. */
const MAX_ANSWER = 256 * 1024;
const PATIENCE = 10_000;

/** The service of one sign-in: `state` binds it to the browser that began it. */
export function serviceOf(state: string): string {
  return `${env().publicUrl}/api/sso/cas/callback?state=${state}`;
}

function address(path: string, asked: Readonly<Record<string, string>>): string {
  const { cas } = env();
  if (cas === undefined) throw new Error('no CAS is set');
  return `${cas}${path}?${new URLSearchParams(asked)}`;
}

export const casLogin = (state: string): string => address('/login', { service: serviceOf(state) });

export const local = (name: string) => name.slice(name.indexOf(':') + 1);
