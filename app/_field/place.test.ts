import { expect, test } from 'vitest';
import { isField, placeOf } from './place.ts';

test('the path decides the view', () => {
  expect(placeOf('/')).toEqual({ name: 'home' });
  expect(placeOf('/tickets/')).toEqual({ name: 'tickets', list: null });
  expect(placeOf('/tickets/0193')).toEqual({ name: 'ticket', id: '0193', isFull: false });
  expect(placeOf('/tickets', '?list=mine')).toEqual({ name: 'tickets', list: 'mine' });
  expect(placeOf('/tickets/0193', '?full')).toEqual({ name: 'ticket', id: '0193', isFull: true });
  expect(placeOf('/assets/0193')).toEqual({ name: 'asset', id: '0193' });
  expect(placeOf('/rooms/0193')).toEqual({ name: 'room', id: '0193' });
  expect(placeOf('/rounds/0193')).toEqual({ name: 'round', id: '0193' });
});

test('a sticker is read in the case that its QR has, and in the other', () => {
  expect(placeOf('/A/7K3MQ9PX')).toEqual({ name: 'sticker', typed: '7K3MQ9PX' });
  expect(placeOf('/a/7k3m-q9px')).toEqual({ name: 'sticker', typed: '7k3m-q9px' });
  expect(placeOf('/a/7K3M%20Q9PX')).toEqual({ name: 'sticker', typed: '7K3M Q9PX' });
  expect(placeOf('/a/%E0%A4%A')).toEqual({ name: 'sticker', typed: '%E0%A4%A' });
});

test('a new ticket knows what it is about', () => {
  expect(placeOf('/new', '?asset=a1')).toEqual({ name: 'new', asset: 'a1', room: null, code: null });
  expect(placeOf('/new', '?code=7K3MQ9PX')).toEqual({ name: 'new', asset: null, room: null, code: '7K3MQ9PX' });
});

test('all else is a page of its own', () => {
  expect(isField('/signin')).toBe(false);
  expect(isField('/admin/labels')).toBe(false);
  expect(isField('/tickets/a/b')).toBe(false);
  expect(isField('/a/7K3MQ9PX')).toBe(true);
});
