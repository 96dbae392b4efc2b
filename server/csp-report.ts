import 'server-only';
import * as z from 'zod/mini';
import { readJson, type Said } from './http.ts';
import { noteSecurity } from './security-log.ts';
import { addressOf } from './session/address.ts';
import { allow, type Limit } from './throttle.ts';

/**
 * What browsers send: under `report-to` a list (Reporting API), which Chromium sends apart from the page; under `report-uri` one report
 * (CSP Level 3, section 5.3), from browsers that know nothing else. Chromium's requests of the second kind, redirected by a portal, would hold
 * the page's six connections for ever.
 */
const LISTED = 'application/reports+json';
const TYPES: ReadonlySet<string> = new Set([LISTED, 'application/csp-report', 'application/json']);
const LONGEST = 32_768;
/** Of one list, so many are kept. */
const MOST = 10;
const FROM_ONE: Limit = { limit: 20, windowMs: 60_000 };
const FROM_ALL: Limit = { limit: 200, windowMs: 60_000 };
const TAKEN: Said = { status: 204, body: null };

const text = z.catch(z.string().check(z.maxLength(4000)), '');
const Single = z.pipe(
  z.object({ 'csp-report': z.object({ 'document-uri': text, 'violated-directive': text, 'effective-directive': text, 'blocked-uri': text }) }),
  z.transform(({ 'csp-report': said }) => [
    { page: said['document-uri'], directive: said['effective-directive'] || said['violated-directive'], blocked: said['blocked-uri'] },
  ]),
);
const List = z.pipe(
  z.array(z.object({ type: text, body: z.object({ documentURL: text, effectiveDirective: text, blockedURL: text }) })),
  z.transform((reports) =>
    reports
      .filter(({ type }) => type === 'csp-violation')
      .slice(0, MOST)
      .map(({ body }) => ({ page: body.documentURL, directive: body.effectiveDirective, blocked: body.blockedURL })),
  ),
);

/** The directive without what stands after it; a word of our own policy, or `other`. */
const directiveOf = (said: string) => /^[a-z-]{1,40}/.exec(said)?.[0] ?? 'other';

/** Which page, without its query and without any id; what was blocked, by its scheme and host only: the rest may be somebody's secret. */
function pathOf(uri: string): string {
  if (!URL.canParse(uri)) return 'other';
  return new URL(uri).pathname.replace(/[0-9a-f-]{20,}/gi, ':id').slice(0, 60);
}
function blockedOf(uri: string): string {
  if (/^[a-z-]{1,20}$/.test(uri)) return uri;
  if (!URL.canParse(uri)) return 'other';
  const { protocol, host } = new URL(uri);
  return `${protocol}//${host}`.slice(0, 80);
}

/** A page of ours tried what its policy forbids, or somebody says so: kept as a security event, a few a minute. */
export async function hearReport(request: Request): Promise<Said> {
  const type = request.headers.get('content-type')?.split(';')[0] ?? '';
  if (!TYPES.has(type)) return { status: 415, body: { error: 'content-type' } };
  const now = Date.now();
  const address = addressOf((name) => request.headers.get(name));
  const isTooMuch = (address !== null && !allow(`csp:${address}`, FROM_ONE, now).allowed) || !allow('csp', FROM_ALL, now).allowed;
  if (isTooMuch) return { status: 429, body: { error: 'too-often' }, headers: { 'retry-after': '60' } };
  const parsed = (type === LISTED ? List : Single).safeParse(await readJson(request, LONGEST));
  if (!parsed.success) return { status: 400, body: { error: 'invalid' } };
  for (const { page, directive, blocked } of parsed.data)
    noteSecurity(request, { kind: 'csp', data: { page: pathOf(page), directive: directiveOf(directive), blocked: blockedOf(blocked) } });
  return TAKEN;
}
