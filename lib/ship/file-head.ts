// What tells one log file from another whatever it is called, wherever it was moved and whether it is compressed now: a hash
// of its first bytes. A line of an audit log names its request and its microsecond, so no two files begin alike. An
// inode alone would not do: the next file may be given the one of a file that was removed.

import { createHash } from 'node:crypto';

/** Bytes that are looked at. A shorter file is known by fewer until it has grown. */
export const HEAD_BYTES = 4096;

export type Head = { length: number; hash: string };

const NEWLINE = 10;

export function headOf(bytes: Uint8Array): Head {
  return { length: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** The part of a file's first bytes that can be relied on: whole lines, or all of it when the first line is longer. */
export function steadyHead(bytes: Buffer): Buffer | null {
  if (bytes.length === HEAD_BYTES) return bytes;
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  return end > 0 ? bytes.subarray(0, end) : null;
}

const hashes = new WeakMap<Uint8Array, Map<number, string>>();

/** Remembers what it hashed: the same first bytes are compared with every file that is known. */
export function beginsWith(bytes: Uint8Array, head: Head): boolean {
  if (bytes.length < head.length) return false;
  const known = hashes.get(bytes) ?? new Map<number, string>();
  hashes.set(bytes, known);
  const hash = known.get(head.length) ?? headOf(bytes.subarray(0, head.length)).hash;
  known.set(head.length, hash);
  return hash === head.hash;
}
