// <data>/serve.json says which process serves a data directory and where, so that a second start can tell the person
// instead of failing on a port or sharing the upload directory. A record whose process is gone counts for nothing.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { withFileLock } from '@/lib/db/file-lock';
import { identifyProcess, isAlive } from '@/lib/db/process-identity';

const record = z.object({
  pid: z.int(),
  started: z.string().nullable(),
  user: z.string(),
  address: z.string(),
  since: z.string(),
});

export class AlreadyRunning extends Error {
  override name = 'AlreadyRunning';
}

/** Records this process as the one that serves `data`; answers with the function that takes the record back. */
export async function claimDataDirectory(data: string, address: string): Promise<() => Promise<void>> {
  const file = path.join(data, 'serve.json');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await withFileLock(path.join(data, 'serve.lock'), async () => {
    const other = await readRunning(file);
    if (other) {
      throw new AlreadyRunning(
        `Plumbline already runs on ${data}: process ${other.pid} of user ${other.user}, since ${other.since}, at ${other.address}. ` +
          'Open that address, or stop that process first, or give this one its own place: PLUMBLINE_DATA=.plumbline-2 PORT=3001 npm start',
      );
    }
    const own = { ...identifyProcess(process.pid), user: userName(), address, since: new Date().toISOString() };
    await writeFile(file, `${JSON.stringify(own, null, 2)}\n`, { mode: 0o600 });
  });
  return () => rm(file, { force: true });
}

async function readRunning(file: string): Promise<z.infer<typeof record> | undefined> {
  try {
    const found = record.parse(JSON.parse(await readFile(file, 'utf8')));
    return isAlive(found) ? found : undefined;
  } catch {
    return undefined; // none, or cut off while it was written
  }
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return String(process.getuid?.()); // a uid without a name, as in containers
  }
}
