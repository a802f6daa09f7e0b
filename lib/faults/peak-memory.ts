/** The most memory that a process had so far, in MiB; null where the system does not say, or the process is gone. */
import { readFileSync } from 'node:fs';

export function peakMemory(pid: number | undefined): number | null {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}
