// Cuts a batch of whole lines out of a file. A last line without its newline stays: its writer is not done with it.

import type { LogFile } from './log-file';

export const MAX_LINES = 400;
export const MAX_BYTES = 1024 * 1024;
/** A longer line is no audit event that anybody could store. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** What is sent of such a line, so that the receiver lists it as bad. */
const SAMPLE_BYTES = 64 * 1024;

const NEWLINE = 10;

export type Lines = {
  body: Buffer;
  count: number;
  /** The byte after the last line. */
  end: number;
  /** Whether the batch is as big as batches get. */
  full: boolean;
  /** The line was too long, and only its beginning is here. */
  cut: boolean;
};

/** The lines from `offset` on; null when there is no whole one. `closed`: what follows the last newline is a line, too. */
export async function readLines(file: LogFile, offset: number, closed: boolean): Promise<Lines | null> {
  for (let size = MAX_BYTES; size <= MAX_LINE_BYTES; size *= 4) {
    const buffer = Buffer.allocUnsafe(size);
    const bytes = buffer.subarray(0, await file.read(buffer, offset));
    const lines = cutLines(bytes, offset);
    if (lines) return { ...lines, full: lines.count === MAX_LINES || bytes.length === size };
    if (file.failure) throw file.failure;
    if (bytes.length < size) return closed && bytes.length > 0 ? fragment(bytes, offset) : null;
  }
  return await cutLongLine(file, offset, closed);
}

function cutLines(bytes: Buffer, offset: number): Omit<Lines, 'full'> | null {
  let end = 0;
  let count = 0;
  while (count < MAX_LINES) {
    const newline = bytes.indexOf(NEWLINE, end);
    if (newline < 0) break;
    end = newline + 1;
    count += 1;
  }
  return count === 0 ? null : { body: bytes.subarray(0, end), count, end: offset + end, cut: false };
}

function fragment(bytes: Buffer, offset: number): Lines {
  const body = Buffer.concat([bytes, Buffer.from('\n')]);
  return { body, count: 1, end: offset + bytes.length, full: true, cut: false };
}

async function cutLongLine(file: LogFile, offset: number, closed: boolean): Promise<Lines | null> {
  const sample = Buffer.alloc(SAMPLE_BYTES);
  await file.read(sample, offset);
  const chunk = Buffer.allocUnsafe(MAX_BYTES);
  for (let position = offset + MAX_LINE_BYTES; ; position += chunk.length) {
    const length = await file.read(chunk, position);
    const newline = chunk.subarray(0, length).indexOf(NEWLINE);
    const ends = newline >= 0 ? position + newline + 1 : length < chunk.length && closed ? position + length : null;
    if (ends !== null) {
      return { body: Buffer.concat([sample, Buffer.from('\n')]), count: 1, end: ends, full: true, cut: true };
    }
    if (length < chunk.length) return null;
  }
}
