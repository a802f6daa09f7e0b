// npm run check: everything that can be said about the source without a browser.

import { runCheckSteps } from './check-steps.mjs';
import { SetupError, setUp } from './setup.mjs';
import { createRunDirectory, interruptTests, runVitest } from './test-run.mjs';

const log = (text) => process.stdout.write(text);
process.on('SIGINT', interruptTests).on('SIGTERM', interruptTests);

try {
  await setUp({ build: false });
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
const steps = await runCheckSteps({ log });
const run = createRunDirectory();
const tests = await runVitest(run.directory).finally(run.remove);
log(`${steps.passed + tests.passed} passed, ${steps.failed + tests.failed} failed\n`);
process.exitCode = steps.failed + tests.failed > 0 ? 1 : 0;
