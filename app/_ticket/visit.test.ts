import { expect, test } from 'vitest';
import { instantOf, wallOf } from '#domain/sla/wall.ts';
import { calendarOf, nextMorning } from './visit.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const NOW = utc('2026-11-20T09:00:00');

test('an hour on the wall of a school is that hour there, wherever the phone is', () => {
  expect(instantOf('2026-11-24', '10:30', 'Europe/Paris')).toBe(utc('2026-11-24T09:30:00'));
  expect(instantOf('2026-07-01', '10:30', 'Europe/Paris')).toBe(utc('2026-07-01T08:30:00'));
  expect(instantOf('2026-11-24', '08:00', 'Indian/Reunion')).toBe(utc('2026-11-24T04:00:00'));
  expect(instantOf('2026-11-24', '23:30', 'America/Martinique')).toBe(utc('2026-11-25T03:30:00'));
  expect(instantOf('2026-11-24', '00:30', 'Pacific/Noumea')).toBe(utc('2026-11-23T13:30:00'));
});

test('the night the clocks change', () => {
  // 2 h 30 does not exist on 28 March 2027, and exists twice on 31 October: the first.
  expect(instantOf('2027-03-28', '02:30', 'Europe/Paris')).toBe(utc('2027-03-28T01:30:00'));
  expect(instantOf('2027-03-28', '03:30', 'Europe/Paris')).toBe(utc('2027-03-28T01:30:00'));
  expect(instantOf('2027-10-31', '02:30', 'Europe/Paris')).toBe(utc('2027-10-31T00:30:00'));
});

test('what is no day or no hour is none', () => {
  expect(instantOf('', '10:30', 'Europe/Paris')).toBeNull();
  expect(instantOf('2026-11-24', '', 'Europe/Paris')).toBeNull();
  expect(instantOf('2026-13-24', '10:30', 'Europe/Paris')).toBeNull();
});

test('there and back', () => {
  for (const zone of ['Europe/Paris', 'Indian/Reunion', 'Pacific/Noumea']) {
    const { day, time } = wallOf(NOW, zone);
    expect(instantOf(day, time, zone)).toBe(NOW);
  }
  expect(wallOf(utc('2026-11-24T23:00:00'), 'Europe/Paris')).toEqual({ day: '2026-11-25', time: '00:00' });
});

test('a Friday proposes the Monday', () => {
  expect(nextMorning(NOW, 'Europe/Paris')).toEqual({ day: '2026-11-23', time: '10:00' });
  expect(nextMorning(utc('2026-11-23T09:00:00'), 'Europe/Paris')).toEqual({ day: '2026-11-24', time: '10:00' });
});

test('the calendar file: UTC, escaped, folded at 75 octets, CRLF', () => {
  const file = calendarOf({
    visit: { id: '0193', at: utc('2026-11-24T09:30:00'), minutes: 30, state: 'accepted' },
    title: 'Dépannage\u00a0: Vidéoprojecteur, pas d’image ; écran noir \\ “salle” — é'.repeat(3),
    place: 'Lycée Jean-Zay, Bât. B, salle 203',
    url: 'https://relais.example/tickets/0193',
    now: NOW,
  });
  const lines = file.split('\r\n');
  expect(lines.at(-1)).toBe('');
  expect(lines).toContain('DTSTART:20261124T093000Z');
  expect(lines).toContain('DTEND:20261124T100000Z');
  expect(lines).toContain('STATUS:CONFIRMED');
  expect(lines).toContain('LOCATION:Lycée Jean-Zay\\, Bât. B\\, salle 203');
  for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  const whole = file.replace(/\r\n /g, '');
  expect(whole).toContain('SUMMARY:Dépannage\u00a0: Vidéoprojecteur\\, pas d’image \\; écran noir \\\\ “salle” — é');
  expect(file).not.toMatch(/[^\r]\n/);
});
