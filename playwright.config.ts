import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from '#test/chromium.ts';

// Each test starts the servers that it needs (test/server.ts): some stop them, kill them, or run two builds.
export default defineConfig({
  testDir: 'test/e2e',
  timeout: 90_000,
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  use: { locale: 'fr-FR', timezoneId: 'Europe/Paris', launchOptions: chromiumLaunch(), trace: 'retain-on-failure' },
});
