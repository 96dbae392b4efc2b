import { expect, test } from 'vitest';
import { fitting } from './fitting.ts';

const blank = { text: '', room: null as string | null, photos: [] as string[], isUrgent: false };

test('words that fit are given back', () => {
  const whole = { text: 'Rien', room: 'r', photos: ['a'], isUrgent: true };
  expect(fitting(blank, whole)).toEqual(whole);
  expect(fitting(blank, { room: null })).toEqual({ room: null });
});

test('fields of another form or of a damaged draft are left out, and the others stay', () => {
  expect(fitting(blank, { text: 'gardé', room: 4, photos: 'x', isUrgent: null, other: 'y' })).toEqual({ text: 'gardé' });
  expect(fitting(blank, { text: null, photos: {}, room: ['x'] })).toEqual({});
  expect(fitting(blank, ['x'])).toEqual({});
});
