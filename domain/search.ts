/** What carries no meaning in a search, folded. */
const EMPTY: ReadonlySet<string> = new Set(
  'le la les l un une des du de d au aux et ou en est es sur par pour dans ne n pas ce cet cette ces se s il elle on qui que qu je j m mon ma mes the a an of is in to and or'.split(
    ' ',
  ),
);
/** Longest word that is kept; more is a code nobody types whole. */
const LONGEST = 40;

/** Small letters and figures, without accents; what stands between words becomes a space, the apostrophe of “l’imprimante” too. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae');
}

/** One form for the plural and the feminine: imprimantes, imprimante; branchée, branchés. Codes stay as they are. */
function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const one = word.replace(/[sx]$/, '');
  return one.length < 5 ? one : one.replace(/e+$/, '');
}

/**
 * The words of a text, each once, as they are kept and asked for. What is written with figures and dashes is one word too: 2026-00123 is
 * also 202600123, B 203 is found as it was written.
 */
export function wordsIn(text: string): string[] {
  const found = new Set<string>();
  for (const chunk of folded(text).split(/[\s’',;:!?()«»"]+/)) {
    const parts = chunk.split(/[^a-z0-9]+/).filter((p) => p !== '');
    if (parts.length > 1 && /\d/.test(chunk)) found.add(parts.join('').slice(0, LONGEST));
    for (const part of parts) if (!EMPTY.has(part)) found.add(stem(part.slice(0, LONGEST)));
  }
  return [...found];
}

/** What somebody looks for: the words that must all be there. A code or a number with dashes is one of them, not several. */
export function wordsAsked(text: string): string[] {
  const asked = new Set<string>();
  for (const chunk of folded(text).split(/[\s’',;:!?()«»"]+/)) {
    const parts = chunk.split(/[^a-z0-9]+/).filter((p) => p !== '');
    if (parts.length > 1 && /\d/.test(chunk)) asked.add(parts.join('').slice(0, LONGEST));
    else for (const part of parts) if (!EMPTY.has(part)) asked.add(stem(part.slice(0, LONGEST)));
  }
  return [...asked].slice(0, 8);
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** The first word after all those that begin so, in the order of figures and letters; null: there is none. */
export function after(prefix: string): string | null {
  for (let i = prefix.length - 1; i >= 0; i -= 1) {
    const next = ALPHABET[ALPHABET.indexOf(prefix.charAt(i)) + 1];
    if (next !== undefined) return prefix.slice(0, i) + next;
  }
  return null;
}

/** Every word that one slip of the finger makes of this one, or this one of: a letter more, less, another, or two in the wrong order. */
export function nearWords(word: string): string[] {
  if (word.length < 4 || /\d/.test(word)) return [];
  const near = new Set<string>();
  for (let i = 0; i <= word.length; i += 1) {
    const [head, tail] = [word.slice(0, i), word.slice(i)];
    if (tail !== '') near.add(head + tail.slice(1));
    if (tail.length > 1) near.add(head + tail.charAt(1) + tail.charAt(0) + tail.slice(2));
    for (const letter of ALPHABET.slice(10)) {
      near.add(head + letter + tail);
      if (tail !== '') near.add(head + letter + tail.slice(1));
    }
  }
  near.delete(word);
  return [...near];
}

/** From so many letters on, two slips of the finger leave enough of a word to know it by. */
export const FAR_FROM = 8;

/** Slips of the finger between two words (a letter more, less, another, or two in the wrong order), as far as `most`; null: more. */
export function slipsBetween(one: string, other: string, most: number): number | null {
  if (Math.abs(one.length - other.length) > most) return null;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, k) => k);
  for (let i = 1; i <= one.length; i += 1) {
    const now = [i];
    for (let k = 1; k <= other.length; k += 1) {
      const same = one[i - 1] === other[k - 1];
      const swapped = i > 1 && k > 1 && one[i - 1] === other[k - 2] && one[i - 2] === other[k - 1];
      const least = Math.min((last[k] ?? 0) + 1, (now[k - 1] ?? 0) + 1, (last[k - 1] ?? 0) + (same ? 0 : 1));
      now.push(swapped ? Math.min(least, (before[k - 2] ?? 0) + 1) : least);
    }
    if (Math.min(...now) > most) return null;
    [before, last] = [last, now];
  }
  const found = last[other.length] ?? most + 1;
  return found > most ? null : found;
}

/**
 * Where a word may begin that two slips made of this one, at most one of them on its first two letters: as it does, with these two in the
 * wrong order, or without the first. Empty for a word of which two slips leave too little, and for codes.
 */
export function farBeginnings(word: string): string[] {
  if (word.length < FAR_FROM || /\d/.test(word)) return [];
  const [first = '', second = '', third = ''] = word;
  return [...new Set([first, `${second}${first}`, `${second}${third}`])].filter((b) => b === first || !b.startsWith(first));
}

/** Is a word of these the one asked, or does it begin so? A long one may also be inside: projecteur in vidéoprojecteur. */
export function holdsWord(words: string, asked: string): boolean {
  return words.includes(` ${asked}`) || (asked.length >= 4 && words.includes(asked));
}
