// npm start: sets up what is missing, then serves. Plain JavaScript: on a bare clone there is nothing else yet.

import { pathToFileURL } from 'node:url';
import { interruptSetUp, ROOT, SetupError, setUp } from './setup.mjs';

process.chdir(ROOT);
endWithNpm();

const interrupted = () => {
  interruptSetUp();
  process.exit(0);
};
process.on('SIGINT', interrupted).on('SIGTERM', interrupted);

try {
  await setUp();
} catch (error) {
  console.error(`\n${error instanceof SetupError ? error.message : error.stack}`);
  process.exit(1);
}

process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
process.env.NODE_ENV = 'production';
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(`${ROOT}/lib/cli/serve.ts`).href);

// npm passes SIGTERM on to the shell between us, and some shells do not pass it on to us. So when npm is gone, we go.
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
