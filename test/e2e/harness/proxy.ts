/** Something between the phones and the server: a hotel's Wi-Fi, a line that breaks at the worst instant, a slow one. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** `cut`: the server gets the whole request and answers it, and the answer never arrives. */
export type Weather = 'clear' | 'portal' | 'redirect' | 'cut' | 'silent';

export interface Between {
  readonly url: string;
  /** What happens to a request now, by its path and method; `clear` unless it is set. */
  weather: (path: string, method: string) => Weather;
  /** ms before a request is passed on */
  delay: number;
  /** Answers of the server that were thrown away. */
  readonly lost: number;
  /** Requests passed on, oldest first: "POST /api/sync 200". */
  readonly passed: readonly string[];
  /** Bodies of the requests passed on, as they were sent. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

const LOGIN = '<!doctype html><html><head><title>Wi-Fi invité</title></head><body><h1>Bienvenue. Acceptez les conditions.</h1></body></html>';

export async function startProxy(target: number): Promise<Between> {
  const sockets = new Set<Duplex>();
  const passed: string[] = [];
  const bodies: string[] = [];
  const state = { weather: (_path: string, _method: string): Weather => 'clear', delay: 0, lost: 0 };

  function forward(from: IncomingMessage, to: ServerResponse, isCut: boolean): void {
    const { method, url, headers } = from;
    const onward = request({ host: 'localhost', port: target, method, path: url, headers }, (answer) => {
      passed.push(`${method} ${url} ${answer.statusCode}`);
      if (isCut) {
        answer.resume().on('end', () => {
          state.lost += 1;
          to.destroy();
        });
        return;
      }
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => to.writableEnded || isCut || onward.destroy());
    const chunks: Buffer[] = [];
    from.on('data', (chunk: Buffer) => chunks.push(chunk));
    from.on('end', () => chunks.length > 0 && bodies.push(Buffer.concat(chunks).toString('utf8')));
    from.pipe(onward);
  }

  const server = createServer((from, to) => {
    const weather = state.weather(from.url ?? '/', from.method ?? 'GET');
    if (weather === 'silent') return;
    if (weather === 'portal') return void to.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN);
    if (weather === 'redirect') return void to.writeHead(302, { location: 'http://portail.exemple/connexion' }).end();
    if (state.delay > 0) setTimeout(() => forward(from, to, weather === 'cut'), state.delay);
    else forward(from, to, weather === 'cut');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, done));

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    passed,
    bodies,
    get weather() {
      return state.weather;
    },
    set weather(next) {
      state.weather = next;
    },
    get delay() {
      return state.delay;
    },
    set delay(next) {
      state.delay = next;
    },
    get lost() {
      return state.lost;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
