/** Why a directory did not take a password. */
export type Refusal =
  | 'wrong'
  /** The password is right, and the account is closed there, over, or not for this hour or place. */
  | 'shut'
  /** The password is right, and has to be changed there first. */
  | 'expired';

/**
 * What Active Directory writes after `data` in its answer to a bind, by which alone it tells these apart (all are LDAP's code 49). It says so of a
 * right password only; 775, an account that wrong passwords have locked, it says of any password: that stays `wrong`, or a stranger would learn
 * who has an account. 52e is a wrong password, 525 nobody.
 */
const SAID: ReadonlyMap<string, Refusal> = new Map([
  ['530', 'shut'],
  ['531', 'shut'],
  ['532', 'expired'],
  ['533', 'shut'],
  ['701', 'shut'],
  ['773', 'expired'],
]);

/** The code in the sentence of a refused bind: `… AcceptSecurityContext error, data 773, v2580`; null where a directory writes none. */
export const refusalCode = (sentence: string): string | null => /\bdata ([0-9a-f]{3})\b/i.exec(sentence)?.[1]?.toLowerCase() ?? null;

/** What a refused bind means, by the sentence that came with it. */
export const refusalOf = (sentence: string): Refusal => SAID.get(refusalCode(sentence) ?? '') ?? 'wrong';
