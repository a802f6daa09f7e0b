// An open log file, read by byte position. A compressed one is read as what it was before: positions mean the same in both, so
// a file that was compressed half-way through is continued where it was left.

import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { HEAD_BYTES } from './file-head';

export type LogFile = {
  readonly device: string;
  readonly inode: string;
  readonly compressed: boolean;
  /** Why a compressed file ends before its end; what can be read of it is read all the same. */
  readonly failure: Error | null;
  modifiedMs(): Promise<number>;
  /** Bytes now; of a compressed file those of its content, modulo 4 GiB. */
  size(): Promise<number>;
  /** Fills the buffer from the position on as far as the file goes; tells how many bytes there were. */
  read(buffer: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
};

export async function openLogFile(name: string): Promise<LogFile | null> {
  const handle = await open(name, 'r');
  try {
    const info = await handle.stat({ bigint: true });
    if (!info.isFile()) {
      await handle.close();
      return null;
    }
    const magic = Buffer.alloc(2);
    await handle.read(magic, 0, 2, 0);
    const compressed = magic[0] === 0x1f && magic[1] === 0x8b;
    const identity = { device: String(info.dev), inode: String(info.ino), compressed };
    return Object.assign(compressed ? gzipReader(handle) : plainReader(handle), identity);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The first bytes of a file. */
export async function readHead(file: LogFile): Promise<Buffer> {
  const buffer = Buffer.alloc(HEAD_BYTES);
  return buffer.subarray(0, await file.read(buffer, 0));
}

function plainReader(handle: FileHandle) {
  return {
    failure: null,
    modifiedMs: async () => (await handle.stat()).mtimeMs,
    size: async () => (await handle.stat()).size,
    read: (buffer: Buffer, position: number) => readFully(handle, buffer, position),
    close: () => handle.close(),
  };
}

async function readFully(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

// Reads come in order, apart from the head and from a few bytes that are asked for again: a window over the stream is
// enough, and going back beyond it begins anew.
function gzipReader(handle: FileHandle) {
  let chunks: AsyncIterator<Buffer> | null = null;
  let stop = () => {};
  let window = Buffer.alloc(0);
  let start = 0;
  let failure: Error | null = null;

  function begin(): AsyncIterator<Buffer> {
    stop();
    const gunzip = createGunzip();
    const input = handle.createReadStream({ autoClose: false, start: 0 });
    input.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
    stop = () => {
      input.destroy();
      gunzip.destroy();
    };
    window = Buffer.alloc(0);
    start = 0;
    failure = null;
    chunks = gunzip[Symbol.asyncIterator]();
    return chunks;
  }

  async function read(buffer: Buffer, position: number): Promise<number> {
    const source = chunks === null || position < start ? begin() : chunks;
    while (start + window.length < position + buffer.length) {
      if (failure) break;
      const next = await source.next().catch((error: Error) => {
        failure = error;
      });
      if (!next || next.done) break;
      const surplus = Math.min(window.length, Math.max(0, position - start));
      window = Buffer.concat([window.subarray(surplus), next.value]);
      start += surplus;
    }
    const from = position - start;
    return from < window.length ? window.copy(buffer, 0, from) : 0;
  }

  return {
    get failure() {
      return failure;
    },
    modifiedMs: async () => (await handle.stat()).mtimeMs,
    // The last four bytes of a gzip file are the length of its content.
    size: async () => {
      const { size } = await handle.stat();
      const trailer = Buffer.alloc(4);
      const { bytesRead } = await handle.read(trailer, 0, 4, Math.max(0, size - 4));
      return bytesRead === 4 ? trailer.readUInt32LE() : 0;
    },
    read,
    close: async () => {
      stop();
      await handle.close();
    },
  };
}
