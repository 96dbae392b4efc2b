import { defineConfig } from 'vitest/config';

// `server-only` throws unless the react-server condition is asked for; inlined, so that the condition reaches it.
// (`import` must not be named: Node would then apply it to `require` as well, and pg breaks.)
const conditions = ['react-server', 'node'];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    server: { deps: { inline: ['server-only'] } },
    globalSetup: ['./test/shared-setup.ts'],
    // Of two cores vitest would leave one idle; our tests wait for servers, disks and browsers a good part of the time.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    projects: [
      // Next to the files they test: pure, quick, run by `npm run check`.
      { extends: true, test: { name: 'rooms', include: ['{app,domain,sync,server}/**/*.test.{ts,tsx}'] } },
      // What crosses rooms or starts processes: contracts on both databases, the ground.
      { extends: true, test: { name: 'house', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'] } },
    ],
  },
});
