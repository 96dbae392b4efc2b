/** Keys are changed one at a time, by the programs that the owner runs: what was signed with the old one opens nothing, and nothing else changes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { ensureKeys } from './keys.ts';
import { claimsOf, cookieFor } from './session/cookie.ts';

const folder = mkdtempSync(join(tmpdir(), 'relais-keys-'));
const before = process.env['NEXTAUTH_SECRET'];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  if (before === undefined) delete process.env['NEXTAUTH_SECRET'];
  else process.env['NEXTAUTH_SECRET'] = before;
});

/** As its owner does. @returns what it said */
function renew(which: string, settings: Record<string, string> = {}): string {
  const { NEXTAUTH_SECRET: _, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: __, ...plain } = process.env;
  const program = ['--conditions=react-server', '--import', 'tsx', 'scripts/new-key.ts', which];
  return execFileSync(process.execPath, program, { env: { ...plain, DATA_DIR: folder, ...settings }, encoding: 'utf8', stdio: 'pipe' });
}

test('another key of sessions: a cookie of before opens nothing, one of now does; the other keys are the same, and none is said', async () => {
  const old = ensureKeys(folder);
  process.env['NEXTAUTH_SECRET'] = old.session;
  const claims = { person: '0193a000-0000-7000-8000-000000000001', sessionVersion: 3, signedIn: '0193a000-0000-7000-8000-000000000002' };
  const value = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1).split(';')[0];
  const cookie = value(await cookieFor(claims));
  expect(await claimsOf(cookie)).toMatchObject(claims);

  const said = renew('session');
  const { session, ...others } = ensureKeys(folder);
  const { session: oldSession, ...oldOthers } = old;
  expect(session).not.toBe(oldSession);
  expect(others).toEqual(oldOthers);
  expect(said).not.toContain(session);
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  process.env['NEXTAUTH_SECRET'] = session;
  expect(await claimsOf(cookie)).toBeNull();
  expect(await claimsOf(value(await cookieFor(claims)))).toMatchObject(claims);
}, 60_000);

test('another key of the server’s acts: that one alone; one that a setting holds is changed there, and nothing is written', () => {
  const old = ensureKeys(folder);
  renew('actions');
  const { serverActions, ...others } = ensureKeys(folder);
  const { serverActions: oldActions, ...oldOthers } = old;
  expect(Buffer.from(serverActions, 'base64')).toHaveLength(32);
  expect(serverActions).not.toBe(oldActions);
  expect(others).toEqual(oldOthers);
  expect(() => renew('session', { NEXTAUTH_SECRET: 'x'.repeat(40) })).toThrow(/NEXTAUTH_SECRET/);
  expect(() => renew('vapid')).toThrow(/new-key/);
  expect(ensureKeys(folder)).toEqual({ serverActions, ...others });
}, 60_000);
