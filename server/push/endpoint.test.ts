import { expect, test } from 'vitest';
import { isPushEndpoint } from './endpoint.ts';

const GOOD = [
  'https://fcm.googleapis.com/fcm/send/cX1:APA91bH_x-y',
  'https://fcm.googleapis.com/wp/dGVzdA',
  'https://web.push.apple.com/QGq2example',
  'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
  'https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d%3d',
];

const HOSTILE: readonly (readonly [string, string])[] = [
  ['plain http', 'http://fcm.googleapis.com/fcm/send/x'],
  ['another port', 'https://fcm.googleapis.com:8443/fcm/send/x'],
  ['the port said though it is the usual one', 'https://fcm.googleapis.com:443/fcm/send/x'],
  ['credentials', 'https://user:pass@fcm.googleapis.com/fcm/send/x'],
  ['a user that looks like the host', 'https://fcm.googleapis.com@10.0.0.1/x'],
  ['a backslash before the at sign', 'https://fcm.googleapis.com\\@evil.example/x'],
  ['a fragment', 'https://fcm.googleapis.com/fcm/send/x#@evil.example'],
  ['the list as a prefix', 'https://fcm.googleapis.com.evil.example/x'],
  ['the list as a suffix without a dot', 'https://evilpush.apple.com/x'],
  ['the bare domain of a list of subdomains', 'https://push.apple.com/x'],
  ['another Windows name', 'https://evil-notify.windows.com/x'],
  ['a trailing dot', 'https://fcm.googleapis.com./x'],
  ['capitals', 'https://FCM.googleapis.com/x'],
  ['a tab inside', 'https://fcm.goog\tleapis.com/x'],
  ['a space in front', ' https://fcm.googleapis.com/x'],
  ['dot segments', 'https://fcm.googleapis.com/a/../b'],
  ['full-width letters', 'https://ｆcm.googleapis.com/x'],
  ['loopback', 'https://127.0.0.1/x'],
  ['loopback in hexadecimal', 'https://0x7f000001/x'],
  ['loopback, version 6', 'https://[::1]/x'],
  ['a private address', 'https://192.168.1.10/x'],
  ['the cloud’s metadata', 'https://169.254.169.254/latest/meta-data/'],
  ['a name of the house', 'https://localhost/x'],
  ['a file', 'file:///etc/passwd'],
  ['a script', 'javascript:alert(1)'],
  ['nothing but a host', 'https://fcm.googleapis.com/'],
  ['no URL at all', 'fcm.googleapis.com/x'],
  ['nothing', ''],
  ['far too long', `https://fcm.googleapis.com/${'x'.repeat(2000)}`],
];

test.each(GOOD)('accepts %s', (endpoint) => {
  expect(isPushEndpoint(endpoint)).toBe(true);
});

test.each(HOSTILE)('refuses %s', (_, endpoint) => {
  expect(isPushEndpoint(endpoint)).toBe(false);
  expect(isPushEndpoint(endpoint, '127.0.0.1:9443')).toBe(false);
});

test('the test host opens exactly one host and port, and only by https', () => {
  expect(isPushEndpoint('https://127.0.0.1:9443/push/x', '127.0.0.1:9443')).toBe(true);
  expect(isPushEndpoint('https://127.0.0.1:9443/push/x')).toBe(false);
  expect(isPushEndpoint('https://127.0.0.1:9444/push/x', '127.0.0.1:9443')).toBe(false);
  expect(isPushEndpoint('http://127.0.0.1:9443/push/x', '127.0.0.1:9443')).toBe(false);
  expect(isPushEndpoint('https://a@127.0.0.1:9443/push/x', '127.0.0.1:9443')).toBe(false);
});
