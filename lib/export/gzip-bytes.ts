/** Compresses as gzip while it streams. Level 4: three quarters of the time of the usual 6, a few percent larger. */
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

export async function* gzipBytes(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  const gzip = createGzip({ level: 4 });
  // Errors of either side reach the reader through `gzip`; leaving the loop below destroys both.
  pipeline(Readable.from(source, { objectMode: false }), gzip, () => undefined);
  for await (const chunk of gzip) yield chunk as Buffer;
}
