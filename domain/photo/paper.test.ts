import { expect, test } from 'vitest';
import { Sheet } from '#app/_new/pdf.ts';
import { paperOf } from './paper.ts';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const pdf = (inside: string, end = '%%EOF\n') => bytes(`%PDF-1.7\n${inside}\n${end}`);

test('a PDF of pages is a form; our own blank is one', () => {
  expect(paperOf(pdf('1 0 obj << /Type /Page >> endobj'))).toBe('yes');
  expect(paperOf(new Sheet().bytes())).toBe('yes');
  // Scanners leave a few bytes behind the end.
  expect(paperOf(pdf('x', `%%EOF${'\0'.repeat(900)}`))).toBe('yes');
});

test('what is no PDF, or half of one, is none', () => {
  expect(paperOf(bytes('%PDF-1.7\n1 0 obj'))).toBe('no');
  expect(paperOf(bytes('GIF89a %PDF-1.7 %%EOF'))).toBe('no');
  expect(paperOf(bytes('<!doctype html>%%EOF'))).toBe('no');
  expect(paperOf(new Uint8Array())).toBe('no');
  expect(paperOf(pdf('x', `%%EOF${'PK'.repeat(900)}`))).toBe('no');
});

test('what a PDF does beside showing pages is refused', () => {
  for (const name of ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia']) expect(paperOf(pdf(`<< /S ${name} >>`))).toBe('active');
});
