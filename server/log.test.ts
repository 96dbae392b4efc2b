import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lineOf } from './log.ts';

const AT = new Date(Date.UTC(2026, 10, 22, 11, 0));
const ID = '01930000-0000-7000-8000-000000000001';
const said = (facts: Record<string, unknown>) => JSON.parse(lineOf('warn', 'something', facts, AT)) as Record<string, unknown>;

test('a line says when, how grave, what, and the ids, codes and numbers of it', () => {
  expect(said({ person: ID, code: 'P2002', count: 3, isOver: true })).toEqual({
    ...{ level: 'warn', at: '2026-11-22T11:00:00.000Z', what: 'something' },
    ...{ person: ID, code: 'P2002', count: 3, isOver: true },
  });
});

test('nothing that somebody may have typed is in it, wherever it is put', () => {
  const texts = [
    'Mina Diallo',
    'mina',
    'mina@ecole.example',
    'mot de passe',
    'https://evil.example/?q=Mina',
    '06 12 34 56 78',
    'x\n{"level":"alarm"}',
  ];
  for (const text of texts) {
    const told = lineOf('error', 'w', { person: text, origin: text, name: text, text, answer: text, nested: { text }, error: new Error(text) }, AT);
    expect(told).not.toMatch(/mina|passe|evil|12 34|alarm/i);
    expect(told).not.toContain('\n');
  }
});

test('an error tells its kind, its code, its cause’s code and its place, never its sentence', () => {
  const error = Object.assign(new TypeError('Invalid value "Mina"', { cause: Object.assign(new Error('Mina'), { code: 'ECONNREFUSED' }) }), {
    code: 'P2003',
  });
  expect(said({ error })).toMatchObject({
    error: 'TypeError',
    code: 'P2003',
    cause: 'ECONNREFUSED',
    where: expect.stringMatching(/^server\/log\.test\.ts:\d+$/),
  });
  expect(said({ error: 'Mina' })).toMatchObject({ error: 'string' });
});

test('of a mail server’s answer its codes, not the address that it quotes', () => {
  expect(said({ answer: '550 5.1.1 <mina@ecole.example> unknown' })).toMatchObject({ answer: '550 5.1.1' });
});

test('nobody else in the server writes to it', () => {
  const files = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !/^db\//.test(name));
  expect(files.filter((name) => name !== 'log.ts' && /\bconsole\./.test(readFileSync(join('server', name), 'utf8')))).toEqual([]);
});
