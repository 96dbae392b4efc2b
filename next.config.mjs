/** The addresses of the field app: one static shell, which reads the path itself (ARCHITECTURE.md). */
const FIELD = [
  '/tickets',
  '/tickets/:id',
  '/a/:code',
  '/A/:code',
  '/scan',
  '/stick',
  '/new',
  '/outbox',
  '/rooms',
  '/rooms/:id',
  '/rounds/:id',
  '/assets/:id',
  '/me',
  '/alerts',
  '/sites',
  '/rights',
  '/how',
  '/down',
  '/trial',
  '/account',
];

/** Any asset of the register at the desk: one page too. */
const ASSET = '/admin/register/:id([0-9a-f]{8}-[0-9a-f-]{27})';

/** A sticker's address without a session: the public page, which offers to sign in. The names are those of server/session/cookie.ts. */
const NO_SESSION = ['relais.session', '__Host-relais.session'].map((key) => ({ type: 'cookie', key }));
const PUBLIC = ['/a/:code', '/A/:code'].map((source) => ({ source, missing: NO_SESSION, destination: '/p/:code' }));

// The content security policy is not here: see scripts/policy.ts and scripts/answer-headers.mjs.
const SECURITY = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Reporting-Endpoints', value: 'csp="/api/csp"' },
];

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.BUILD_DIR || '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // `npm run check` and `npm test` run the compiler over everything; whoever builds to use the thing does not wait for it.
  typescript: { ignoreBuildErrors: true },
  generateBuildId: () => process.env.NEXT_PUBLIC_BUILD ?? null,
  env: {
    NEXT_PUBLIC_BUILD: process.env.NEXT_PUBLIC_BUILD ?? 'dev',
  },
  // It reads files of its own folder.
  serverExternalPackages: ['pdfkit'],
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
  rewrites: async () => [
    ...PUBLIC,
    ...FIELD.map((source) => ({ source, destination: '/' })),
    { source: ASSET, destination: '/admin/register/asset' },
  ],
  headers: async () => [
    { source: '/:path*', headers: SECURITY },
    { source: '/sw.js', headers: [{ key: 'Cache-Control', value: 'no-cache' }] },
    { source: '/sticker/:file', headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] },
    { source: '/zxing/:file', headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] },
  ],
};
