import { expect, test } from 'vitest';
import { browserOf } from './browser.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 15; SM-A556B) AppleWebKit/537.36 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

test('how to allow the camera is told for the browser that one has', () => {
  expect(browserOf(`${ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36`, 5, false)).toBe('android');
  expect(browserOf(`${ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`, 5, true)).toBe('samsung');
  expect(browserOf('Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0', 5, false)).toBe('firefoxAndroid');
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
  expect(browserOf(iphone, 5, false)).toBe('ios');
  expect(browserOf(iphone, 5, true)).toBe('iosApp');
  expect(browserOf(MAC, 5, false)).toBe('ios');
  expect(browserOf(MAC, 0, false)).toBe('safari');
  expect(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 0, false)).toBe('firefox');
  expect(
    browserOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0', 0, false),
  ).toBe('desktop');
});
