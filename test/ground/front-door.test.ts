import { expect, test } from 'vitest';

type Asked = { method: string; url: string; headers: Record<string, string> };
// Untyped on purpose: the file runs before TypeScript does.
const file: string = '../../scripts/front-door.mjs';
const { refusal } = (await import(file)) as { refusal: (asked: Asked) => number | null };
const of = (method: string, url: string, headers: Record<string, string> = {}) => refusal({ method, url, headers });

test('what our pages send passes', () => {
  const passing = [
    of('GET', '/'),
    of('HEAD', '/sw.js'),
    of('POST', '/'),
    of('PUT', '/api/photos/x'),
    of('DELETE', '/api/push/subscribe'),
    of('POST', '/api/csp'),
  ];
  expect(passing).toEqual(passing.map(() => null));
  expect(of('POST', '/admin/labels', { 'next-action': 'x', 'content-type': 'multipart/form-data; boundary=x' })).toBeNull();
});

test('other verbs, packed bodies and forms without a script do not', () => {
  expect([
    of('TRACE', '/'),
    of('PROPFIND', '/api/me'),
    of('PUT', '/'),
    of('DELETE', '/sw.js'),
    of('POST', '/sw.js'),
    of('POST', '/icons/a.png?x'),
  ]).toEqual([405, 405, 405, 405, 405, 405]);
  expect([of('POST', '/api/sync', { 'content-encoding': 'gzip' }), of('POST', '/', { 'content-type': 'multipart/form-data; boundary=x' })]).toEqual([
    415, 415,
  ]);
});
