// Starting and stopping the embedded server's process. It runs detached from us: Ctrl-C in a terminal goes to every
// process of the foreground group, and PostgreSQL would then cut off an import that is just being ended in good order.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { programPath } from './postgres-binaries';
import type { Launcher } from './postgres-launcher';
import { type PostgresSettings, postgresSettings } from './postgres-settings';
import { pidExists } from './process-identity';

const ATTEMPTS = 8;
const READY_POLL_MS = 40;
// After a power cut the server replays up to max_wal_size before it answers.
const READY_LIMIT_MS = 15 * 60_000;
const STOP_LIMIT_MS = 120_000;

export interface StartOptions {
  launcher: Launcher;
  directory: string;
  logFile: string;
  settings: PostgresSettings;
  /** The address to try, for a port. */
  url(port: number): string;
  notice(text: string): void;
}

/** Starts the server and waits until it answers. Gets another port, or rid of a dead run's leftovers, and tries again. */
export async function startPostgres(options: StartOptions): Promise<{ pid: number; port: number }> {
  removeStalePidFile(options.directory);
  let output = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = await findFreePort();
    const started = await tryStart(options, port);
    if ('pid' in started) return { pid: started.pid, port };
    output = started.output;
    if (isLeftover(output)) {
      // A postmaster ended by `kill -9` leaves its children for a moment; they hold the shared memory.
      endLeftovers(options.directory, attempt > 2 ? 'SIGKILL' : 'SIGQUIT');
      await sleep(250 * attempt);
    } else if (!/could not (bind|create any TCP)/.test(output)) break;
  }
  throw new Error(`PostgreSQL did not start. It says:\n${indent(output)}\nThe whole log is ${options.logFile}.`);
}

async function tryStart(options: StartOptions, port: number): Promise<{ pid: number } | { output: string }> {
  const { launcher, directory, logFile } = options;
  const settings = { ...postgresSettings(port), ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const {
    file,
    args,
    options: identity,
  } = launcher.command(programPath(launcher.installation, 'postgres'), ['-D', directory, ...flags]);
  const log = openSync(logFile, 'a+', 0o600);
  const logStart = fstatSync(log).size;
  try {
    const child = spawn(file, args, {
      ...identity,
      cwd: path.parse(directory).root,
      detached: true,
      stdio: ['ignore', log, log],
      env: postgresEnvironment(),
    });
    const ready = await waitUntilReady(child, options.url(port), options.notice);
    if (ready && child.pid) {
      child.unref();
      return { pid: child.pid };
    }
    return { output: readFrom(log, logStart) };
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(child: ChildProcess, url: string, notice: (text: string) => void): Promise<boolean> {
  let ended = false;
  child.once('error', () => {
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  const begun = Date.now();
  let noticed = false;
  while (!ended && Date.now() - begun < READY_LIMIT_MS) {
    if (await answers(url)) return true;
    if (!noticed && Date.now() - begun > 5000) {
      notice('PostgreSQL is recovering from a run that was cut off; this can take some minutes.');
      noticed = true;
    }
    await sleep(READY_POLL_MS);
  }
  if (!ended) child.kill('SIGINT');
  return false;
}

/** True when a server answers at this address and lets us in. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Fast shutdown: sessions are ended, a checkpoint is written, nothing needs recovery at the next start. */
export async function stopPostgres(launcher: Launcher, directory: string, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(programPath(launcher.installation, 'pg_ctl'), ['stop', '-D', directory, '-m', 'fast', '-w']);
    return;
  }
  signal(pid, 'SIGINT');
  const deadline = Date.now() + STOP_LIMIT_MS;
  while (pidExists(pid) && Date.now() < deadline) await sleep(20);
  if (pidExists(pid)) throw new Error(`PostgreSQL (process ${pid}) did not stop within ${STOP_LIMIT_MS / 1000} s.`);
}

/** The server that runs on this directory, by the file that it keeps itself; undefined when there is none. */
export function findPostmaster(directory: string): { pid: number; port: number } | undefined {
  const [pid, , , port] = readPidFile(directory);
  if (!pid || !port || !isPostmasterOf(pid, directory)) return undefined;
  return { pid, port };
}

// postmaster.pid: pid, directory, start time, port, …; the port comes some milliseconds after the pid.
function readPidFile(directory: string): (number | undefined)[] {
  try {
    const lines = readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n');
    return lines.map((line) => Number.parseInt(line, 10) || undefined);
  } catch {
    return [];
  }
}

// PostgreSQL refuses to start while the pid of a stale file exists, whatever program has that number by now.
function removeStalePidFile(directory: string): void {
  const [pid] = readPidFile(directory);
  if (pid && !isPostmasterOf(pid, directory)) rmSync(path.join(directory, 'postmaster.pid'), { force: true });
}

function isPostmasterOf(pid: number, directory: string): boolean {
  if (!pidExists(pid)) return false;
  if (process.platform !== 'linux') return true;
  return workingDirectory(pid) === directory;
}

// Every process of a server has the server's directory as its working directory.
function workingDirectory(pid: number | string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function isLeftover(output: string): boolean {
  return /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(output);
}

function endLeftovers(directory: string, signalName: NodeJS.Signals): void {
  if (process.platform !== 'linux') return;
  for (const pid of readdirSync('/proc')) {
    if (/^\d+$/.test(pid) && workingDirectory(pid) === directory && isPostgresProgram(pid)) {
      signal(Number(pid), signalName);
    }
  }
}

function isPostgresProgram(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

// PG* variables of the person's shell (PGDATA, PGPORT, PGOPTIONS) are meant for another server.
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...(Object.fromEntries(own) as NodeJS.ProcessEnv), LC_ALL: 'C', TZ: 'UTC' };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function readFrom(file: number, start: number): string {
  const buffer = Buffer.alloc(8192);
  const length = readSync(file, buffer, 0, buffer.length, start);
  return buffer.toString('utf8', 0, length).trim();
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
