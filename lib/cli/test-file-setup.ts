// vitest runs this before each test file. A worker goes on from file to file (a process for each would cost a second of CPU
// every time), so here each begins as if it were the first: modules of its own, the environment as it was, nothing of ours on
// globalThis, and a data directory of its own, so that no test writes into the project.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, vi } from 'vitest';

vi.resetModules();

const environment = process.env;
const usual = { ...environment };
const globals = new Set(ownSymbols());
const data = mkdtempSync(path.join(os.tmpdir(), 'plumbline-file-'));
chmodSync(data, 0o711); // the embedded server's user passes through
environment.PLUMBLINE_DATA = data;

// Hooks run from the inside out: this is the last one of a file.
afterAll(() => {
  vi.useRealTimers();
  process.env = environment;
  for (const name of Object.keys(environment)) if (!(name in usual)) delete environment[name];
  Object.assign(environment, usual);
  for (const symbol of ownSymbols()) if (!globals.has(symbol)) Reflect.deleteProperty(globalThis, symbol);
  rmSync(data, { recursive: true, force: true });
});

function ownSymbols(): symbol[] {
  return Object.getOwnPropertySymbols(globalThis).filter((symbol) => symbol.description?.startsWith('plumbline.'));
}
