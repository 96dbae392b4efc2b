import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from '#test/chromium.ts';

// Each test starts the servers and the browsers that it needs (test/e2e/harness): some stop them, kill them, or run two builds.
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/harness/setup.ts',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  retries: process.env['CI'] ? 1 : 0,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list']],
  use: { locale: 'fr-FR', timezoneId: 'Europe/Paris', launchOptions: chromiumLaunch(), screenshot: 'only-on-failure', trace: 'off' },
});
