import { expect, test } from 'vitest';
import { createBurst } from './keystrokes.ts';

/** Strokes of a text with this pace in milliseconds; `keys` gives the signs that another layout makes of the same keys. */
function strokes(text: string, pace: number, keys = text) {
  const hear = createBurst();
  const code = (sign: string) =>
    /[0-9]/.test(sign)
      ? `Digit${sign}`
      : /[a-z]/i.test(sign)
        ? `Key${sign.toUpperCase()}`
        : ({ ':': 'Semicolon', '/': 'Slash', '.': 'Period', '-': 'Minus' }[sign] ?? '');
  const all = [...text].map((sign, i) => ({ key: keys[i] ?? '', code: code(sign), shift: /[A-Z:]/.test(sign) }));
  return [...all, { key: 'Enter', code: 'Enter', shift: false }].map((stroke, i) => hear({ ...stroke, at: i * pace }));
}

test('a reader is heard at its Enter, a person is not', () => {
  expect(strokes('04412', 10).at(-1)).toEqual({ kind: 'code', text: '04412' });
  expect(strokes('04412', 90).every((heard) => heard.kind === 'outside')).toBe(true);
  expect(strokes('123', 10).at(-1)).toEqual({ kind: 'outside' });
});

test('from its second sign on, a burst is not meant for the page', () => {
  expect(strokes('04412', 10).map((heard) => heard.kind)).toEqual(['outside', 'inside', 'inside', 'inside', 'inside', 'code']);
});

test('a reader set to a US keyboard is understood on a French computer', () => {
  expect(strokes('7K3MQ9PX', 5, 'èK"?AçPX').at(-1)).toEqual({ kind: 'code', text: '7K3MQ9PX' });
  const typed = strokes('https://R.FR/A/7K3MQ9PX', 5, 'httpsM!!R:FR!Q!èK"?AçPX').at(-1);
  expect(typed).toEqual({ kind: 'code', text: 'https://R.FR/A/7K3MQ9PX' });
});

test('a slow sign starts a new burst, so that what a person typed before is not part of the code', () => {
  const hear = createBurst();
  const at = [0, 100, 200, 210, 220, 230];
  const heard = [...'ab1234'].map((key, i) => hear({ key, code: '', shift: false, at: at[i] ?? 0 }));
  expect(heard.at(-1)).toEqual({ kind: 'inside' });
  expect(hear({ key: 'Enter', code: 'Enter', shift: false, at: 240 })).toEqual({ kind: 'code', text: '1234' });
});
