// A lock between processes as a file that names its holder. The holder's death frees it: whoever finds a lock whose
// process is gone takes it over, so a run ended by `kill -9` never has to be cleaned up by hand.

import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity';

const POLL_MS = 50;
const GIVE_UP_MS = 10 * 60_000;

/** Runs `work` while holding the lock file; waits for a living holder, at most ten minutes. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const own = JSON.stringify(identifyProcess(process.pid));
  const deadline = Date.now() + GIVE_UP_MS;
  while (!(await tryTake(file, own))) {
    const holder = await readHolder(file);
    if (holder && !isAlive(holder.identity)) await removeStale(file, holder.text);
    else if (Date.now() > deadline) throw new Error(describeWait(file, holder?.identity.pid));
    else await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

// The lock appears with its content in one step: written aside, then linked, which fails when the name is taken.
async function tryTake(file: string, content: string): Promise<boolean> {
  const aside = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(aside, content, { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readHolder(file: string): Promise<{ text: string; identity: ProcessIdentity } | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    return { text, identity: JSON.parse(text) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

// Two waiters may both find the same dead holder. The second must not remove the lock that the first has taken since:
// move it aside, look at what was moved, and put it back if it is not the dead one.
async function removeStale(file: string, staleText: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== staleText) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

function describeWait(file: string, pid: number | undefined): string {
  return `Process ${pid ?? '?'} has held ${file} for ten minutes. End that process, or remove the file if it is not Plumbline's.`;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
