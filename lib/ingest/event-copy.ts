/** Rows of `event` in PostgreSQL's binary COPY format: no text to write here, none to read there. */
import { COPY_HEADER, COPY_TRAILER } from '@/lib/db/binary-copy';
import { type ParsedBatch, sliceAt } from '@/lib/ingest/parsed-batch';

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

/** The whole COPY stream of these blocks. */
export function encodeEventRows(clusterId: number, blocks: readonly CopyBlock[]): Buffer {
  let size = COPY_HEADER.length + COPY_TRAILER.length;
  for (const { batch, events } of blocks) {
    for (const i of events) size += i < 0 ? 0 : FIXED_BYTES + sliceAt(batch.names, batch.nameEnds, i).length;
  }
  const rows = Buffer.allocUnsafe(size);
  let offset = COPY_HEADER.copy(rows, 0);
  for (const { batch, combinationIds, events, seq } of blocks) {
    for (let ordinal = 0; ordinal < events.length; ordinal++) {
      const i = events[ordinal] as number;
      if (i < 0) continue;
      const at = batch.at[i] as number;
      offset = rows.writeInt16BE(FIELDS, offset);
      offset = rows.writeInt32BE(8, offset);
      offset = rows.writeInt32BE(Math.floor(at / TWO_TO_32), offset);
      offset = rows.writeUInt32BE(at % TWO_TO_32, offset);
      offset = writeBytes(rows, batch.hashes.subarray(16 * i, 16 * i + 16), offset);
      offset = rows.writeInt32BE(2, offset);
      offset = rows.writeInt16BE(clusterId, offset);
      offset = rows.writeInt32BE(4, offset);
      offset = rows.writeInt32BE(combinationIds[i] as number, offset);
      offset = rows.writeInt32BE(4, offset);
      offset = rows.writeInt32BE(seq, offset);
      offset = rows.writeInt32BE(2, offset);
      offset = rows.writeInt16BE(ordinal, offset);
      offset = writeBytes(rows, batch.auditKeys.subarray(16 * i, 16 * i + 16), offset);
      offset = rows.writeInt32BE(1, offset);
      offset = rows.writeUInt8(batch.auditKeyIsId[i] as number, offset);
      const name = sliceAt(batch.names, batch.nameEnds, i);
      offset = name.length === 0 ? rows.writeInt32BE(-1, offset) : writeBytes(rows, name, offset);
    }
  }
  COPY_TRAILER.copy(rows, offset);
  return rows;
}

function writeBytes(rows: Buffer, bytes: Uint8Array, offset: number): number {
  const start = rows.writeInt32BE(bytes.length, offset);
  rows.set(bytes, start);
  return start + bytes.length;
}
