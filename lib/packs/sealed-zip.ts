/**
 * Members in one ZIP, streamed, and sealed twice. manifest.json holds the hash of every member and manifest.note signs the
 * manifest, so that contents cannot be changed by whoever has not the key. The comment at the very end is the hash of every
 * byte before it: a change of the ZIP's own headers, which no member shows, is found too.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { MeasuredBytes } from '@/lib/export/measured-bytes';
import type { MeasuredMember, PackMember } from '@/lib/packs/pack-member';

/** Beyond this a member costs time and gets hardly smaller. */
const COMPRESSION = 4;

export async function* sealedZip(
  members: readonly PackMember[],
  seal: (members: MeasuredMember[]) => Promise<{ manifest: string; note: string }>,
  at: Date,
): AsyncGenerator<Buffer, void, void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const sources: Readable[] = [];
  const measured: MeasuredMember[] = [];
  const add = (name: string, bytes: () => AsyncIterable<Buffer>) => {
    zip.addReadStreamLazy(name, { mtime: at, compressionLevel: COMPRESSION }, (give) => {
      const source = Readable.from(bytes(), { objectMode: false });
      // The library passes on data, not errors.
      source.once('error', (error) => output.destroy(error));
      sources.push(source);
      give(null, source);
    });
  };
  for (const { name, what, bytes } of members) {
    add(name, async function* () {
      const measure = new MeasuredBytes();
      yield* measure.of(bytes(measured));
      measured.push({ name, what, bytes: measure.bytes, sha256: measure.sha256 });
    });
  }
  let note = '';
  add('manifest.json', async function* () {
    const sealed = await seal(measured);
    note = sealed.note;
    yield Buffer.from(sealed.manifest);
  });
  add('manifest.note', async function* () {
    yield Buffer.from(note);
  });
  zip.end({ comment: ' '.repeat(closingLine('').length), forceZip64Format: false });
  try {
    yield* withClosingLine(output as AsyncIterable<Buffer>);
  } finally {
    for (const source of sources) source.destroy();
  }
}

function closingLine(sha256: string): Buffer {
  return Buffer.from(`plumbline pack v1 sha256 ${sha256.padEnd(64, ' ')}\n`);
}

/** Holds back the comment that the library wrote and ends in the hash of all before it. */
async function* withClosingLine(output: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha256');
  const length = closingLine('').length;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of output) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const ready = bytes.subarray(0, Math.max(0, bytes.length - length));
    held = bytes.subarray(ready.length);
    if (ready.length === 0) continue;
    hash.update(ready);
    yield ready;
  }
  yield closingLine(hash.digest('hex'));
}
