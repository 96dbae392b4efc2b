/** The doors of single sign-on as a server of their own, and a browser that goes from one server to another. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleSso, type SsoGround } from '#server/session/sso/door.ts';

export interface SsoServer {
  readonly url: string;
  /** What the doors stand on from now on. */
  ground: SsoGround | null;
  close(): Promise<void>;
}

export async function serveSso(): Promise<SsoServer> {
  const state: { ground: SsoGround | null } = { ground: null };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]));
      const body = request.method === 'POST' ? { body: Buffer.concat(chunks) } : {};
      const asked = new Request(`http://${request.headers.host}${request.url}`, { method: request.method ?? 'GET', headers, ...body });
      const said = new URL(asked.url).pathname.startsWith('/api/sso/')
        ? await handleSso(asked, state.ground ?? undefined)
        : new Response('the door', { status: 200 });
      for (const cookie of said.headers.getSetCookie()) response.appendHeader('set-cookie', cookie);
      said.headers.forEach((value, name) => {
        if (name !== 'set-cookie') response.setHeader(name, value);
      });
      response.writeHead(said.status).end(Buffer.from(await said.arrayBuffer()));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get ground() {
      return state.ground;
    },
    set ground(next) {
      state.ground = next;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** Cookies by server, redirects followed and remembered. */
export class Traveller {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly visited: string[] = [];

  async go(address: string, init: RequestInit = {}): Promise<{ url: URL; response: Response }> {
    let [url, how] = [new URL(address), init];
    for (let hops = 0; hops < 20; hops += 1) {
      this.visited.push(url.href);
      const jar = this.#cookies.get(url.host) ?? new Map<string, string>();
      this.#cookies.set(url.host, jar);
      const headers = new Headers(how.headers);
      headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
      const response = await fetch(url, { ...how, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split('; ');
        const name = pair.slice(0, pair.indexOf('='));
        if (/max-age=0\b|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, pair.slice(name.length + 1));
      }
      const location = response.headers.get('location');
      if (location === null) return { url, response };
      [url, how] = [new URL(location, url), {}];
    }
    throw new Error('round and round');
  }

  cookie(server: string, name: string): string | undefined {
    return this.#cookies.get(new URL(server).host)?.get(name);
  }
}
