/** The state of a workload as bytes: what is text as JSON, what is numbers as they are, so that reading it back changes no digit. */
import { endianness } from 'node:os';

/** Numbers are stored as little-endian machines have them in memory. */
const SWAPPED = endianness() === 'BE';

export type StoredState = { text: unknown; numbers: Float32Array };

export function packState({ text, numbers }: StoredState): Buffer {
  const json = Buffer.from(JSON.stringify(text), 'utf8');
  const head = Buffer.alloc(4);
  head.writeUInt32LE(json.length, 0);
  const tail = Buffer.from(numbers.slice().buffer);
  if (SWAPPED) tail.swap32();
  return Buffer.concat([head, json, tail]);
}

export function unpackState(bytes: Buffer): StoredState {
  const length = bytes.readUInt32LE(0);
  const text: unknown = JSON.parse(bytes.toString('utf8', 4, 4 + length));
  const own = new Uint8Array(bytes.length - 4 - length);
  own.set(bytes.subarray(4 + length));
  if (SWAPPED) Buffer.from(own.buffer).swap32();
  return { text, numbers: new Float32Array(own.buffer) };
}
