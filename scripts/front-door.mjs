// What is refused before Next reads it: verbs and bodies that none of our pages sends.
const VERBS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
/** Next answers other verbs on a page or a file with an error of its own. */
const VERBS_OF_PAGES = new Set(['GET', 'HEAD', 'POST']);

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {number | null} the status to refuse it with, before its body is read
 */
export function refusal({ method = '', url = '', headers }) {
  if (!VERBS.has(method) || (!url.startsWith('/api/') && !VERBS_OF_PAGES.has(method))) return 405;
  if (method === 'POST' && /^\/[^?]*\.\w+(?:\?|$)/.test(url)) return 405;
  const packed = headers['content-encoding'];
  // One of a kilobyte may hold a gigabyte.
  if (packed !== undefined && packed !== 'identity') return 415;
  // A form without a script is no way to an act of ours.
  if (headers['next-action'] === undefined && !url.startsWith('/api/') && /^multipart\//i.test(headers['content-type'] ?? '')) return 415;
  return null;
}
