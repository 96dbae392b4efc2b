const build = process.env['NEXT_PUBLIC_BUILD'] ?? 'dev';

/** Where the build puts what the public page needs (scripts/service-worker.ts): no framework, and nothing that a service worker keeps. */
export const SEND_PATH = `/sticker/send-${build}.js`;
export const STYLE_PATH = `/sticker/page-${build}.css`;
