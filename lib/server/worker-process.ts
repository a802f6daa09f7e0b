// The import worker: kept running while the server runs, started again when it dies (after 1, 2, 4 … 30 s).

import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { spawnProductChild, stopProductChild } from './product-child';

const LONGEST_PAUSE_MS = 30_000;
// A worker that lived this long had no trouble at its start; the pauses begin anew.
const HEALTHY_MS = 60_000;

export function startWorker(
  database: { url: string; ownerUrl: string },
  script = '.build/worker.mjs',
): { stop(): Promise<void> } {
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let pause = 1000;

  if (existsSync(script)) run();
  return { stop };

  function run(): void {
    const begun = Date.now();
    child = spawnProductChild(script, database);
    child.once('exit', (code, signal) => {
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
    await stopProductChild(child);
  }
}
