import 'server-only';

/** The push services of the browsers that Relais supports (recipes: an endpoint is a URL that a client gives us, and the server will call it). */
const HOSTS: ReadonlySet<string> = new Set(['fcm.googleapis.com', 'updates.push.services.mozilla.com']);
const DOMAINS = ['.push.apple.com', '.notify.windows.com'];
/** Windows' endpoints reach some 700 characters; beyond that nobody's do. */
const LONGEST = 1024;

/**
 * May the server send to this address? Asked when a device gives it and again each time something is sent.
 * Only a known push service by https on port 443, written in the one canonical way, so that no two readers of URLs can disagree on its
 * host. Addresses by number are never known; a name of the list that resolves to an address of the house is not connected to (reachable.ts).
 * @param testHost one more `host:port` (PUSH_TEST_HOST), for tests
 */
export function isPushEndpoint(endpoint: string, testHost?: string): boolean {
  if (endpoint.length > LONGEST || !URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (url.href !== endpoint || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (testHost !== undefined && url.host === testHost) return true;
  if (url.port !== '' || url.pathname === '/') return false;
  return HOSTS.has(url.hostname) || DOMAINS.some((domain) => url.hostname.endsWith(domain) && url.hostname.length > domain.length);
}
