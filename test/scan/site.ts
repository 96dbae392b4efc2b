import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WASM_PATH, WASM_SOURCE, WORKER_PATH } from '#app/scan/wasm.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The policy of the product's pages, as far as the scanner meets it: what runs here runs there. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; media-src 'self' blob:";

/** Serves a page with these entry points (project paths), the scanner's worker and its wasm on 127.0.0.1. `files` answers other paths. */
export async function serveScanner(
  entry: string,
  files: Record<string, string> = {},
): Promise<{ url: string; requests: string[]; close: () => Promise<void> }> {
  const bundle = await build({
    absWorkingDir: ROOT,
    entryPoints: { page: entry, worker: 'app/scan/worker.ts' },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.NEXT_PUBLIC_BUILD': 'undefined' },
    logLevel: 'error',
  });
  const scripts = new Map(bundle.outputFiles.map((file) => [file.path, Buffer.from(file.contents)]));
  const wasm = await readFile(fileURLToPath(import.meta.resolve(WASM_SOURCE)));
  const css = await readFile(`${ROOT}app/scan/scan.css`);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    requests.push(path);
    const send = (type: string, body: Buffer | string) =>
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
    // The worker names what it shares with the page from where it stands.
    const script = scripts.get(path === WORKER_PATH ? '/worker.js' : path.replace(/^\/zxing\/(?=chunk-)/, '/'));
    const file = files[path];
    if (path === '/')
      send(
        'text/html; charset=utf-8',
        '<!doctype html><meta charset="utf-8"><title>scan</title><link rel="stylesheet" href="/scan.css"><script type="module" src="/page.js"></script>',
      );
    else if (script) send('text/javascript', script);
    else if (path === WASM_PATH) send('application/wasm', wasm);
    else if (path === '/scan.css') send('text/css', css);
    else if (file)
      readFile(file).then(
        (body) => send('application/octet-stream', body),
        () => response.writeHead(404).end(),
      );
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
