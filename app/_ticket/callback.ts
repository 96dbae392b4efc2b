/** The number in "where and when to call back", as an address of a telephone has it; null where nobody wrote one. */
export function numberIn(callback: string): string | null {
  const found = /\+?\d(?:[\s.()-]*\d){5,14}/.exec(callback)?.[0];
  return found === undefined ? null : found.replace(/[^\d+]/g, '');
}
