/** Bundles sync/worker.ts into public/sw.js, with the list of everything that opens offline. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { injectManifest } from 'workbox-build';
import { WASM_PATH, WASM_SOURCE } from '#app/scan/wasm.ts';
import { filesUnder } from './files.ts';

/** The prerendered pages that open with no network. */
const OFFLINE_PAGES = ['/', '/signin'];

/** An element that only html5-qrcode makes: its chunk serves phones without WebAssembly, who fetch it when they scan. */
const FALLBACK_SCANNER = 'qr-shaded-region';

const FOR_BROWSERS = { bundle: true, minify: true, target: ['chrome111', 'safari16.4', 'firefox114'], logLevel: 'warning' } satisfies BuildOptions;

function replaced(buildId: string): Record<string, string> {
  return { 'process.env.NODE_ENV': '"production"', 'process.env.NEXT_PUBLIC_BUILD': JSON.stringify(buildId) };
}

/** Puts the scanner's worker and its WebAssembly where the scanner asks for them (app/scan/wasm.ts). */
export async function buildScanner(buildId: string): Promise<void> {
  rmSync('public/zxing', { recursive: true, force: true });
  mkdirSync('public/zxing', { recursive: true });
  cpSync(createRequire(import.meta.url).resolve(WASM_SOURCE), `public${WASM_PATH}`);
  await build({
    ...FOR_BROWSERS,
    entryPoints: ['app/scan/worker.ts'],
    outfile: `public/zxing/worker-${buildId}.js`,
    format: 'esm',
    define: replaced(buildId),
  });
}

/** What the public page of a sticker needs (app/p/_page/paths.ts): some kilobytes, apart from the app. */
export async function buildPublicPage(buildId: string): Promise<void> {
  rmSync('public/sticker', { recursive: true, force: true });
  await build({
    ...FOR_BROWSERS,
    entryPoints: { [`send-${buildId}`]: 'app/p/_page/send.ts', [`page-${buildId}`]: 'app/p/_page/page.css' },
    outdir: 'public/sticker',
    format: 'iife',
    define: replaced(buildId),
    loader: { '.woff2': 'file' },
    assetNames: '[name]-[hash]',
    publicPath: '/sticker',
  });
}

/** A page's entry: its revision is what the server sends, policy included. */
function pageEntry(buildDir: string, path: string): { url: string; revision: string } | undefined {
  const base = join(buildDir, 'server/app', path === '/' ? 'index' : path);
  if (!existsSync(`${base}.html`)) return undefined;
  const hash = createHash('sha256')
    .update(readFileSync(`${base}.html`))
    .update(readFileSync(`${base}.meta`));
  return { url: path, revision: hash.digest('hex').slice(0, 32) };
}

/**
 * Writes public/sw.js. The pages must have their policies already.
 * @param buildId what the worker reads as NEXT_PUBLIC_BUILD
 * @returns how many addresses it holds, and their size in bytes
 */
export async function buildServiceWorker(buildDir: string, buildId: string): Promise<{ count: number; size: number }> {
  const bundle = join(buildDir, 'sw-bundle.js');
  await build({
    ...FOR_BROWSERS,
    entryPoints: ['sync/worker.ts'],
    outfile: bundle,
    format: 'iife',
    define: replaced(buildId),
  });
  const statics = `${buildDir}/static`;
  const fallback = filesUnder(statics, /\.js$/).filter((file) => readFileSync(file, 'utf8').includes(FALLBACK_SCANNER));
  const { count, size, warnings } = await injectManifest({
    swSrc: bundle,
    swDest: 'public/sw.js',
    globDirectory: '.',
    globPatterns: [`${statics}/**/*.{js,css,woff2}`, 'public/zxing/*', ...(existsSync('public/icons') ? ['public/icons/**/*.{png,svg}'] : [])],
    globIgnores: fallback,
    modifyURLPrefix: { [`${statics}/`]: '/_next/static/', 'public/': '/' },
    dontCacheBustURLsMatching: /^\/(_next\/static|zxing)\//,
    maximumFileSizeToCacheInBytes: 5_000_000,
    additionalManifestEntries: OFFLINE_PAGES.flatMap((path) => pageEntry(buildDir, path) ?? []),
  });
  rmSync(bundle);
  if (warnings.length > 0) throw new Error(`service worker: ${warnings.join('; ')}`);
  return { count, size };
}
