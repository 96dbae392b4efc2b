/** What is kept of attempts on the house: enough to understand one afterwards, and nothing that somebody typed. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { POST as report } from '#app/api/csp/route.ts';
import { env } from '#server/env.ts';
import { sameOrigin } from '#server/http.ts';
import { prune } from '#server/prune.ts';
import { hashOfAddress, securityEvent } from '#server/security-log.ts';
import { signIn } from '#server/session/credentials.ts';
import { disable } from '#server/session/revoke.ts';
import { Throttle } from '#server/throttle.ts';
import { databases } from '#test/databases.ts';
import { type Behind, openBehind, request } from './doors.ts';
import { HUGO, MINA } from './school.ts';

vi.mock('next/headers', async () => (await import('./cookie-jar.ts')).nextHeaders);

describe.each(databases())('the security log on $name', (kind) => {
  let behind: Behind;
  const rows = () => behind.school.db.securityEvent.findMany({ orderBy: { id: 'asc' } });
  const kinds = async (n: number) => {
    await vi.waitFor(async () => expect(await rows()).toHaveLength(n));
    return (await rows()).map((row) => row.kind);
  };

  beforeAll(async () => {
    behind = await openBehind(kind);
  });
  afterAll(() => behind.close());
  afterEach(async () => {
    await behind.school.db.securityEvent.deleteMany({});
    const shared = globalThis as { relaisSecurity?: unknown; relaisThrottle?: unknown };
    delete shared.relaisSecurity;
    delete shared.relaisThrottle;
  });

  test('tells failed sign-ins, of whom where that is known, and from where by a hash', async () => {
    const { db } = behind.school;
    const counts = new Throttle();
    const from = (login: string) => signIn(db, { login, password: 'une autre rivière', address: '192.0.2.7' }, behind.school.now, counts);
    await db.person.update({ where: { id: MINA }, data: { login: 'mina' } });
    await from('mina');
    await from('personne');
    await disable(db, HUGO, behind.school.now);
    expect(await kinds(2)).toEqual(['signin-failed', 'signin-failed']);
    const [known, unknown] = await rows();
    expect([known?.personId, unknown?.personId].sort()).toEqual([MINA, null].sort());
    expect(known?.address).toBe(hashOfAddress('192.0.2.7'));
    expect(JSON.stringify(await rows())).not.toMatch(/192\.0\.2\.7|personne|rivière/);
  });

  test('each is sent along to the owner’s file as it happens, a line each, readable by nobody else; a file that cannot be written stops nothing', async () => {
    const { db } = behind.school;
    const folder = mkdtempSync(join(tmpdir(), 'relais-security-'));
    const file = join(folder, 'security.log');
    const set = (path: string | undefined) => Object.assign(env(), { securityLog: path });
    set(file);
    await securityEvent(db, { kind: 'signin-failed', person: MINA, address: '192.0.2.7' });
    await securityEvent(db, { kind: 'roles-changed', person: MINA, data: { roles: 2 } });
    const lines = () => readFileSync(file, 'utf8').trim().split('\n');
    await vi.waitFor(() => expect(lines()).toHaveLength(2));
    expect(
      lines()
        .map((line) => JSON.parse(line) as { kind: string })
        .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    ).toMatchObject([
      { kind: 'roles-changed', person: MINA, address: null, roles: 2 },
      { kind: 'signin-failed', person: MINA, address: hashOfAddress('192.0.2.7') },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    set(join(folder, 'nowhere', 'security.log'));
    await securityEvent(db, { kind: 'signin-failed', person: MINA });
    expect(await kinds(3)).toHaveLength(3);
    set(undefined);
    rmSync(folder, { recursive: true });
  });

  test('tells posts that come from another site, and what browsers refused to run, without what was in them', async () => {
    expect(sameOrigin(request('POST', 'application/json', { headers: { origin: 'https://evil.example' } }))).toBe(false);
    expect(await kinds(1)).toEqual(['cross-site']);
    const body = {
      'csp-report': {
        'document-uri': 'https://relais.example/tickets/01930000-0000-7000-8000-000000000001?secret=1',
        'violated-directive': "script-src 'self'",
        'effective-directive': 'script-src-elem',
        'blocked-uri': 'https://evil.example/x.js?token=1',
        'script-sample': 'Madame Roy',
      },
    };
    const send = (content: unknown, type = 'application/csp-report') => report(request('POST', type, { body: content, headers: { origin: null } }));
    expect((await send(body)).status).toBe(204);
    await kinds(2);
    expect((await rows())[1]?.data).toEqual({ page: '/tickets/:id', directive: 'script-src-elem', blocked: 'https://evil.example' });
    expect((await send('x'.repeat(40_000))).status).toBe(400);
    expect((await send({ 'csp-report': null })).status).toBe(400);
    expect((await send(body, 'application/reports+json')).status).toBe(400);
    expect((await send(body, 'text/plain')).status).toBe(415);
    const listed = {
      type: 'csp-violation',
      url: 'https://relais.example/me',
      body: { documentURL: 'https://relais.example/me?q=1', effectiveDirective: 'connect-src', blockedURL: 'inline', sample: 'Madame Roy' },
    };
    expect((await send([listed, { type: 'deprecation', body: { id: 'x' } }], 'application/reports+json')).status).toBe(204);
    await kinds(3);
    expect((await rows())[2]?.data).toEqual({ page: '/me', directive: 'connect-src', blocked: 'inline' });
    const statuses = new Set<number>();
    for (let i = 0; i < 250; i += 1) statuses.add((await send(body)).status);
    expect([...statuses]).toEqual([204, 429]);
  });

  test('a flood is counted, not written; six months later all of it is gone', async () => {
    const { db, now } = behind.school;
    for (let i = 0; i < 100; i += 1) await securityEvent(db, { kind: 'signin-failed' }, now);
    await securityEvent(db, { kind: 'signin-failed', data: { by: 'x' } }, now + 60_000);
    const all = (await rows()).filter((row) => row.kind === 'signin-failed');
    expect(all).toHaveLength(61);
    expect(all.at(-1)?.data).toEqual({ by: 'x', leftOut: 40 });
    expect(await prune(db, now + 182 * 86_400_000)).toMatchObject({ security: 0 });
    expect((await prune(db, now + 184 * 86_400_000)).security).toBeGreaterThanOrEqual(61);
  });
});
