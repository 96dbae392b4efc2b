/** What of an asset one looks for it by: all that stands on its label, and its name. Its room and its codes are their own rows. */
export interface Labelled {
  readonly serial?: string | null;
  readonly inventory?: string | null;
  readonly name?: string | null;
  readonly maker?: string | null;
  readonly model?: string | null;
  readonly orderNumber?: string | null;
}

/** Longest field and term that are compared; more is a sentence, not a label. */
const LONGEST = 120;
const MOST_TERMS = 8;

/** Small letters and figures alone: no accents, nothing that people write or leave out between them. "INV-12/345" is "inv12345". */
export function foldLabel(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The text that is kept with an asset (`Asset.search`) and looked into for pieces: each field folded, a space between two, so that no piece
 * is found across them. null: nothing stands on it.
 */
export function searchTextOf({ serial, inventory, name, maker, model, orderNumber }: Labelled): string | null {
  // Maker and model are said in one breath, with and without a space.
  const made = `${maker ?? ''} ${model ?? ''}`;
  const fields = [serial, inventory, name, made, orderNumber].map((field) => foldLabel(field ?? '').slice(0, LONGEST));
  return [...new Set(fields)].filter((field) => field !== '').join(' ') || null;
}

/** What somebody typed, as the pieces that must all be there. Letters and figures alone: nothing that SQL's LIKE reads otherwise. */
export function termsOf(typed: string): string[] {
  const terms = typed.split(/\s+/).map((term) => foldLabel(term).slice(0, LONGEST));
  return [...new Set(terms)].filter((term) => term !== '').slice(0, MOST_TERMS);
}

/** From where to where of a text a term is found, in its own signs: "v-1" in "INV-12" is 2 to 5. */
export type Span = readonly [from: number, to: number];

/** Where the terms stand in a text as it is shown, in order and not over each other; a term is taken once. */
export function spansOf(text: string, terms: readonly string[]): Span[] {
  let folded = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const sign of text) {
    for (const one of foldLabel(sign)) {
      folded += one;
      from.push(at);
      to.push(at + sign.length);
    }
    at += sign.length;
  }
  const found = terms.flatMap((term): Span[] => {
    const start = folded.indexOf(term);
    return start < 0 ? [] : [[from[start] ?? 0, to[start + term.length - 1] ?? 0]];
  });
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const spans: Span[] = [];
  for (const span of found) {
    const last = spans.at(-1);
    if (last === undefined || span[0] >= last[1]) spans.push(span);
    else if (span[1] > last[1]) spans[spans.length - 1] = [last[0], span[1]];
  }
  return spans;
}
