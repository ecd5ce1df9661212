import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e/app',
  outputDir: 'out/test-results',
  // The app is one window on one display, and what is flaky is broken.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
});
