import { formatCode, parseCode } from '#domain/sticker.ts';

/** Where nobody goes after signing in: the door again, and what is no page. */
const NO_PAGE = /^\/(signin|welcome|api|_next)(\/|$)/i;

const ELSEWHERE = 'https://relais.invalid';

/**
 * Where to go after signing in: a path of this installation, whatever was asked. Read as browsers read it (backslashes, dots, tabs and all),
 * and judged after that reading: `/..//example.com` becomes `//example.com`, which is another host.
 * @param asked the `next` of the address, decoded
 */
export function safeNext(asked: string | null): string {
  if (asked === null || !asked.startsWith('/') || !URL.canParse(asked, ELSEWHERE)) return '/';
  const { origin, pathname, search, hash } = new URL(asked, ELSEWHERE);
  if (origin !== ELSEWHERE || /^\/[/\\]/.test(pathname) || NO_PAGE.test(pathname)) return '/';
  return pathname + search + hash;
}

/** The code of the sticker that was scanned before signing in, as it is printed; null when it was something else. */
export function promisedSticker(next: string): string | null {
  const typed = /^\/a\/([^/?#]+)/i.exec(next)?.[1];
  if (typed === undefined) return null;
  try {
    const code = parseCode(decodeURIComponent(typed));
    return code && formatCode(code);
  } catch {
    return null;
  }
}
