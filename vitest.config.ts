import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{app,bench,components,e2e,lib,prisma}/**/*.test.{ts,tsx}'],
    exclude: ['node_modules', '.next', 'lib/db/generated'],
    globalSetup: ['lib/db/test-server.ts', 'lib/cli/test-programs.ts'],
    // A worker goes on from file to file, and the set-up gives each file modules, an environment and data of its own. Where a
    // test fails after another file only, `npx vitest run --isolate` gives each a process.
    isolate: false,
    setupFiles: ['lib/cli/test-file-setup.ts'],
    // Databases are created and servers started in hooks; two cores are often shared with other work.
    testTimeout: 20_000,
    // By default one core would be left over for an editor that watches.
    maxWorkers: 2,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
