/**
 * A secret key of this installation, kept as a file that only its owner reads. Made at its first use. Several processes may
 * ask for the same key at the same moment (web server, worker, command line): the file appears whole or not at all, and
 * whoever comes second reads what the first one made.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

export const KEY_BYTES = 32;

/** The key file cannot be used; the message says which file, what was found and what to do. */
export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

/** The key in that file; 32 random bytes are put there first where there is none. */
export async function readOrMakeKey(file: string): Promise<Buffer> {
  try {
    return await readKey(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await makeKey(file);
  return readKey(file);
}

/** The key in a file that somebody else provides. Throws KeyFileError where it is too short, ENOENT's own error where it is absent. */
export async function readKey(file: string): Promise<Buffer> {
  const key = await readFile(file);
  if (key.length < KEY_BYTES)
    throw new KeyFileError(
      `The key file ${file} holds ${key.length} bytes: expected at least ${KEY_BYTES} random ones. ` +
        'Put the right file back from a backup; a new key would not belong to what was written with the old one.',
    );
  return key;
}

/** A hard link fails where the name is taken, unlike a rename: a key that is in use is never replaced. */
async function makeKey(file: string): Promise<void> {
  const directory = path.dirname(file);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const fresh = path.join(directory, `.new-${randomUUID()}`);
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(randomBytes(KEY_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(fresh, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { force: true });
  }
  await syncDirectory(directory);
}

/** Without this the name of a file that is safely on disk may be lost with the power. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
