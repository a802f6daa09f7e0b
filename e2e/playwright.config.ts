import { defineConfig } from '@playwright/test';

// start-plumbline.ts puts the address of the product it started into PLUMBLINE_URL. Set it yourself to test one that runs.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './start-plumbline.ts',
  outputDir: './.output',
  // One product, one database: each spec has a cluster of its own, and looks at nothing that is about all of them.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Limits for what hangs, not for what is slow: two cores are often shared with other work.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.PLUMBLINE_URL,
    browserName: 'chromium',
    // A trace of every test, kept or not, costs a fifth of the time: `--trace retain-on-failure` where one is wanted.
    screenshot: 'only-on-failure',
    timezoneId: 'UTC',
    locale: 'en-GB',
    // What moves is drawn sixty times a second by a core that has no graphics card; where it ends is what is tested.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM_PATH || undefined,
      args: [
        '--disable-background-networking',
        // There is no graphics card, and none has to be played by a process of its own.
        '--disable-gpu',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
});
