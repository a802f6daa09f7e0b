/**
 * Uploads wait on disk as <PLUMBLINE_DATA>/uploads/<uuid>: written here as they arrive, a chunk at a time, read and deleted
 * by the import worker. The name is ours; nothing that the client sends becomes part of a path.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getEnv } from '@/lib/env';

/** No room for the upload where PLUMBLINE_DATA is. */
export class DiskFullError extends Error {
  override name = 'DiskFullError';
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

export async function newSpoolPath(): Promise<string> {
  const directory = path.join(getEnv().PLUMBLINE_DATA, 'uploads');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return path.join(directory, randomUUID());
}

/** Writes the body as it comes, at the disk's pace. `onBytes` hears the size so far. Throws DiskFullError. */
export async function writeSpoolFile(
  spoolPath: string,
  body: AsyncIterable<Uint8Array>,
  onBytes: (total: number) => void,
  signal: AbortSignal,
): Promise<number> {
  let total = 0;
  async function* counted() {
    for await (const chunk of body) {
      total += chunk.byteLength;
      yield chunk;
      onBytes(total);
    }
  }
  try {
    await pipeline(counted, createWriteStream(spoolPath, { mode: 0o600, highWaterMark: 1 << 20 }), { signal });
  } catch (error) {
    if (error instanceof Error && 'code' in error && NO_ROOM.has(String(error.code))) {
      throw new DiskFullError(
        `The disk is full where Plumbline keeps uploads (${path.dirname(spoolPath)}): ${total.toLocaleString('en-US')} bytes had arrived. ` +
          'Make room there or set PLUMBLINE_DATA to a larger disk, then drop the file again.',
        { cause: error },
      );
    }
    throw error;
  }
  return total;
}

export async function removeSpoolFile(spoolPath: string | null): Promise<void> {
  if (spoolPath !== null) await rm(spoolPath, { force: true });
}
