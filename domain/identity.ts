/** An agent's number as it is compared: "12 34-567 a" is "1234567A". */
export function normalNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Fewest and most signs of a number, once it is normal. */
export const NUMBER_SIGNS = { min: 4, max: 30 } as const;

export function isAgentNumber(typed: string): boolean {
  const { length } = normalNumber(typed);
  return length >= NUMBER_SIGNS.min && length <= NUMBER_SIGNS.max;
}

/** Words of a name without accents, case and signs: "Le Goff-Élie" is "le goff elie". */
function wordsOfName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The same family name, however it is written down. */
export function sameName(a: string, b: string): boolean {
  const [one, other] = [wordsOfName(a), wordsOfName(b)];
  return one !== '' && one === other;
}

/** Is this family name, whole words, in what was written of somebody ("Mme Roy, salle 12")? */
export function isFamilyNameIn(familyName: string, written: string): boolean {
  const name = wordsOfName(familyName);
  return name !== '' && ` ${wordsOfName(written)} `.includes(` ${name} `);
}
