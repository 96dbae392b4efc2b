/** "de Mina", "d’Hugo" is left to taste: only vowels elide. */
export function de(name: string): string {
  return /^[aeiouyàâäéèêëîïôöùûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`;
}

/** In French zero is singular. */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n < 2 ? one : many}`;
}
