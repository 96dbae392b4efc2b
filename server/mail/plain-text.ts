import 'server-only';

/** Marks that turn the direction of what follows, and signs that nobody sees: a text must be what it looks like. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Somebody's words for a header or a title: one line, whatever they typed. */
export function oneLine(text: string, most = 160): string {
  const line = text
    .replace(/[\r\n\u2028\u2029\t]+/g, ' ')
    .replace(UNSEEN, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
}

/** Somebody's words for a letter's body: lines stay, and a story without end is cut. */
export function someLines(text: string, most = 2000): string {
  const lines = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(UNSEEN, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return lines.length > most ? `${lines.slice(0, most - 1).trimEnd()}…` : lines;
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ENTITY[c] ?? c);
}
