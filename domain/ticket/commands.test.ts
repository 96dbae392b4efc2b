import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HEARD } from '#domain/notice.ts';
import { parseCommand } from './commands.ts';

const FOLDER = 'test/fixtures/commands';
const shapes = readdirSync(FOLDER).flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Record<string, unknown>).map(([verb, shape]) => ({ file, verb, shape })),
);

describe('[36] every shape ever shipped is still understood', () => {
  test.each(shapes)('$verb of $file', ({ verb, shape }) => {
    expect(parseCommand(shape)?.type).toBe(verb);
  });

  test('and no verb is without one', () => {
    expect(Object.keys(HEARD).sort()).toEqual([...new Set(shapes.map((s) => s.verb))].sort());
  });
});

test.each([
  ['nothing', null],
  ['a name of a later version', { type: 'teleport', v: 1, ticket: '01932f5e-7b00-7000-8000-000000000001' }],
  ['a later shape of a known name', { type: 'join', v: 2, ticket: '01932f5e-7b00-7000-8000-000000000001' }],
  ['an id that is none', { type: 'join', v: 1, ticket: "' OR 1=1 --" }],
  ['an empty note', { type: 'note', v: 1, ticket: '01932f5e-7b00-7000-8000-000000000001', text: '   ', visibility: 'public' }],
  ['a note of 4001 letters', { type: 'note', v: 1, ticket: '01932f5e-7b00-7000-8000-000000000001', text: 'a'.repeat(4001), visibility: 'public' }],
  ['a key of the prototype', { type: '__proto__', v: 1 }],
])('%s is not a command', (_, raw) => {
  expect(parseCommand(raw)).toBeNull();
});

test('what is not of the shape does not come through with it', () => {
  const raw = { type: 'join', v: 1, ticket: '01932f5e-7b00-7000-8000-000000000001', by: 'somebody else', at: 0 };
  expect(parseCommand(raw)).toEqual({ type: 'join', v: 1, ticket: raw.ticket });
});
