/**
 * The key of the link, taken out of the address at once, so that nobody reads it there later nor is it sent on; the browser's own state of
 * this page keeps it for a reload.
 * @param page the address without the key
 * @returns null when there is none
 */
export function takeToken(page = '/welcome'): string | null {
  const asked = new URLSearchParams(location.search).get('token') ?? new URLSearchParams(location.hash.slice(1)).get('token');
  const kept: unknown = history.state;
  if (asked === null) {
    const token = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>)['welcomeToken'] : undefined;
    return typeof token === 'string' ? token : null;
  }
  history.replaceState({ ...(typeof kept === 'object' ? kept : null), welcomeToken: asked }, '', page);
  return asked;
}
