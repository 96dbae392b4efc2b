import { expect, test } from 'vitest';
import { faultOfAnnouncement, saidNow } from './announcement.ts';
import type { Announcement } from './documents.ts';

const NOW = Date.UTC(2026, 10, 24, 9);
const HOUR = 3_600_000;

test('what ends before it begins, is over, or lasts for years is not published, nor an eleventh', () => {
  const fault = (from: number, until: number, others = 0) => faultOfAnnouncement({ from: NOW + from, until: NOW + until }, others, NOW);
  expect(fault(0, 0)).toBe('notice-order');
  expect(fault(-2 * HOUR, -HOUR)).toBe('notice-past');
  expect(fault(0, 400 * 24 * HOUR)).toBe('notice-long');
  expect(fault(-HOUR, HOUR)).toBeNull();
  expect(fault(0, HOUR, 9)).toBeNull();
  expect(fault(0, HOUR, 10)).toBe('notice-many');
});

test('a phone shows what has begun and is not over, once, troubles first', () => {
  const one = (id: string, tone: 'info' | 'trouble', from: number, until: number): Announcement => ({
    ...{ id, tone, text: id },
    ...{ from: NOW + from, until: NOW + until },
  });
  const everywhere = one('everywhere', 'info', -HOUR, HOUR);
  const sites = [
    { announcements: [everywhere, one('over', 'info', -2 * HOUR, 0), one('coming', 'trouble', 1, HOUR)] },
    { announcements: [everywhere, one('cut', 'trouble', -2 * HOUR, HOUR), one('newer', 'info', -1, HOUR)] },
    {},
  ];
  expect(saidNow(sites, NOW).map((a) => a.id)).toEqual(['cut', 'newer', 'everywhere']);
  expect(saidNow(sites, NOW + 1).map((a) => a.id)).toEqual(['coming', 'cut', 'newer', 'everywhere']);
});
