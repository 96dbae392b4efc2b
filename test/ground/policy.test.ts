import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { policyFor } from '#scripts/policy.ts';

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

test('each inline script of a page is allowed by its hash, and nothing else is', () => {
  const policy = policyFor(
    '<script src="/a.js"></script><script>one()</script><p>x</p><script id="_R_">two()\n</script><script async="" src="/b.js"></script>',
  );
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1]?.split(' ');
  expect(scripts).toEqual(["'self'", "'wasm-unsafe-eval'", hashOf('one()'), hashOf('two()\n')]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
});

/** The headers with which an answer leaves that set `given` itself. */
async function leaving(given: Record<string, string>, secure = false, url = '/') {
  // Untyped on purpose: the file runs before TypeScript does.
  const file: string = '../../scripts/answer-headers.mjs';
  const { completeHeaders } = (await import(file)) as {
    completeHeaders: (request: IncomingMessage, response: ServerResponse, secure: boolean) => void;
  };
  const request = new IncomingMessage(new Socket());
  request.url = url;
  const response = new ServerResponse(request);
  completeHeaders(request, response, secure);
  for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
  response.writeHead(200);
  return { asked: String(request.headers['content-security-policy']), sent: response.getHeaders() };
}

test('a page made for the request gets the nonce that Next was given, once', async () => {
  const one = await leaving({ 'content-type': 'text/html; charset=utf-8' });
  const nonce = /'nonce-[^']+'/.exec(one.asked)?.[0] ?? 'none';
  expect(one.sent['content-security-policy']).toContain(nonce);
  const two = await leaving({ 'content-type': 'text/html; charset=utf-8' });
  expect(two.asked).not.toBe(one.asked);
});

test('a prerendered page keeps its own policy, and is not kept by shared caches', async () => {
  const { sent } = await leaving({ 'content-type': 'text/html', 'content-security-policy': 'own', 'cache-control': 's-maxage=31536000' });
  expect(sent['content-security-policy']).toBe('own');
  expect(sent['cache-control']).toBe('no-cache');
});

test('a script, which a worker may run, gets the plain policy', async () => {
  const { sent } = await leaving({ 'content-type': 'application/javascript' });
  expect(sent['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(sent['strict-transport-security']).toBeUndefined();
});

test('https is insisted on where the installation has it', async () => {
  expect((await leaving({ 'content-type': 'text/html' }, true)).sent['strict-transport-security']).toBe('max-age=31536000');
});

test('a file of the build, neither page nor worker, travels without their headers', async () => {
  const given = { 'content-type': 'application/javascript', 'permissions-policy': 'camera=(self)', 'x-content-type-options': 'nosniff' };
  const { sent } = await leaving(given, false, '/_next/static/chunks/a.js');
  expect(Object.keys(sent)).toEqual(['content-type', 'x-content-type-options']);
});

test('an answer to a device travels with what its reader needs, and no more', async () => {
  const type = 'application/vnd.relais.sync+json';
  const given = { 'content-type': type, 'x-content-type-options': 'nosniff', vary: 'rsc', 'cache-control': 'no-store', 'referrer-policy': 'x' };
  expect(Object.keys((await leaving(given, false, '/api/sync')).sent)).toEqual(['content-type', 'x-content-type-options']);
  expect(Object.keys((await leaving(given, false, '/api/me')).sent)).toContain('cache-control');
});
