/** Without an account: every door, every page, every header, and what the server can be made to say or fetch. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CONTENT_TYPE } from '#domain/wire.ts';
import { allDoors } from '#scripts/doors/list.ts';
import { ask } from './line.ts';
import type { Siege } from './siege.ts';

const DOORS = allDoors();
const ID = '01930000-0000-7000-8000-000000000001';
const at = (name: string) => (name.split(' ')[1] ?? '').replace('[hash]', 'c'.repeat(64)).replace(/\[\w+\]/g, ID);
/** The addresses that take bytes, by what their routes say. */
const OF_FILES = new Set(
  DOORS.filter(({ kind, file }) => kind === 'route' && readFileSync(file, 'utf8').includes("'application/octet-stream'")).map(({ name }) => at(name)),
);
/** What its own page sends it: bytes to the doors of files, our own type to the one of phones. */
const typeOf = (path: string) => {
  if (path === '/api/sync') return CONTENT_TYPE;
  if (path.startsWith('/api/photos')) return 'image/jpeg';
  return OF_FILES.has(path) ? 'application/octet-stream' : 'application/json';
};
const isClosed = (who: string) => who === 'a session';
const routes = () =>
  DOORS.filter(({ kind, demands, name }) => (kind === 'route' || kind === 'stream') && isClosed(demands.who) && !name.includes('nextauth'));

/** The ids under which a browser calls the server's acts, as the build wrote them. */
export function actionIds(project = process.cwd()): string[] {
  const file = join(project, process.env['BUILD_DIR'] || '.next', 'server/server-reference-manifest.json');
  return Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { node: object }).node);
}

export async function everyDoor({ url, check }: Siege): Promise<void> {
  const open: string[] = [];
  for (const { name } of routes()) {
    const [method = 'GET'] = name.split(' ');
    const path = at(name);
    for (const cookie of ['', 'relais.session=x', `relais.session=${'x'.repeat(4000)}`, 'relais.session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.']) {
      const { status, text } = await ask(url, path, {
        method,
        cookie,
        headers: method === 'GET' ? {} : { 'content-type': typeOf(path) },
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
      if (status !== 401 || !text.includes('signed-out')) open.push(`${name} ${status}`);
    }
  }
  check(`every route and stream refuses whoever has no session, or a made-up one (${routes().length})`, open.length === 0, open);

  const acts: string[] = [];
  for (const id of actionIds()) {
    for (const body of ['[]', '["x"]', `["${ID}"]`, '[{}]', '["$undefined"]']) {
      const { text } = await ask(url, '/', {
        method: 'POST',
        headers: { 'next-action': id, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' },
        body,
      });
      if (/"ok":true|"value":/.test(text)) acts.push(`${id} ${text.slice(0, 80)}`);
    }
  }
  check(`every act of the build refuses them too (${actionIds().length})`, acts.length === 0 && actionIds().length > 20, acts);
}

export async function foreignPages({ url, check }: Siege, cookie: string): Promise<void> {
  const let_in: string[] = [];
  const origins: readonly Record<string, string | null>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: null },
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { origin: `${url}.evil.example` },
    { origin: url.replace('localhost', 'localhost.evil.example') },
  ];
  for (const { name } of routes().filter((door) => !door.name.startsWith('GET'))) {
    const [method = 'POST'] = name.split(' ');
    const path = at(name);
    for (const headers of origins) {
      const { status } = await ask(url, path, { method, cookie, headers: { 'content-type': typeOf(path), ...headers }, body: '{}' });
      if (status !== 403) let_in.push(`${name} ${JSON.stringify(headers)} ${status}`);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status } = await ask(url, path, { method, cookie, headers: { 'content-type': type }, body: '{}' });
      if (status < 400) let_in.push(`${name} ${type} ${status}`);
    }
  }
  check('a page of another site writes nothing with somebody’s cookie, whatever it says it is', let_in.length === 0, let_in);
  const acts: string[] = [];
  for (const id of actionIds().slice(0, 12)) {
    const headers = { 'next-action': id, origin: 'https://evil.example', accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' };
    const { status, text } = await ask(url, '/', { method: 'POST', cookie, headers, body: '[]' });
    if (status < 400 && /"ok":true/.test(text)) acts.push(`${id} ${status}`);
    const forged = await ask(url, '/', { method: 'POST', cookie, headers: { ...headers, 'x-forwarded-host': 'evil.example' }, body: '[]' });
    if (forged.status < 400 && /"ok":true/.test(forged.text)) acts.push(`${id} forwarded ${forged.status}`);
  }
  check('nor by a server action', acts.length === 0, acts);
  const cors = await ask(url, '/api/me', { cookie, headers: { origin: 'https://evil.example' } });
  const asked = await ask(url, '/api/sync', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  check(
    'no other site is allowed to read an answer',
    [cors, asked].every(({ headers }) => headers['access-control-allow-origin'] === undefined),
  );
}

const PAGES = DOORS.filter(({ kind }) => kind === 'page').map(({ name }) => name);

export async function headersOfPages({ url, check }: Siege): Promise<void> {
  const bad: string[] = [];
  for (const path of [...PAGES, '/tickets', '/a/7K3M-Q9PX', '/nothing-here', '/api/me', '/sw.js', '/manifest.webmanifest']) {
    const { headers, status } = await ask(url, path.replace(/\[\w+\]/g, ID), { headers: { accept: 'text/html' } });
    if (status >= 300 && status < 400) continue;
    const isPage = String(headers['content-type']).startsWith('text/html');
    const csp = String(headers['content-security-policy'] ?? '');
    const want: [string, boolean][] = [
      ['nosniff', headers['x-content-type-options'] === 'nosniff'],
      [
        'csp',
        csp.includes("default-src 'none'") &&
          csp.includes("frame-ancestors 'none'") &&
          csp.includes("base-uri 'none'") &&
          !csp.includes('unsafe-inline') &&
          !csp.includes("'unsafe-eval'"),
      ],
      ['report', csp.includes('report-uri /api/csp') && csp.includes('report-to csp') && headers['reporting-endpoints'] === 'csp="/api/csp"'],
      ['powered', headers['x-powered-by'] === undefined],
      ...(isPage
        ? ([
            ['referrer', /no-referrer|same-origin/.test(String(headers['referrer-policy']))],
            [
              'permissions',
              String(headers['permissions-policy']).includes('camera=(self)') && String(headers['permissions-policy']).includes('microphone=()'),
            ],
            ['coop', headers['cross-origin-opener-policy'] === 'same-origin'],
            ['corp', headers['cross-origin-resource-policy'] === 'same-origin'],
          ] as [string, boolean][])
        : []),
    ];
    for (const [what, held] of want) if (!held) bad.push(`${path} ${what}`);
  }
  check(`every page carries every header of its own protection (${PAGES.length} pages)`, bad.length === 0, bad);
}

export async function elsewhere({ url, check }: Siege): Promise<void> {
  const led: string[] = [];
  const { host } = new URL(url);
  const paths = [
    '//evil.example',
    '//evil.example/',
    '//evil.example/%2e%2e',
    '/\\evil.example',
    '/%2F%2Fevil.example',
    '/%5Cevil.example/',
    '///evil.example/',
    '/.//evil.example',
    '/admin//evil.example/',
    '/https:/evil.example/',
    '/signin?next=https://evil.example',
    '/signin?next=//evil.example',
    '/signin?next=javascript:alert(1)',
    '/signin?callbackUrl=https://evil.example',
    '/api/auth/signin?callbackUrl=https://evil.example',
    '/api/auth/signout?callbackUrl=https://evil.example',
    '/api/auth/callback/credentials?callbackUrl=https://evil.example',
    '/api/auth/error?error=https://evil.example',
    '/admin?next=//evil.example',
    '/_next/image?url=https://evil.example/x.png&w=64&q=75',
    '/_next/image?url=%2F%2Fevil.example&w=64&q=75',
  ];
  for (const path of paths)
    for (const headers of [{}, { host: 'evil.example' }, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }]) {
      const answer = await ask(url, path, { headers: { accept: 'text/html', ...headers } });
      const to = answer.headers.location;
      if (to !== undefined && !/^\/(?![/\\])/.test(to) && new URL(to, url).host !== host) led.push(`${path} ${JSON.stringify(headers)} → ${to}`);
      if (/href="(?:https?:)?\/\/evil/.test(answer.text)) led.push(`${path} in the page`);
    }
  check('no address of ours leads elsewhere', led.length === 0, led);

  const read: string[] = [];
  const names = ['keys.json', 'agents.key', 'relais.db', 'package.json', '.env', 'scripts/start.mjs', 'server/keys.ts', 'etc/passwd'];
  const ups = ['/', '/_next/static/', '/icons/', '/api/photos/', '/zxing/', '/_next/'];
  for (const name of names)
    for (const up of ups)
      for (const dots of ['../../../', '..%2f..%2f..%2f', '%2e%2e/%2e%2e/', '....//....//', '..%5c..%5c', 'data/', '%00/']) {
        const { status, text } = await ask(url, `${up}${dots}${name}`);
        if (status === 200 && /vapidPrivate|SQLite format|"dependencies"|root:x:|createServer|DATABASE_URL=/.test(text))
          read.push(`${up}${dots}${name}`);
      }
  check('no file of the server is read through an address', read.length === 0, read);

  const odd: string[] = [];
  for (const method of ['TRACE', 'PROPFIND', 'PATCH', 'DELETE', 'PUT'])
    for (const path of ['/', '/api/me', '/api/sync', '/sw.js', '/signin']) {
      const { status, text } = await ask(url, path, { method, headers: { 'x-secret': 'zqxtrace' }, body: '' });
      if (text.includes('zqxtrace') || status >= 500) odd.push(`${method} ${path} ${status}`);
    }
  check('other verbs echo nothing and break nothing', odd.length === 0, odd);
}

export async function bodies({ url, check }: Siege, cookie: string): Promise<void> {
  const bad: string[] = [];
  const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;
  const given: readonly [string, string | Uint8Array, Record<string, string>][] = [
    ['large', `{"x":"${'x'.repeat(3_000_000)}"}`, {}],
    ['deep list', deep(200_000), {}],
    ['deep object', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, {}],
    ['packed', gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' }],
    ['packed br', Buffer.from('x'), { 'content-encoding': 'br' }],
    ['no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), {}],
    ['not JSON', '{"a":', {}],
    ['own names', '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}', {}],
    ['many keys', `{${Array.from({ length: 40_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`, {}],
    ['long number', `{"x":${'9'.repeat(100_000)}}`, {}],
  ];
  for (const { name } of routes().filter((door) => !door.name.startsWith('GET'))) {
    const [method = 'POST'] = name.split(' ');
    const path = at(name);
    for (const [what, body, headers] of given) {
      const { status, took } = await ask(url, path, {
        method,
        cookie,
        headers: { 'content-type': typeOf(path), connection: 'close', ...headers },
        body,
      });
      if ((status !== 0 && (status < 400 || status >= 500) && status !== 204) || took > 5000)
        bad.push(`${name} ${what} ${status} ${took.toFixed(0)} ms`);
    }
  }
  for (const [what, body, headers] of given) {
    const action = { 'next-action': actionIds()[0] ?? '', 'content-type': 'text/plain;charset=UTF-8', connection: 'close', ...headers };
    const { status, took, text } = await ask(url, '/', { method: 'POST', cookie, headers: action, body });
    if (took > 5000 || /"ok":true/.test(text)) bad.push(`action ${what} ${status} ${took.toFixed(0)} ms`);
  }
  check('bodies that are large, deep, packed or broken are refused in time, and nothing falls', bad.length === 0, bad);
}

/** Sockets that say a byte now and then, and never end. */
export async function slowly({ url, check }: Siege): Promise<void> {
  const { hostname, port } = new URL(url);
  let open = 0;
  const sockets = Array.from({ length: 300 }, () => {
    const socket = connect(Number(port), hostname, () => {
      open += 1;
      socket.write('POST /api/sync HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    });
    socket.on('close', () => {
      open -= 1;
    });
    socket.on('error', () => {});
    socket.resume();
    return socket;
  });
  for (let i = 0; i < 30 && (open > 0 || i < 3); i += 1) {
    await sleep(1000);
    for (const socket of sockets) if (!socket.destroyed) socket.write('x');
  }
  check('three hundred lines that never finish their headers are cut off', open === 0, open);
  for (const socket of sockets) socket.destroy();
}
