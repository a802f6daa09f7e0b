// One shipper a spool directory: two would overwrite each other's positions. The lock names its process and when that began, for
// after a crash or a reboot the number may belong to somebody else.

import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function lockSpool(directory: string): Promise<() => Promise<void>> {
  const file = path.join(directory, 'lock');
  const own = `${process.pid} ${await beginOf(process.pid)}`;
  for (;;) {
    try {
      await writeFile(file, own, { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const text = await readFile(file, 'utf8').catch(() => '');
    const pid = Number(text.split(' ')[0]);
    if (pid !== process.pid && text === `${pid} ${await beginOf(pid)}` && isAlive(pid)) {
      throw new Error(
        `${directory} is in use by the shipper with process number ${pid}. Give this one another --spool.`,
      );
    }
    await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in the kernel's own count, and during which boot; empty where there is no /proc. */
async function beginOf(pid: number): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ');
    return `${boot.trim()} ${fields?.[19]}`;
  } catch {
    return '';
  }
}
