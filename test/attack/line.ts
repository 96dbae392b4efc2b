/** What an attacker has: a line, which says whatever it is told to, from any address that the proxy would name. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** ms */
  readonly took: number;
  /** Why there is no answer. */
  readonly fault?: string;
}

export interface Asking {
  readonly method?: string;
  /** null: left out, also where we would send one ourselves. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string | Uint8Array;
  readonly cookie?: string;
  /** Of the client, as the proxy says it. */
  readonly from?: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One question; a connection that is cut counts as status 0. */
export function ask(base: string, path: string, { method = 'GET', headers = {}, body, cookie, from = '198.51.100.9' }: Asking = {}): Promise<Answer> {
  const { hostname, port, origin } = new URL(base);
  const all: Record<string, string | null> = {
    ...(method === 'GET' ? {} : { origin, 'content-type': 'application/json' }),
    'x-forwarded-for': from,
    ...(cookie === undefined ? {} : { cookie }),
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null));
  const start = performance.now();
  return new Promise((done) => {
    const broken = (error: Error) =>
      done({
        status: 0,
        headers: {},
        text: '',
        took: performance.now() - start,
        fault: `${error.message}${asked.reusedSocket ? ', on a line used before' : ''}`,
      });
    const asked = request({ hostname, port, path, method, headers: given, agent, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
          took: performance.now() - start,
        }),
      );
      response.on('error', broken);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', broken);
    asked.end(body);
  });
}

const cookiesIn = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');

/** The form's token and its cookie. */
export async function formToken(base: string, from?: string): Promise<{ token: string; cookie: string }> {
  const answer = await ask(base, '/api/auth/csrf', from === undefined ? {} : { from });
  return { token: (JSON.parse(answer.text) as { csrfToken: string }).csrfToken, cookie: cookiesIn(answer).join('; ') };
}

/** A try at the door. */
export function knock(base: string, who: { login: string; password: string; token: string; cookie: string; from: string }): Promise<Answer> {
  const { login, password, token, cookie, from } = who;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ csrfToken: token, login, password }).toString();
  return ask(base, '/api/auth/callback/credentials', { method: 'POST', headers, body, cookie, from });
}

/** Signs in honestly. @returns the cookies of the browser, the device's own among them */
export async function signIn(
  base: string,
  login: string,
  password: string,
  from = '203.0.113.5',
  before = '',
): Promise<{ status: number; cookie: string }> {
  const { token, cookie } = await formToken(base, from);
  const answer = await knock(base, { login, password, token, cookie: [cookie, before].filter(Boolean).join('; '), from });
  return { status: answer.status, cookie: cookiesIn(answer).join('; ') };
}

/** Many at once, a few at a time; in order. */
export async function many<T, R>(list: readonly T[], atOnce: number, work: (one: T, i: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < list.length; i = next++) results[i] = await work(list[i] as T, i);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
