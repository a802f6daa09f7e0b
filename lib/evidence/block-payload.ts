/**
 * What an evidence block holds, before compression: the number of events, their lengths (uint32 little-endian each), then
 * their original bytes one after another. Lengths instead of line breaks, because an item of a pretty-printed list has
 * line breaks of its own and must come out as it went in.
 *
 * Brotli at quality 3 makes it 12.5 times smaller (gzip-6: 9.3) for 6 to 8 µs an event of one core; quality 4 makes it 14.4
 * times smaller for 10 to 16, since its table of four megabytes does not fit a core's cache. zstd would be faster still but
 * is in Node from 22.15 only, and evidence must stay readable to every supported version.
 */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Most events of one block: a detail view decodes a whole block to show one event (some 4 ms). */
export const BLOCK_EVENTS = 1000;
/** A block is closed when its events reach this size, so that lists of 800 kB do not make it slow to open. */
export const BLOCK_BYTES = 4 * 1024 * 1024;

export function packEvents(events: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.concat(events);
  let length = 0;
  const ends = Int32Array.from(events, (event) => (length += event.length));
  const payload = Buffer.from(new ArrayBuffer(payloadLength(ends, allOf(ends))));
  writePayload(payload, bytes, ends, allOf(ends));
  return payload;
}

function allOf(ends: Int32Array): Int32Array {
  return ends.map((_, i) => i);
}

/** Bytes that the payload takes which `writePayload` writes. */
export function payloadLength(ends: Int32Array, positions: Int32Array): number {
  let length = 4 * (positions.length + 1);
  for (const i of positions) length += lengthAt(ends, i);
  return length;
}

/** Packs the events at these positions of a column of bytes into `payload`, which has exactly the room. */
export function writePayload(payload: Buffer, bytes: Uint8Array, ends: Int32Array, positions: Int32Array): void {
  let offset = payload.writeUInt32LE(positions.length, 0);
  for (const i of positions) offset = payload.writeUInt32LE(lengthAt(ends, i), offset);
  for (let n = 0; n < positions.length; ) {
    // Events that stand side by side go in one piece; mostly that is all of them.
    const first = positions[n] as number;
    let last = first;
    while (++n < positions.length && positions[n] === last + 1) last++;
    const piece = bytes.subarray(first === 0 ? 0 : ends[first - 1], ends[last]);
    payload.set(piece, offset);
    offset += piece.length;
  }
}

function lengthAt(ends: Int32Array, i: number): number {
  return (ends[i] as number) - (i === 0 ? 0 : (ends[i - 1] as number));
}

/** Where in a payload the first event's bytes are; the others follow without a gap. */
export function eventBytesStart(payload: Buffer): number {
  return 4 * (payload.readUInt32LE(0) + 1);
}

/** Where each event ends, counted from the first one's begin. Throws where the lengths do not add up. */
export function eventEnds(payload: Buffer): Int32Array {
  const count = payload.readUInt32LE(0);
  // A length beyond the payload is met before there is room for a count that is none.
  if (4 * (count + 1) > payload.length) {
    throw new Error(`evidence block: ${payload.length} bytes have no room for the lengths of ${count} events`);
  }
  const ends = new Int32Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) ends[i] = end += payload.readUInt32LE(4 * (i + 1));
  const whole = eventBytesStart(payload) + end;
  if (whole !== payload.length) {
    throw new Error(`evidence block: ${payload.length} bytes, but its ${count} events take ${whole}`);
  }
  return ends;
}

/** The events' bytes, as views into `payload`. Throws where the lengths do not add up. */
export function unpackEvents(payload: Buffer): Buffer[] {
  const start = eventBytesStart(payload);
  const ends = eventEnds(payload);
  return Array.from(ends, (end, i) => payload.subarray(start + (ends[i - 1] ?? 0), start + end));
}

export function compressPayload(payload: Buffer): Promise<Buffer> {
  return compress(payload, {
    // Room for the whole answer: with the usual 16 kB the pool's thread would wait for this one a few times a block.
    chunkSize: Math.max(1024, payload.length >> 2),
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 3,
      [constants.BROTLI_PARAM_LGWIN]: 20,
      [constants.BROTLI_PARAM_SIZE_HINT]: payload.length,
    },
  });
}

/** `length`, where it is known, spares the pieces that a result of unknown length is joined from: a third of the time. */
export function decompressPayload(data: Buffer, length?: number): Promise<Buffer> {
  return length === undefined
    ? decompress(data)
    : decompress(data, { chunkSize: Math.min(Math.max(64, length), BLOCK_BYTES) });
}

/** On this thread, for a program that has threads of its own. Throws where the result would be larger than `most`. */
export function decompressPayloadHere(data: Buffer, length: number, most: number): Buffer {
  // Some bytes more than the whole answer, or a second piece is got ready for what could follow.
  const chunkSize = Math.min(Math.max(64, length), BLOCK_BYTES) + 64;
  return brotliDecompressSync(data, { maxOutputLength: most, chunkSize });
}
