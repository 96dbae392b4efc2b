import { parseCode } from '#domain/sticker.ts';

/** A reader types a sign each 1 to 30 ms; a quick typist needs 80 and more. */
const FAST = 50;
/** Nobody types four signs and Enter at that pace. */
const SHORTEST = 4;

export type Stroke = { key: string; code: string; shift: boolean; at: number };

/**
 * Tells a barcode reader (a keyboard that types a text very fast, then Enter) from a person.
 * Answers `code` with the text at the Enter of a burst, `inside` within one (the stroke is not meant for the page), else `outside`.
 */
export function createBurst() {
  let burst: Stroke[] = [];
  return (stroke: Stroke): { kind: 'code'; text: string } | { kind: 'inside' } | { kind: 'outside' } => {
    const before = burst.at(-1);
    const fast = before !== undefined && stroke.at - before.at <= FAST;
    if (stroke.key === 'Enter') {
      const text = fast && burst.length >= SHORTEST ? textOf(burst) : null;
      burst = [];
      return text === null ? { kind: 'outside' } : { kind: 'code', text };
    }
    if (stroke.key.length !== 1) return { kind: fast ? 'inside' : 'outside' }; // Shift, Caps Lock
    burst = fast ? [...burst, stroke] : [stroke];
    return { kind: fast ? 'inside' : 'outside' };
  };
}

/**
 * Readers come set to a US keyboard; on a French computer `7` then arrives as `è` and `:` as `M`. If the signs make no code and no address but
 * the keys of a US keyboard would, those are what the reader meant.
 */
function textOf(burst: readonly Stroke[]): string {
  const typed = burst.map((stroke) => stroke.key).join('');
  const meant = burst.map(usSign).join('');
  return !isOne(typed) && isOne(meant) ? meant : typed;
}

const isOne = (text: string) => parseCode(text) !== null || /^https?:\/\/[^/]/i.test(text);

const US: Record<string, readonly [string, string]> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  Semicolon: [';', ':'],
  Space: [' ', ' '],
};

function usSign({ key, code, shift }: Stroke): string {
  if (/^Key[A-Z]$/.test(code)) return shift ? code.slice(3) : code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(code)) return (shift ? ')!@#$%^&*(' : '0123456789').charAt(Number(code.slice(5)));
  return US[code]?.[shift ? 1 : 0] ?? key;
}
