// A Chromium for the end-to-end tests: the one that is named, the system's, Playwright's own download, Debian's package.
// Each candidate counts only when Playwright can really start it: on some systems `chromium` is a stub that asks for snap.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bin, ROOT } from './setup.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Root has no sandbox to use, and tests need no talk with the makers' servers. */
const INSTALL_LIMIT_MS = 5 * 60_000;

/** Answers with the path of a Chromium that works, '' for Playwright's own; undefined when there is none to be had. */
export function findChromium(log) {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (named) {
    if (starts(named)) return named;
    log(`PLAYWRIGHT_CHROMIUM_PATH is ${named}, which does not start; looking for another Chromium.\n`);
  }
  const present = [...onPath(), ''].find(starts);
  if (present !== undefined) return present;
  log('Downloading Chromium …\n');
  spawnSync(process.execPath, [bin('@playwright/test', 'playwright'), 'install', 'chromium'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: INSTALL_LIMIT_MS,
  });
  if (starts('')) return '';
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    log('Installing the chromium package …\n');
    const options = { stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_LIMIT_MS };
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-q'], { ...options, env });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { ...options, env });
  }
  return onPath().find(starts);
}

function onPath() {
  const directories = (process.env.PATH ?? '').split(path.delimiter);
  return NAMES.flatMap((name) => directories.map((directory) => path.join(directory, name))).filter((file) =>
    existsSync(file),
  );
}

function isThere(command) {
  return !spawnSync(command, ['--version'], { stdio: 'ignore' }).error;
}

// In a process of its own: Playwright's modules are big, and a browser that hangs must not hang the tests.
function starts(executablePath) {
  const script = `
    const { chromium } = await import('@playwright/test');
    const executablePath = process.argv[1] || undefined;
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
    await (await browser.newPage()).goto('about:blank');
    await browser.close();`;
  const args = ['--input-type=module', '-e', script, executablePath];
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore', timeout: 60_000 }).status === 0;
}
