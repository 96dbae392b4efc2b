/** The release of zxing-wasm whose reader is served; a test holds it equal to the package's own. */
export const ZXING_VERSION = '3.1.4';

/** Where the page asks for the decoder: ours, never a CDN. The version in the name lets it be cached for ever. */
export const WASM_PATH = `/zxing/zxing_reader-${ZXING_VERSION}.wasm`;

/** What the build copies there (`import.meta.resolve` or `require.resolve` of this name gives the file). */
export const WASM_SOURCE = 'zxing-wasm/reader/zxing_reader.wasm';

/**
 * The decoder's worker, bundled by the build (scripts/service-worker.ts). Not by Next: its own bundles of workers read their settings from
 * the fragment of their address, which is lost where a service worker answers, so that nothing would scan offline.
 */
export const WORKER_PATH = `/zxing/worker-${process.env['NEXT_PUBLIC_BUILD'] ?? 'dev'}.js`;
