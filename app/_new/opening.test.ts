import { expect, test } from 'vitest';
import { DEFAULT_WEEK } from '#domain/sla/calendar.ts';
import { calendarFor } from '#domain/sla/calendar-for.ts';
import { opensNext } from './opening.ts';

test('the desk answers in its hours; on a Sunday one is told when it opens', () => {
  const calendar = calendarFor(
    { timeZone: 'Europe/Paris', week: DEFAULT_WEEK, holidays: 'metropole', school: null, closures: [] },
    '2026-01-01',
    '2026-12-31',
  );
  expect(opensNext({ calendar }, Date.parse('2026-11-20T10:00:00+01:00'))).toBeNull();
  expect(opensNext({ calendar }, Date.parse('2026-11-22T10:00:00+01:00'))).toBe(Date.parse('2026-11-23T07:30:00+01:00'));
  expect(opensNext({}, 0)).toBeNull();
});
