import type { Words } from '#domain/words/index.ts';

/** One sign-in, as GET /api/account tells it. */
export interface SessionLine {
  readonly id: string;
  readonly label: string;
  readonly by: keyof Words['account']['by'];
  readonly since: number;
  readonly lastSeen: number;
  readonly isThis: boolean;
}

/** A passkey, by the name that its owner gave it. */
export interface KeyLine {
  readonly id: string;
  readonly label: string;
  readonly lastUsed: number | null;
}

export interface MyAccount {
  readonly login: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: 'fr' | 'en';
  readonly hasPassword: boolean;
  readonly demandedFrom: number | null;
  readonly sessions: readonly SessionLine[];
  readonly passkeys: readonly KeyLine[];
}

export const ACCOUNT = ['account'] as const;

export async function readAccount(): Promise<MyAccount> {
  const answer = await fetch('/api/account', { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`account: ${answer.status}`);
  return (await answer.json()) as MyAccount;
}

export type AccountFault = keyof Words['account']['fault'];

const FAULTS: ReadonlySet<string> = new Set<AccountFault>([
  ...(['wrong', 'stale', 'throttled', 'busy', 'office', 'short', 'long', 'common', 'key', 'enough', 'last-key', 'invalid'] as const),
]);

/** Says one thing to the server. @returns what is wrong; null: done */
export async function tell(method: 'PUT' | 'POST' | 'DELETE', path: string, body: unknown): Promise<AccountFault | null> {
  try {
    const answer = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      cache: 'no-store',
    });
    if (answer.status === 204) return null;
    const { error } = (await answer.json()) as { error?: unknown };
    return typeof error === 'string' && FAULTS.has(error) ? (error as AccountFault) : answer.status === 429 ? 'throttled' : 'network';
  } catch {
    return 'network';
  }
}

/** Makes a passkey: the password first, then what the browser asks of its owner. @returns what is wrong; null: done */
export async function addKey(label: string, password: string): Promise<AccountFault | null> {
  try {
    const answer = await fetch('/api/account/passkeys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(password === '' ? {} : { password }),
      redirect: 'error',
      cache: 'no-store',
    });
    const said: unknown = await answer.json();
    if (answer.status !== 200) {
      const { error } = said as { error?: unknown };
      return typeof error === 'string' && FAULTS.has(error) ? (error as AccountFault) : 'network';
    }
    const { startRegistration } = await import('@simplewebauthn/browser');
    const response = await startRegistration({ optionsJSON: said as Parameters<typeof startRegistration>[0]['optionsJSON'] }).catch(() => null);
    return response === null ? 'key' : tell('PUT', '/api/account/passkeys', { label, response });
  } catch {
    return 'network';
  }
}
