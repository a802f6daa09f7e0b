/**
 * The bytes of an input on their way in: counted and hashed as given, decompressed where they are gzip, without a byte
 * order mark, in chunks. The counters are read while the chunks are consumed.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export type InputBytes = {
  chunks: AsyncGenerator<Buffer, void, void>;
  /** Bytes of the input as given that were read so far. */
  bytesRead(): number;
  /** SHA-256 of the input as given, hex; right once `chunks` has ended. */
  sha256(): string;
  isGzip(): boolean;
  /** Why the input ended early (a gzip cut in half), or null. Chunks before that are whole. */
  cutOff(): string | null;
};

/** A gzip of JSON shrinks some 10 to 30 times; far beyond is a bomb. */
const MAX_GZIP_RATIO = 200;
const RATIO_FREE_BYTES = 10 * 1024 * 1024;
const SLICE_BYTES = 16 * 1024;
const MAX_DECOMPRESSED_BYTES = 50 * 1024 ** 3;

export function readInput(input: Readable): InputBytes {
  const hash = createHash('sha256');
  let bytesRead = 0;
  let gzip = false;
  let cutOff: string | null = null;

  async function* counted(): AsyncGenerator<Buffer, void, void> {
    for await (const chunk of input) {
      const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      hash.update(bytes);
      bytesRead += bytes.length;
      yield bytes;
    }
  }

  async function* chunks(): AsyncGenerator<Buffer, void, void> {
    const source = counted();
    const head = await readAtLeast(source, 3);
    if (head.length === 0) return;
    gzip = head[0] === 0x1f && head[1] === 0x8b;
    if (!gzip) {
      yield head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
      yield* source;
      return;
    }
    let decompressed = 0;
    let first = true;
    try {
      for await (const chunk of gunzip(prepend(head, source))) {
        decompressed += chunk.length;
        if (
          decompressed > MAX_DECOMPRESSED_BYTES ||
          (decompressed > RATIO_FREE_BYTES && decompressed > bytesRead * MAX_GZIP_RATIO)
        ) {
          cutOff = `the gzip data unpacks to more than ${MAX_GZIP_RATIO} times its size: a decompression bomb, reading stopped after ${decompressed} bytes`;
          return;
        }
        yield first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
        first = false;
      }
    } catch (error) {
      if (!isZlibError(error)) throw error;
      cutOff = `the gzip data is broken or cut off after ${bytesRead} bytes (${error.message}); what came before it was read`;
      // The rest belongs to the file's hash all the same.
      for await (const _ of source);
    }
  }

  return {
    chunks: chunks(),
    bytesRead: () => bytesRead,
    sha256: () => hash.copy().digest('hex'),
    isGzip: () => gzip,
    cutOff: () => cutOff,
  };
}

/**
 * Decompressed chunks. Fed slice by slice, each one's output taken before the next goes in: a pipe would throw away what it
 * has buffered when the data turns out to be cut off, and 16 kB bound what even a bomb can unpack at once.
 */
async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  const unzip = createGunzip({ chunkSize: 256 * 1024 });
  let output: Buffer[] = [];
  let failure: Error | null = null;
  unzip.on('data', (chunk: Buffer) => output.push(chunk));
  unzip.on('error', (error) => {
    failure = error;
  });
  const settled = (act: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      unzip.once('close', resolve);
      act(() => {
        unzip.off('close', resolve);
        resolve();
      });
    });
  try {
    for await (const chunk of source) {
      for (let i = 0; i < chunk.length && !failure; i += SLICE_BYTES) {
        await settled((done) => unzip.write(chunk.subarray(i, i + SLICE_BYTES), done));
        const ready = output;
        output = [];
        yield* ready;
      }
      if (failure) throw failure;
    }
    await settled((done) => unzip.once('end', done).end());
    yield* output;
    if (failure) throw failure;
  } finally {
    unzip.destroy();
  }
}

async function readAtLeast(source: AsyncGenerator<Buffer>, length: number): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < length) {
    const next = await source.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* prepend(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield head;
  yield* rest;
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
