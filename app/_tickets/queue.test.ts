import { expect, test } from 'vitest';
import { answers, fold } from './queue.ts';

test('a search does not care for accents, case or apostrophes', () => {
  expect(fold('Vidéoprojecteur : pas d’image')).toBe('videoprojecteur : pas d image');
  expect(answers(['Vidéoprojecteur : pas d’image', 'Bât. B', '203'], 'video IMAGE')).toBe(true);
  expect(answers(['Prêt de matériel'], 'pret materiel')).toBe(true);
  expect(answers(['Prêt de matériel'], 'pret clavier')).toBe(false);
});

test('numbers, provisional codes and sticker codes are found with and without dashes', () => {
  expect(answers(['2026-00123', 'P-3F9A2C', '7K3MQ9PX'], '00123')).toBe(true);
  expect(answers(['2026-00123', 'P-3F9A2C', '7K3MQ9PX'], '202600123')).toBe(true);
  expect(answers(['2026-00123', 'P-3F9A2C', '7K3MQ9PX'], 'p-3f9a2c')).toBe(true);
  expect(answers(['2026-00123', 'P-3F9A2C', '7K3MQ9PX'], '7k3m-q9px')).toBe(true);
  expect(answers(['2026-00123', null], '')).toBe(true);
});

test('a room is found as it is said', () => {
  expect(answers(['Bât. B', '203'], 'b203')).toBe(true);
  expect(answers(['Bât. B', '203'], 'bat b 203')).toBe(true);
  expect(answers(['Bât. A', '112'], 'b203')).toBe(false);
});
