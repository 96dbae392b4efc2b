/** Something between the phones and the server: a hotel's Wi-Fi, a line that breaks at the worst instant, a slow one. */
import { type ClientRequest, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createFront, type Socket } from 'node:net';
import { type BadLine, type Carrier, carrierOf, Slowed } from './slow-line.ts';

/**
 * `cut`: the server gets the whole request and answers it, and the answer never arrives. `half`: the answer breaks off at some byte.
 * `torn`: the request does, and the server never sees the rest. `silent`: half-open, nothing ever comes. `late`: the server answers, and
 * its answer comes when nobody waits any more. `down`: nobody is there.
 */
export type Weather = 'clear' | 'portal' | 'redirect' | 'cut' | 'half' | 'torn' | 'silent' | 'late' | 'down' | Said;

/** An answer that is not the server's: what a balancer says in its place. */
export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Between {
  readonly url: string;
  /** What happens to a request now, by its path, method and headers; `clear` unless it is set. */
  weather: (path: string, method: string, headers: IncomingHttpHeaders) => Weather;
  /** How bad the line itself is; null: as good as this machine's. Setting it breaks every connection, as another network does. */
  slow: BadLine | null;
  /** Text put before what the server answers at this path: a script of the bench's own in a worker's. */
  readonly before: Map<string, string>;
  /** ms before a request is passed on */
  delay: number;
  /** Ports of the servers behind; each request goes to one of them, by `random`. */
  targets: readonly number[];
  /** In [0, 1): which server, which byte. */
  random: () => number;
  /** Answers of the server that were thrown away or broken off, requests that were torn. */
  readonly lost: number;
  /** Requests passed on, oldest first: "POST /api/sync 200". */
  readonly passed: readonly string[];
  /** Bodies of the requests passed on, as they were sent. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

/** ms: after every time limit of a phone. */
const TOO_LATE = 20_000;
const LOGIN = '<!doctype html><html><head><title>Wi-Fi invité</title></head><body><h1>Bienvenue. Acceptez les conditions.</h1></body></html>';

export async function startProxy(target: number): Promise<Between> {
  const sockets = new Set<Socket>();
  const passed: string[] = [];
  const bodies: string[] = [];
  const before = new Map<string, string>();
  const state = {
    weather: (_path: string, _method: string, _headers: IncomingHttpHeaders): Weather => 'clear',
    carrier: null as Carrier | null,
    delay: 0,
    lost: 0,
    targets: [target] as readonly number[],
    random: Math.random,
  };
  const pick = (n: number) => Math.floor(state.random() * n);

  /** Both ends see the line break after some byte of the request. */
  function tear(from: IncomingMessage, to: ServerResponse, onward: ClientRequest): void {
    const chunks: Buffer[] = [];
    from.on('data', (chunk: Buffer) => chunks.push(chunk));
    from.on('end', () => {
      const whole = Buffer.concat(chunks);
      onward.write(whole.subarray(0, pick(Math.max(1, whole.length))), () => {
        state.lost += 1;
        onward.destroy();
        to.destroy();
      });
    });
  }

  function prepend(first: string, answer: IncomingMessage, to: ServerResponse): void {
    const { 'content-length': _length, etag: _etag, ...rest } = answer.headers;
    to.writeHead(answer.statusCode ?? 502, rest);
    if (answer.statusCode === 200) to.write(first);
    answer.pipe(to);
  }

  /** The head has been sent; the body breaks off. */
  function halve(answer: IncomingMessage, to: ServerResponse): void {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const whole = Buffer.concat(chunks);
      state.lost += 1;
      to.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': String(whole.length) });
      to.write(whole.subarray(0, pick(Math.max(1, whole.length))), () => to.destroy());
    });
  }

  function forward(from: IncomingMessage, to: ServerResponse, weather: Weather): void {
    const { method, url, headers } = from;
    const port = state.targets[pick(state.targets.length)] ?? target;
    const first = before.get(url ?? '');
    const asked = first === undefined ? headers : { ...headers, 'accept-encoding': 'identity' };
    const onward = request({ host: 'localhost', port, method, path: url, headers: asked }, (answer) => {
      passed.push(`${method} ${url} ${answer.statusCode}`);
      if (first !== undefined) return prepend(first, answer, to);
      if (weather === 'half') return halve(answer, to);
      if (weather === 'cut') {
        answer.resume().on('end', () => {
          state.lost += 1;
          to.destroy();
        });
        return;
      }
      const pass = () => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      };
      if (weather === 'late') setTimeout(pass, TOO_LATE).unref();
      else pass();
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => to.writableEnded || weather === 'cut' || weather === 'half' || onward.destroy());
    const chunks: Buffer[] = [];
    from.on('data', (chunk: Buffer) => chunks.push(chunk));
    from.on('end', () => chunks.length > 0 && bodies.push(Buffer.concat(chunks).toString('utf8')));
    if (weather === 'torn') tear(from, to, onward);
    else from.pipe(onward);
  }

  const server = createServer((from, to) => {
    const weather = state.weather(from.url ?? '/', from.method ?? 'GET', from.headers);
    if (weather === 'silent') return;
    if (weather === 'down') return void to.destroy();
    if (typeof weather === 'object')
      return void to.writeHead(weather.status, { 'content-type': 'text/html', ...weather.headers }).end(weather.body ?? LOGIN);
    if (weather === 'portal') return void to.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN);
    if (weather === 'redirect') return void to.writeHead(302, { location: 'http://portail.exemple/connexion' }).end();
    if (state.delay > 0) setTimeout(() => forward(from, to, weather), state.delay);
    else forward(from, to, weather);
  });
  const front = createFront((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    server.emit('connection', state.carrier === null ? socket : new Slowed(socket, state.carrier));
  });
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((done) => front.listen(0, done));

  return {
    url: `http://localhost:${(front.address() as AddressInfo).port}`,
    passed,
    bodies,
    before,
    get weather() {
      return state.weather;
    },
    set weather(next) {
      state.weather = next;
    },
    get slow() {
      return state.carrier?.line ?? null;
    },
    set slow(line) {
      state.carrier = line === null ? null : carrierOf(line, () => state.random());
      breakAll();
    },
    get delay() {
      return state.delay;
    },
    set delay(next) {
      state.delay = next;
    },
    get targets() {
      return state.targets;
    },
    set targets(next) {
      state.targets = next;
    },
    get random() {
      return state.random;
    },
    set random(next) {
      state.random = next;
    },
    get lost() {
      return state.lost;
    },
    close: async () => {
      breakAll();
      await new Promise((done) => front.close(done));
    },
  };
}
