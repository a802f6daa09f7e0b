// Whether the process that wrote a file is still the one with that number. A pid alone is not enough: after a reboot, and
// in containers all the time, the same small numbers come again for other programs.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  pid: number;
  /** When it started, in the system's own notation; null where the system does not tell. */
  started: string | null;
}

export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, started: readStart(pid) };
}

/** True when the process with this number is alive and is the one that was identified. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!pidExists(identity.pid)) return false;
  return identity.started === null || readStart(identity.pid) === identity.started;
}

export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      // Field 22 of stat is the start in clock ticks since boot; the name in field 2 may hold spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return null;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}/${fields[19]}`;
    }
    if (process.platform === 'darwin') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    }
  } catch {
    // The process ended meanwhile, or /proc is closed to us.
  }
  return null;
}
