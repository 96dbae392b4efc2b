import { describe, expect, test } from 'vitest';
import { promisedSticker, safeNext } from './next.ts';

const HERE = 'https://relais.exemple.fr';

describe('after signing in', () => {
  test.each(['/', '/a/7K3M-Q9PX', '/A/7K3MQ9PX', '/tickets/0193?x=1&y=%2F#note', '/new?asset=1', '/admin/people'])('%s is gone back to', (next) => {
    expect(safeNext(next)).toBe(next);
  });

  test.each([
    null,
    '',
    'tickets',
    '//example.com',
    '///example.com',
    '/\\example.com',
    '\\\\example.com',
    '/\t/example.com',
    '/\n\\example.com',
    '/..//example.com',
    '/./\\example.com',
    '/a/../..//example.com',
    '/%2e%2e//example.com',
    'https://example.com',
    'https:example.com',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    '\u0000//example.com',
    'data:text/html,x',
    '@example.com',
    '/signin?next=/signin',
    '/SIGNIN',
    '/api/auth/signout',
    '/_next/static/x.js',
    '/x/../api/me',
  ])('%j is not: home instead', (next) => {
    expect(safeNext(next)).toBe('/');
  });

  test.each(['/%5C%5Cexample.com', '/a/..%2f..%2f/example.com', '/@example.com', '/;//example.com', '/.//x'])(
    '%j stays here, whatever it means',
    (next) => {
      expect(new URL(safeNext(next), HERE).origin).toBe(HERE);
    },
  );
});

test('a scanned sticker is promised back, in any way of writing it; nothing else is', () => {
  for (const next of ['/a/7K3M-Q9PX', '/A/7K3MQ9PX', '/a/7k3m%20q9px']) expect(promisedSticker(next)).toBe('7K3M-Q9PX');
  for (const next of ['/', '/a/7K3MQ9PA', '/a/%E0%A4%A', '/tickets/7K3MQ9PX', '/a/']) expect(promisedSticker(next)).toBeNull();
});
