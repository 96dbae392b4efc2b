import 'server-only';
import { canMail } from '#server/account/letter.ts';

/** What the sign-in page offers beside a login and a password. */
export interface Ways {
  /** A way back in can be mailed. */
  readonly recovery: boolean;
}

export async function waysIn(): Promise<Ways> {
  return { recovery: canMail() };
}
