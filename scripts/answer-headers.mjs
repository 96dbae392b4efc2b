// The headers that only the running server can give.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const POLICY = JSON.parse(readFileSync(new URL('policy.json', import.meta.url), 'utf8'));

/** @param {string} extra one more source of scripts */
function policy(extra = '') {
  return Object.entries(POLICY)
    .map(([directive, sources]) => `${directive} ${sources}${directive === 'script-src' ? extra : ''}`)
    .join('; ');
}

const PLAIN = policy();
/** Headers that mean something for a page or a worker only; a file of the build is neither, and there are twenty of them in a first load. */
const OF_DOCUMENTS = ['Permissions-Policy', 'Cross-Origin-Opener-Policy', 'Referrer-Policy', 'Reporting-Endpoints'];
/** An answer to a device is data of our own type that no browser shows, to a POST, which no cache keeps (RFC 9110, 9.3.3); each open phone asks twice a minute. */
const NOT_OF_DATA = [...OF_DOCUMENTS, 'Cross-Origin-Resource-Policy', 'Vary', 'Cache-Control'];

/**
 * Completes the answer's headers just before they leave.
 * Prerendered pages carry their own policy, with the hashes of their scripts (policy.ts). A page made for this request gets a nonce,
 * which Next reads from the request's own header; scripts get the plain policy, which is the one that a worker runs under, but for the
 * build's own files, none of which is a worker's (scripts/service-worker.ts bundles those apart).
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {boolean} secure the installation is reached by https
 */
export function completeHeaders(request, response, secure) {
  const nonce = ` 'nonce-${randomBytes(16).toString('base64')}'`;
  request.headers['content-security-policy'] = `script-src${nonce}`;
  const writeHead = response.writeHead;
  const isBuilt = request.url?.startsWith('/_next/static/') ?? false;
  const isData = request.url === '/api/sync';
  response.writeHead = (...args) => {
    const isPage = String(response.getHeader('content-type') ?? '').startsWith('text/html');
    if (isBuilt || isData) for (const name of isData ? NOT_OF_DATA : OF_DOCUMENTS) response.removeHeader(name);
    else if (!response.hasHeader('content-security-policy')) response.setHeader('Content-Security-Policy', isPage ? policy(nonce) : PLAIN);
    // Next lets shared caches keep what is prerendered for a year: an update would not reach the phones behind one.
    if (/s-maxage/.test(String(response.getHeader('cache-control')))) response.setHeader('Cache-Control', 'no-cache');
    if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    return writeHead.apply(response, args);
  };
}
