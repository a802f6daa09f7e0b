/** Rows of `event` in PostgreSQL's binary COPY format: no text to write here, none to read there. */
import { COPY_HEADER, COPY_TRAILER } from '@/lib/db/binary-copy';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';

export const EVENT_COPY =
  'copy event (at, hash, cluster_id, combination_id, block_seq, ordinal, audit_key, audit_key_is_id, name) from stdin (format binary)';

const FIELDS = 9;
/** Field count, nine lengths, and the fields before the name. */
const FIXED_BYTES = 2 + FIELDS * 4 + 8 + 16 + 2 + 4 + 4 + 2 + 16 + 1;
const TWO_TO_32 = 2 ** 32;

export type CopyBlock = {
  batch: ParsedBatch;
  /** The dictionary's numbers, by position in the batch. */
  combinationIds: Int32Array;
  /** Positions in the batch, in the block's order; a place with a negative one gets no row. */
  events: Int32Array;
  seq: number;
};

/**
 * The whole COPY stream of these blocks. Bytes are written one by one: a view of each column's part would cost more than
 * the row, and be garbage.
 */
export function encodeEventRows(clusterId: number, blocks: readonly CopyBlock[]): Buffer {
  const rows = Buffer.allocUnsafe(sizeOf(blocks));
  let offset = COPY_HEADER.copy(rows, 0);
  for (const { batch, combinationIds, events, seq } of blocks) {
    const { hashes, auditKeys, names, nameEnds } = batch;
    for (let ordinal = 0; ordinal < events.length; ordinal++) {
      const i = events[ordinal] as number;
      if (i < 0) continue;
      const at = batch.at[i] as number;
      rows[offset] = 0;
      rows[offset + 1] = FIELDS;
      offset = writeInt32(rows, offset + 2, 8);
      offset = writeInt32(rows, offset, Math.floor(at / TWO_TO_32));
      offset = writeInt32(rows, offset, at % TWO_TO_32);
      offset = writeBytes(rows, offset, hashes, 16 * i, 16 * i + 16);
      offset = writeInt16Field(rows, offset, clusterId);
      offset = writeInt32Field(rows, offset, combinationIds[i] as number);
      offset = writeInt32Field(rows, offset, seq);
      offset = writeInt16Field(rows, offset, ordinal);
      offset = writeBytes(rows, offset, auditKeys, 16 * i, 16 * i + 16);
      offset = writeInt32(rows, offset, 1);
      rows[offset++] = batch.auditKeyIsId[i] as number;
      const nameStart = i === 0 ? 0 : (nameEnds[i - 1] as number);
      const nameEnd = nameEnds[i] as number;
      offset =
        nameStart === nameEnd ? writeInt32(rows, offset, -1) : writeBytes(rows, offset, names, nameStart, nameEnd);
    }
  }
  COPY_TRAILER.copy(rows, offset);
  return rows;
}

function sizeOf(blocks: readonly CopyBlock[]): number {
  let size = COPY_HEADER.length + COPY_TRAILER.length;
  for (const { batch, events } of blocks) {
    for (const i of events) {
      if (i < 0) continue;
      size += FIXED_BYTES + (batch.nameEnds[i] as number) - (i === 0 ? 0 : (batch.nameEnds[i - 1] as number));
    }
  }
  return size;
}

function writeInt32(rows: Buffer, offset: number, value: number): number {
  rows[offset] = value >>> 24;
  rows[offset + 1] = value >>> 16;
  rows[offset + 2] = value >>> 8;
  rows[offset + 3] = value;
  return offset + 4;
}

function writeInt32Field(rows: Buffer, offset: number, value: number): number {
  return writeInt32(rows, writeInt32(rows, offset, 4), value);
}

function writeInt16Field(rows: Buffer, offset: number, value: number): number {
  const at = writeInt32(rows, offset, 2);
  rows[at] = value >>> 8;
  rows[at + 1] = value;
  return at + 2;
}

function writeBytes(rows: Buffer, offset: number, bytes: Uint8Array, start: number, end: number): number {
  let at = writeInt32(rows, offset, end - start);
  for (let i = start; i < end; i++) rows[at++] = bytes[i] as number;
  return at;
}
