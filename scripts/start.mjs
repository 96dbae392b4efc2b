// `npm start`: the whole server in this one process, so that a signal sent to it stops everything.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { completeHeaders } from './answer-headers.mjs';
import { refusal } from './front-door.mjs';
import { requireNode } from './node-version.mjs';

/**
 * What a slow or silent client may hold, ms: headers of a few hundred bytes come at once; a photo of 1 MB over the worst line that still
 * carries (EDGE, 50 kbit/s) takes 160 s. Without limits a few hundred sockets that say a byte a minute would be the whole server.
 */
const PATIENCE = { headersTimeout: 15_000, requestTimeout: 240_000, keepAliveTimeout: 20_000, connectionsCheckingInterval: 5000 };
/** Sockets at once: each open app holds one or two. */
const MOST_SOCKETS = 20_000;

/** How long requests under way may take once the server is told to stop, in ms. */
const GRACE = 5000;

/**
 * Checks the settings, makes the keys, applies the migrations (scripts/prepare.ts) in a process of its own, which knows TypeScript.
 * @param {string[]} flags `--demo`: the demonstration's data and accounts; `--dev`: no build is wanted
 * @returns {Promise<Record<string, string>>} the settings to serve with; ends this process where something is wrong
 */
function prepare(flags) {
  return new Promise((done) => {
    const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/prepare.ts', ...flags];
    const child = spawn(process.execPath, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
    let answer = '';
    child.stdio[3]?.on('data', (chunk) => {
      answer += chunk;
    });
    child.on('close', (code) => (code === 0 ? done(JSON.parse(answer)) : process.exit(code ?? 1)));
  });
}

/** Stops on SIGTERM and SIGINT, and when npm, which started us, is gone without a word. */
function stopOnSignal(server) {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), GRACE).unref();
    // Lines of news never end by themselves (server/live.ts).
    globalThis.relaisHush?.();
    server.close(async () => {
      await globalThis.relaisEnd?.(); // server/life.ts
      process.exit(0);
    });
    server.closeIdleConnections();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.npm_lifecycle_event) {
    const started = ancestors();
    setInterval(() => ancestors() !== started && stop(), 500).unref();
  }
}

/** The shell that npm runs us in, and npm itself, which a signal may end without them passing it on. */
function ancestors() {
  try {
    // Linux: the fourth field, after a name that may hold spaces.
    const npm = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
    return `${process.ppid} ${npm}`;
  } catch {
    return `${process.ppid}`;
  }
}

/** @param {string[]} flags see prepare */
export async function start(flags) {
  requireNode();
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const dev = flags.includes('--dev');
  if (!dev) process.env.NODE_ENV = 'production';
  const settings = await prepare(flags);
  Object.assign(process.env, settings);

  const { default: next } = await import('next');
  const port = Number(settings.PORT);
  const app = next({ dev, dir: process.cwd(), port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const secure = settings.PUBLIC_URL.startsWith('https:');
  const server = createServer(PATIENCE, (request, response) => {
    completeHeaders(request, response, secure);
    const status = refusal(request);
    if (status !== null) {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end('{"error":"refused"}');
      return;
    }
    void handle(request, response);
  });
  server.maxConnections = MOST_SOCKETS;
  server.on('upgrade', app.getUpgradeHandler());
  server.on('error', (error) => {
    console.error(`Le serveur ne peut pas écouter sur le port ${port}.\nThe server cannot listen on port ${port}: ${error.message}`);
    process.exit(1);
  });
  stopOnSignal(server);
  await new Promise((done) => server.listen(port, done));
  console.log(`Relais répond sur ${settings.PUBLIC_URL} · Relais answers on ${settings.PUBLIC_URL}`);
}

if (process.argv[1] === import.meta.filename) await start(process.argv.slice(2));
