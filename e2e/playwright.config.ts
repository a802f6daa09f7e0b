import { defineConfig } from '@playwright/test';

// start-plumbline.ts puts the address of the product it started into PLUMBLINE_URL. Set it yourself to test one that runs.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './start-plumbline.ts',
  outputDir: './.output',
  // One product, one database: tests that import would see each other's events.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.PLUMBLINE_URL,
    browserName: 'chromium',
    trace: 'retain-on-failure',
    timezoneId: 'UTC',
    locale: 'en-GB',
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM_PATH || undefined,
      args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
});
