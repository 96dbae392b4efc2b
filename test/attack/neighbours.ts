/** With an account of one school: everything of the other by its id, sessions that are over, alerts sent inside the house, floods. */
import { createServer } from 'node:net';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { select } from '#test/e2e/harness/tables.ts';
import { ask, many, signIn } from './line.ts';
import type { Siege } from './siege.ts';

type Row = { id: string };

export async function otherSchool({ url, databaseUrl, password, check }: Siege): Promise<void> {
  const there =
    (
      await select<{ siteId: string }>(
        databaseUrl,
        `SELECT m."siteId" FROM "Membership" m JOIN "Person" p ON p.id = m."personId" WHERE p.login = 'hugo'`,
      )
    )[0]?.siteId ?? '';
  const of = async (sql: string) => (await select<Row>(databaseUrl, sql, [there])).map(({ id }) => id);
  const ids = [
    there,
    ...(await of(`SELECT id FROM "Ticket" WHERE "siteId" = ? LIMIT 40`)),
    ...(await of(`SELECT id FROM "Asset" WHERE "siteId" = ? LIMIT 20`)),
    ...(await of(`SELECT id FROM "Room" WHERE "siteId" = ? LIMIT 20`)),
    ...(await of(`SELECT hash AS id FROM "TicketPhoto" WHERE "ticketId" IN (SELECT id FROM "Ticket" WHERE "siteId" = ?) LIMIT 20`)),
    ...(await of(`SELECT code AS id FROM "Sticker" WHERE "siteId" = ? LIMIT 20`)),
    ...(await of(`SELECT p.id FROM "Person" p JOIN "Membership" m ON m."personId" = p.id WHERE m."siteId" = ?`)),
  ];
  const words = (await select<{ name: string }>(databaseUrl, `SELECT name FROM "Site" WHERE id = ?`, [there])).map(({ name }) => name);
  const leaks: string[] = [];
  let probes = 0;
  const given = new Set((await select<Row>(databaseUrl, `SELECT id FROM "Ticket" WHERE "teamId" IS NOT NULL`)).map(({ id }) => id));
  for (const login of ['karim', 'claire', 'anne', 'luc', 'region']) {
    const { cookie } = await signIn(url, login, password, `203.0.113.${100 + login.length}`);
    // What was handed to the provider's team is theirs to read, wherever it is.
    const asked = ids
      .filter((id) => login !== 'luc' || !given.has(id))
      .flatMap((id) =>
        [
          `/api/tickets/${id}`,
          `/api/photos/${id}`,
          `/api/rights?site=${id}`,
          `/api/search?q=${id}`,
          `/api/push/test/${id}`,
          `/api/labels?site=${id}`,
        ].map((path) => [id, path] as const),
      );
    const answers = await many(asked, 8, async ([id, path]) => ({ id, path, ...(await ask(url, path, { cookie })) }));
    probes += answers.length;
    for (const { id, path, status, text } of answers) {
      const isEmpty = path.startsWith('/api/search') && status === 200 && !text.includes(there);
      if (![401, 403, 404, 429, 400].includes(status) && !isEmpty) leaks.push(`${login} ${path} ${status}`);
      if (words.some((word) => text.includes(word)) || ids.some((one) => one !== id && text.includes(one)))
        leaks.push(`${login} ${path} tells ${text.slice(0, 100)}`);
    }
  }
  check(`nothing of the other school by any of its ${ids.length} ids (${probes} probes)`, leaks.length === 0 && probes > 2000, leaks.slice(0, 6));
}

export async function sessions({ url, databaseUrl, password, check }: Siege): Promise<void> {
  const me = (cookie: string) => ask(url, '/api/me', { cookie });
  const { cookie } = await signIn(url, 'paul', password, '203.0.113.90');
  check('a session opens', (await me(cookie)).status === 200);
  const value = /relais\.session=([^;]+)/.exec(cookie)?.[1] ?? '';
  const parts = value.split('.');
  const altered = [
    `${value.slice(0, -2)}AA`,
    parts.slice(0, 4).join('.'),
    parts.map((part, i) => (i === 3 ? part.split('').reverse().join('') : part)).join('.'),
    value.toLowerCase(),
    `${value}.${value}`,
  ];
  const believed = await Promise.all(altered.map((one) => me(`relais.session=${one}`)));
  check(
    'one that was altered does not',
    believed.every(({ status }) => status === 401),
    believed.map(({ status }) => status),
  );
  const again = await signIn(url, 'paul', password, '203.0.113.90', 'relais.session=planted; relais.device=planted');
  check('what was planted before signing in is not what one has after it', !again.cookie.includes('planted') && again.status === 200);
  const csrf = await ask(url, '/api/auth/csrf', { cookie });
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  const all = [cookie, ...(csrf.headers['set-cookie'] ?? []).map((line) => line.split(';')[0])].join('; ');
  const body = new URLSearchParams({ csrfToken }).toString();
  await ask(url, '/api/auth/signout', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body, cookie: all });
  check('signed out: whoever copied the cookie before has nothing of it', (await me(cookie)).status === 401);
  check('and the other device of the same person is still in', (await me(again.cookie)).status === 200);
  const rows = await select<{ n: number }>(databaseUrl, `SELECT COUNT(*) AS n FROM "SecurityEvent"`);
  check('what was tried stands in the security log, and not without end', Number(rows[0]?.n) > 20 && Number(rows[0]?.n) < 3000, rows);
  const texts = JSON.stringify(await select(databaseUrl, `SELECT kind, "personId", address, data FROM "SecurityEvent"`));
  check('without an address, a login or a text in it', !/198\.51\.100|203\.0\.113|karim|mauvais|rivière/.test(texts));
}

export async function inside({ url, password, check }: Siege): Promise<void> {
  let calls = 0;
  const trap = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => trap.listen(0, '127.0.0.1', done));
  const port = (trap.address() as { port: number }).port;
  const { cookie } = await signIn(url, 'nadia', password, '203.0.113.91');
  const keys = { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'AAAAAAAAAAAAAAAAAAAAAA' };
  const endpoints = [
    `http://127.0.0.1:${port}/x`,
    `https://127.0.0.1:${port}/x`,
    `https://localhost:${port}/x`,
    `https://[::1]:${port}/x`,
    `https://0x7f000001:${port}/x`,
    `https://2130706433:${port}/x`,
    `https://127.1:${port}/x`,
    `https://fcm.googleapis.com@127.0.0.1:${port}/x`,
    `https://fcm.googleapis.com.127.0.0.1.nip.io:${port}/x`,
    `https://fcm.googleapis.com:${port}/x`,
    `https://169.254.169.254/latest/meta-data/`,
    `https://fcm.googleapis.com#@127.0.0.1:${port}/`,
    'https://10.0.0.1/x',
    'https://192.168.0.1/x',
    'file:///etc/passwd',
    'gopher://127.0.0.1:25/x',
    'data:text/plain,x',
    'https://evil.example/x',
  ];
  const taken: string[] = [];
  for (const endpoint of endpoints) {
    const { status } = await ask(url, '/api/push/subscribe', { method: 'POST', cookie, body: JSON.stringify({ endpoint, keys, label: 'x' }) });
    if (status < 400) taken.push(`${endpoint} ${status}`);
  }
  await ask(url, '/api/push/test', { method: 'POST', cookie, body: '{}' });
  for (const path of [
    `/_next/image?url=${encodeURIComponent(`http://127.0.0.1:${port}/x.png`)}&w=64&q=75`,
    `/api/labels?logo=http://127.0.0.1:${port}/x`,
  ])
    await ask(url, path, { cookie });
  check('no address that a client gives is called: the trap inside hears nobody', taken.length === 0 && calls === 0, { taken, calls });
  trap.close();
}

export async function floods({ url, password, check }: Siege): Promise<void> {
  const { cookie } = await signIn(url, 'denis', password, '203.0.113.92');
  const count = async (n: number, go: (i: number) => Promise<{ status: number }>) => {
    const statuses = (await many(Array.from({ length: n }), 12, (_, i) => go(i))).map(({ status }) => status);
    return {
      ok: statuses.filter((s) => s < 400).length,
      refused: statuses.filter((s) => s === 429).length,
      broken: statuses.filter((s) => s >= 500 || s === 0).length,
    };
  };
  const rows: [string, number, Awaited<ReturnType<typeof count>>][] = [
    ['tests of alerts', 5, await count(60, () => ask(url, '/api/push/test', { method: 'POST', cookie, body: '{}' }))],
    ['searches', 90, await count(400, (i) => ask(url, `/api/search?q=${'é*%_"'.repeat(i % 20)}x`, { cookie }))],
    ['tickets', 120, await count(400, () => ask(url, '/api/tickets/01930000-0000-7000-8000-000000000001', { cookie }))],
    [
      'reports of browsers',
      20,
      await count(300, () =>
        ask(url, '/api/csp', { method: 'POST', headers: { 'content-type': 'application/csp-report' }, body: '{"csp-report":{}}' }),
      ),
    ],
    [
      'new devices',
      200,
      await count(260, () =>
        ask(url, '/api/sync', {
          method: 'POST',
          cookie,
          headers: { 'content-type': CONTENT_TYPE },
          body: JSON.stringify({ protocol: 1, origin: crypto.randomUUID(), epoch: null, since: 0, settled: 0, page: null, entries: [] }),
        }),
      ),
    ],
  ];
  for (const [what, most, found] of rows) check(`a flood of ${what} is refused beyond ${most}`, found.ok <= most && found.broken === 0, found);
}

/** What the server says to whoever keeps its logs, and to whoever reads its scripts. */
export async function leaks({ url, server, password, check }: Siege): Promise<void> {
  const { readFileSync, statSync } = await import('node:fs');
  const { join } = await import('node:path');
  const { filesUnder } = await import('#scripts/files.ts');
  const keys = JSON.parse(readFileSync(join(server.dataDir, 'keys.json'), 'utf8')) as Record<string, unknown>;
  const secrets = Object.entries(keys)
    .filter(([name, value]) => name !== 'vapidPublic' && typeof value === 'string')
    .map(([, value]) => String(value));
  const said = server.output();
  // The demonstration says its accounts when it starts; what comes after is the log.
  const log = said.slice(said.indexOf('Relais répond'));
  check(
    'the log holds no key, no password, no cookie, no name, no text',
    ![...secrets, password, 'relais.session=', 'mauvais mot', 'Diallo', 'Benali', 'Note 1'].some((word) => log.includes(word)),
    log.slice(-600),
  );
  const built = filesUnder(join(process.env['BUILD_DIR'] || '.next', 'static'), /\.(js|css|json)$/)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  check('nor does what browsers are given', !secrets.some((secret) => built.includes(secret)));
  check(
    'the keys are for the server’s eyes only',
    (statSync(join(server.dataDir, 'keys.json')).mode & 0o077) === 0 && (statSync(server.dataDir).mode & 0o077) === 0,
  );
  const errors = await Promise.all(
    ['/api/auth/error', '/api/nothing', '/%E0%A4%A', '/api/tickets/%00', '/_next/data/x.json', `/${'x'.repeat(9000)}`].map((path) => ask(url, path)),
  );
  check(
    'an error tells nothing of how the server is made',
    errors.every(({ text }) => !/node_modules|at \w+ \(|prisma|\/tmp\/|Error:/i.test(text.replace(/<script[\s\S]*?<\/script>/g, ''))),
    errors.map(({ status }) => status),
  );
}
