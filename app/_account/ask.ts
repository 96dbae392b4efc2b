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

export interface MyAccount {
  readonly login: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: 'fr' | 'en';
  readonly hasPassword: boolean;
  readonly sessions: readonly SessionLine[];
}

export const ACCOUNT = ['account'] as const;

export async function readAccount(): Promise<MyAccount> {
  const answer = await fetch('/api/account', { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`account: ${answer.status}`);
  return (await answer.json()) as MyAccount;
}

export type AccountFault = keyof Words['account']['fault'];

const FAULTS: ReadonlySet<string> = new Set<AccountFault>(['wrong', 'throttled', 'busy', 'short', 'long', 'common', 'invalid']);

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
