/**
 * The content security policy of prerendered pages. A page that the service worker keeps cannot carry a nonce: after the build,
 * each inline script of each page is hashed, and the header is written where Next reads the page's headers from.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from './files.ts';
import policy from './policy.json' with { type: 'json' };

const INLINE_SCRIPT = /<script\b(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** The policy under which everything that this page holds runs, and nothing else. */
export function policyFor(html: string): string {
  const hashes = new Set<string>();
  for (const [, script] of html.matchAll(INLINE_SCRIPT)) {
    if (script) hashes.add(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  }
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, sources, ...(directive === 'script-src' ? hashes : [])].join(' '))
    .join('; ');
}

type Meta = { headers?: Record<string, string> };

/**
 * Writes the header of every prerendered page.
 * @returns how many pages have one
 */
export function writePolicies(buildDir: string): number {
  const pages = filesUnder(join(buildDir, 'server/app'), /\.html$/);
  for (const page of pages) {
    const file = page.replace(/\.html$/, '.meta');
    const meta: Meta = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Meta) : {};
    const headers = { ...meta.headers, 'content-security-policy': policyFor(readFileSync(page, 'utf8')) };
    writeFileSync(file, JSON.stringify({ ...meta, headers }));
  }
  return pages.length;
}
