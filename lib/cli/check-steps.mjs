// The steps of `npm run check` that look at the source without running it. Each is one line of the result.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bin, ROOT } from './setup.mjs';

const node = (script, ...args) => [process.execPath, [script, ...args]];
const existing = (names) => names.filter((name) => existsSync(path.join(ROOT, name)));

function steps() {
  const biome = bin('@biomejs/biome', 'biome');
  const next = bin('next', 'next');
  const sources = existing(['app', 'bench', 'components', 'e2e', 'lib', 'next.config.ts', 'prisma.config.ts']);
  return [
    // The slow ones first, for they run side by side.
    { name: 'dead code', commands: [node(bin('knip', 'knip'), '--no-progress', '--no-config-hints')] },
    { name: 'boundaries', commands: [node(bin('dependency-cruiser', 'depcruise'), ...sources)] },
    // Next writes the types of the routes, which the pages use.
    { name: 'types', commands: [node(next, 'typegen'), node(bin('@typescript/native', 'tsc'), '--noEmit')] },
    { name: 'lint', commands: [node(biome, 'check', '--formatter-enabled=false', '--error-on-warnings')] },
    { name: 'format', commands: [node(biome, 'format')] },
  ];
}

/** Names of the steps, for whoever has to count them without being able to run them. */
export const STEP_NAMES = ['dead code', 'boundaries', 'types', 'lint', 'format'];

/** Runs all steps, as many at once as there are cores; prints one line each and what a failed one said. */
export async function runCheckSteps({ log, runCommand = runQuietly }) {
  const waiting = steps();
  const results = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step, runCommand, log));
  };
  await Promise.all(Array.from({ length: Math.min(4, os.availableParallelism()) }, lane));
  return { passed: results.filter((ok) => ok).length, failed: results.filter((ok) => !ok).length };
}

async function runStep({ name, commands }, runCommand, log) {
  const begun = performance.now();
  let output = '';
  let ok = true;
  for (const [command, args] of commands) {
    const result = await runCommand(command, args);
    output = result.output;
    ok = result.code === 0;
    if (!ok) break;
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  log(`${ok ? '✓' : '✗'} ${name.padEnd(12)} ${seconds.padStart(5)} s\n`);
  if (!ok) log(`${output.trim().replace(/^/gm, '    ')}\n`);
  return ok;
}

function runQuietly(command, args) {
  return new Promise((resolve) => {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ code: 1, output: `${command} cannot be run: ${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
