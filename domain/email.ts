/** What mail servers of schools take: no quotes, no comments, no letters beyond ASCII, so that nothing of it can be read as something else. */
const EMAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{3,190}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** @returns the address as it is kept (its domain in small letters); null when it is none */
export function parseEmail(typed: string): string | null {
  const [, local = '', domain = ''] = /^([^@\s]+)@([^@\s]+)$/.exec(typed.trim()) ?? [];
  const email = `${local}@${domain.toLowerCase()}`;
  return EMAIL.test(email) && !/^\.|\.\.|\.@/.test(email) ? email : null;
}
