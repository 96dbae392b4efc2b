import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The custom properties of the first block after `selector`. */
function tokens(selector: string): Record<string, string> {
  const from = css.indexOf('{', css.indexOf(selector)) + 1;
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]));
}

const light = tokens(':root {');
const dark = tokens(':root:not([data-theme="light"])');

/** WCAG 2 relative luminance of "#rrggbb". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function ratio(theme: Record<string, string>, front: string, back: string): number {
  const [a, b] = [luminance(theme[front] ?? ''), luminance(theme[back] ?? '')];
  return Math.round((100 * (Math.max(a, b) + 0.05)) / (Math.min(a, b) + 0.05)) / 100;
}

/** ux.md section 4: front, back, light, dark, floor. */
const TABLE: readonly (readonly [string, string, number, number, number])[] = [
  ['ink', 'ground', 15.51, 17.08, 7],
  ['ink', 'surface', 17.03, 15.15, 7],
  ['ink-2', 'surface', 9.2, 10.19, 7],
  ['ink-2', 'sunk', 7.55, 11.89, 7],
  ['ink-3', 'surface', 6.54, 7.14, 4.5],
  ['ink-3', 'sunk', 5.36, 8.33, 4.5],
  ['edge', 'surface', 4.2, 4.52, 3],
  ['edge', 'sunk', 3.45, 5.27, 3],
  ['on-brand', 'brand', 8.76, 5.25, 4.5],
  ['brand', 'surface', 8.76, 3.18, 3],
  ['brand-ink', 'ground', 8.81, 12.57, 4.5],
  ['on-baton', 'baton', 11.3, 11.3, 7],
  ['ink-2', 'baton-soft', 8.31, 8.4, 7],
  ['danger', 'surface', 7.28, 8.34, 4.5],
  ['danger', 'danger-soft', 6.07, 7.87, 4.5],
  ['on-danger', 'danger', 7.28, 9.2, 4.5],
  ['warn', 'surface', 8.13, 10.14, 4.5],
  ['warn', 'warn-soft', 6.98, 8.96, 4.5],
  ['ok', 'surface', 7.53, 10.04, 4.5],
  ['ok', 'ok-soft', 6.37, 8.53, 4.5],
  ['info', 'info-soft', 6.77, 8.23, 4.5],
  ['on-plate', 'plate', 11.5, 9.77, 7],
  ['on-strip', 'strip', 15.51, 10.93, 7],
  ['brand-line', 'surface', 8.76, 10.26, 3],
  ['baton-edge', 'surface', 5.33, 11.08, 3],
  ['baton-edge', 'baton-soft', 4.81, 9.12, 3],
];

test.each(TABLE)('%s on %s', (front, back, inLight, inDark, floor) => {
  expect(ratio(light, front, back)).toBeCloseTo(inLight, 1);
  expect(ratio(dark, front, back)).toBeCloseTo(inDark, 1);
  expect(Math.min(ratio(light, front, back), ratio(dark, front, back))).toBeGreaterThanOrEqual(floor);
});

test('the theme chosen by hand has the values of the system’s dark theme', () => {
  const chosen = tokens(':root[data-theme="dark"]');
  expect(chosen).toEqual(dark);
  expect(Object.keys(chosen).length).toBeGreaterThan(30);
});

test('more contrast lifts the lines and the grey text above their floors in both themes', () => {
  expect(css).toMatch(/prefers-contrast: more[\s\S]*--line: var\(--edge\)[\s\S]*--ink-3: var\(--ink-2\)/);
  for (const theme of [light, dark]) {
    expect(ratio(theme, 'edge', 'surface')).toBeGreaterThanOrEqual(3);
    expect(ratio(theme, 'ink-2', 'surface')).toBeGreaterThanOrEqual(7);
  }
});
