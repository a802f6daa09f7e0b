// A process of the product beside the web server, so that heavy work never holds up a page: at a lower priority, on the same
// database, and never outliving us, even when we are killed: see lib/cli/end-with-parent.mjs.

import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';

const NICENESS = 10;
const STOP_LIMIT_MS = 15_000;

/** Starts a program of the product; `script` is its bundle (see lib/cli/bundle.mjs), relative to the project. */
export function spawnProductChild(script: string, database: { url: string; ownerUrl: string }): ChildProcess {
  const child = spawn(process.execPath, ['--import', './lib/cli/end-with-parent.mjs', script], {
    env: { ...process.env, DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true, // Ctrl-C reaches it through us, after the pages are closed
  });
  child.once('error', (error) => console.error(`${script} cannot be started: ${error.message}.`));
  try {
    if (child.pid) os.setPriority(child.pid, NICENESS);
  } catch {
    // Not allowed here; it works at the usual priority.
  }
  return child;
}

/** Asks the process to end (SIGTERM) and waits; one that does not listen is killed after 15 seconds. */
export async function stopProductChild(child: ChildProcess | undefined): Promise<void> {
  if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
  clearTimeout(kill);
}
