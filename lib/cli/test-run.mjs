// Runs a test tool and counts. Everything that a run leaves in the temporary directory (databases, browser profiles) is
// put into one directory of its own, so that at the end, however it ended, processes can be found by it and it can go.

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bin, ROOT } from './setup.mjs';

const LIMIT_MS = 10 * 60_000;

/** Makes the directory of a run; `remove` also ends servers that were started in it and left behind. */
export function createRunDirectory() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'plumbline-run-'));
  chmodSync(directory, 0o711); // the embedded server's user passes through
  return { directory, remove: () => removeRunDirectory(directory) };
}

async function removeRunDirectory(directory) {
  for (const entry of readdirSync(directory)) {
    const pidFile = path.join(directory, entry, 'postgres/postmaster.pid');
    if (!existsSync(pidFile)) continue;
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    if (signal(pid, 'SIGINT')) for (let waited = 0; signal(pid, 0) && waited < 10_000; waited += 50) await pause(50);
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

const running = new Set();

/** Ends the tools that run now, with everything that they started. */
export function interruptTests() {
  for (const child of running) signal(-child.pid, 'SIGTERM');
}

/**
 * vitest: unit and database tests, or some of them with an environment of their own.
 * @param {string} directory
 * @param {{ only?: string[], env?: Record<string, string>, limit?: number }} [options] `limit` in milliseconds
 */
export async function runVitest(directory, { only = [], env = {}, limit = LIMIT_MS } = {}) {
  const report = path.join(directory, 'vitest.json');
  rmSync(report, { force: true });
  const args = ['run', ...only, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(bin('vitest', 'vitest'), args, { ...env, TMPDIR: directory }, limit);
  return atLeastOneFailure(code, countVitest(readJson(report)));
}

/** Playwright: the product in a browser. */
export async function runPlaywright(directory, env) {
  const report = path.join(directory, 'playwright.json');
  const args = ['test', '--config=e2e/playwright.config.ts', '--reporter=list,json'];
  const code = await run(bin('@playwright/test', 'playwright'), args, {
    ...env,
    TMPDIR: directory,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    PLAYWRIGHT_FORCE_TTY: '0',
  });
  return atLeastOneFailure(code, countPlaywright(readJson(report)));
}

/** A test file that cannot even be loaded has no tests to count; it counts as one failure. */
export function countVitest(report) {
  if (!report) return { passed: 0, failed: 0 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/** A test that passed at its second try is a pass; errors outside of tests are failures. */
export function countPlaywright(report) {
  if (!report) return { passed: 0, failed: 0 };
  const { expected, flaky, unexpected } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}

// A tool that ends with an error, or ran nothing, has failed, whatever its report says.
function atLeastOneFailure(code, { passed, failed }) {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

function run(script, args, env, limitMs = LIMIT_MS) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env, NODE_ENV: 'test' },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true, // a group of its own, so that all of it can be ended
    });
    running.add(child);
    const limit = setTimeout(() => {
      console.error(`Stopped after ${limitMs / 60_000} minutes.`);
      signal(-child.pid, 'SIGTERM');
      setTimeout(() => signal(-child.pid, 'SIGKILL'), 10_000).unref();
    }, limitMs);
    const ended = (code) => {
      clearTimeout(limit);
      running.delete(child);
      if (child.pid) signal(-child.pid, 'SIGKILL'); // what the tool left of its group
      resolve(code ?? 1);
    };
    child.once('error', () => ended(1));
    child.once('exit', ended);
  });
}

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
