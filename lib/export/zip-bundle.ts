/** Data and manifest in one zip, streamed: the manifest is made when the data are through, for it holds their hash. */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export async function* zipBundle(
  data: AsyncIterable<Buffer>,
  dataName: string,
  manifest: () => string,
  at: Date,
): AsyncGenerator<Buffer, void, void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const source = Readable.from(data, { objectMode: false });
  // The library passes on data, not errors.
  source.once('error', (error) => output.destroy(error));
  const options = { mtime: at, compressionLevel: 4 };
  zip.addReadStreamLazy(dataName, options, (give) => give(null, source));
  zip.addReadStreamLazy('manifest.json', options, (give) => give(null, Readable.from([Buffer.from(manifest())])));
  zip.end();
  try {
    for await (const chunk of output) yield chunk as Buffer;
  } finally {
    source.destroy();
  }
}
