// npm test: from a bare clone to one number. Set-up, check, build, and the built product in a real browser. The last line is
// `N passed, N failed`: unit, database and browser tests, and each step of the check. What could not run has failed.

import { runCheckSteps, STEP_NAMES } from './check-steps.mjs';
import { findChromium } from './find-chromium.mjs';
import { interruptSetUp, ROOT, setUp } from './setup.mjs';
import { createRunDirectory, interruptTests, runPlaywright, runVitest } from './test-run.mjs';

process.chdir(ROOT);
const log = (text) => process.stdout.write(text);
const begun = performance.now();
const total = { passed: 0, failed: 0 };
let interrupted = false;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    interrupted = true;
    interruptSetUp();
    interruptTests();
  });
}

const run = createRunDirectory();
try {
  if (await part('Set-up', () => setUp({ build: false }), STEP_NAMES.length + 2)) {
    await part('Check', async () => count(await runCheckSteps({ log })), STEP_NAMES.length);
    await part('Unit and database tests', async () => count(await runVitest(run.directory)));
    if (await part('Build', () => setUp())) {
      await part('End-to-end tests', async () => {
        const chromium = findChromium(log);
        if (chromium === undefined)
          throw new Error('There is no Chromium. Install one, or set PLAYWRIGHT_CHROMIUM_PATH to it.');
        count(await runPlaywright(run.directory, { PLAYWRIGHT_CHROMIUM_PATH: chromium }));
      });
    }
  }
} finally {
  await run.remove();
}
if (interrupted) total.failed += 1;
log(`\nTook ${((performance.now() - begun) / 1000).toFixed(0)} s.\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

function count({ passed, failed }) {
  total.passed += passed;
  total.failed += failed;
}

// `worth` is how many failures it is when the part cannot run at all.
async function part(title, work, worth = 1) {
  if (interrupted) return false;
  log(`\n── ${title}\n`);
  try {
    await work();
    return true;
  } catch (error) {
    log(`${error.message}\n`);
    total.failed += worth;
    return false;
  }
}
