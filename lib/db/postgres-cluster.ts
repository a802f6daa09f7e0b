// Creates the embedded server's directory. initdb works under another name, which becomes the real one when all is
// written: a run that is cut off half-way never leaves a directory that looks complete.

import { execFile } from 'node:child_process';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { programPath } from './postgres-binaries';
import { giveTo, type Launcher } from './postgres-launcher';
import { postgresEnvironment } from './postgres-process';
import { SUPERUSER } from './postgres-record';

const run = promisify(execFile);

export async function createCluster(launcher: Launcher, directory: string, password: string): Promise<void> {
  const partial = `${directory}.new`;
  const passwordFile = `${directory}.pw`;
  await rm(partial, { recursive: true, force: true });
  try {
    await mkdir(partial, { mode: 0o700 });
    giveTo(launcher, partial);
    await writeFile(passwordFile, password, { mode: 0o600 });
    giveTo(launcher, passwordFile);
    const { file, args, options } = launcher.command(programPath(launcher.installation, 'initdb'), [
      `--pgdata=${partial}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
    ]);
    await run(file, args, { ...options, cwd: path.parse(directory).root, env: postgresEnvironment() });
    await chmod(partial, 0o700);
    await rename(partial, directory);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(
      `The database could not be created in ${path.dirname(directory)}: ${said}. ` +
        'Check that there is room on the disk and that the directory is on a local file system.',
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(partial, { recursive: true, force: true });
  }
}
