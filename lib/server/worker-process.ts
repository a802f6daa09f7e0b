// The import worker is a process of its own: parsing a large log then never holds up a page. It runs at a lower priority,
// is started again when it dies (after 1, 2, 4 … 30 s), and ends when we do, even when we are killed: see
// lib/cli/end-with-parent.mjs.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';

const NICENESS = 10;
const LONGEST_PAUSE_MS = 30_000;
// A worker that lived this long had no trouble at its start; the pauses begin anew.
const HEALTHY_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

export interface WorkerProcess {
  /** Asks the worker to end (SIGTERM) and waits; a worker that does not listen is killed after 15 seconds. */
  stop(): Promise<void>;
}

export function startWorker(databaseUrl: string, script = 'lib/cli/worker.ts'): WorkerProcess {
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let pause = 1000;

  if (existsSync(script)) run();
  return { stop };

  function run(): void {
    const begun = Date.now();
    child = spawn(process.execPath, ['--import', './lib/cli/end-with-parent.mjs', '--import', 'tsx', script], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true, // Ctrl-C reaches it through us, after the pages are closed
    });
    lowerPriority(child.pid);
    child.once('error', (error) => console.error(`The import worker cannot be started: ${error.message}.`));
    child.once('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      if (Date.now() - begun > HEALTHY_MS) pause = 1000;
      console.error(
        `The import worker ended (${signal ?? `exit code ${code}`}); it starts again in ${pause / 1000} s.`,
      );
      restart = setTimeout(run, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearTimeout(restart);
    const running = child;
    if (!running) return;
    const kill = setTimeout(() => running.kill('SIGKILL'), STOP_LIMIT_MS);
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGTERM');
    });
    clearTimeout(kill);
  }
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid) os.setPriority(pid, NICENESS);
  } catch {
    // Not allowed here; it works at the usual priority.
  }
}
