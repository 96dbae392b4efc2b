/** The check letter of the French school register's codes: the seven figures as a number, modulo 23 (I, O and Q are left out). */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** The code as the register writes it, "0750001A", however it was typed; null when it is not seven figures and their letter. */
export function parseUai(typed: string): string | null {
  const code = typed.replace(/[\s\p{Dash}.]/gu, '').toUpperCase();
  if (!/^\d{7}[A-Z]$/.test(code)) return null;
  return code.endsWith(LETTERS.charAt(Number(code.slice(0, 7)) % LETTERS.length)) ? code : null;
}
