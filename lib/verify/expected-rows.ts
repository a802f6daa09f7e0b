/**
 * The index rows that a block's events must have, in the bytes of PostgreSQL's binary COPY: rows that come from the database
 * are compared with them as they are, and only one that differs is taken apart to say where.
 */
import { COPY_HEADER } from '@/lib/db/binary-copy';
import { encodeEventRows } from '@/lib/ingest/event-copy';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';

/** In the order of EVENT_COPY; every field but the last has a fixed size and is never null. */
const FIELDS = [
  { name: 'at', bytes: 8 },
  { name: 'hash', bytes: 16 },
  { name: 'cluster_id', bytes: 2 },
  { name: 'combination_id', bytes: 4 },
  { name: 'block_seq', bytes: 4 },
  { name: 'ordinal', bytes: 2 },
  { name: 'audit_key', bytes: 16 },
  { name: 'audit_key_is_id', bytes: 1 },
] as const;

/** The columns to select for it. */
export const ROW_COLUMNS = [...FIELDS.map(({ name }) => name), 'name'].join(', ');

type FieldName = (typeof FIELDS)[number]['name'];

const OFFSETS = new Map<FieldName, number>();
/** Where the length of the name stands. */
let nameAt = 2;
for (const { name, bytes } of FIELDS) {
  OFFSETS.set(name, nameAt + 4);
  nameAt += 4 + bytes;
}
export const NAME_LENGTH_OFFSET = nameAt;
export const SEQ_OFFSET = OFFSETS.get('block_seq') as number;
export const ORDINAL_OFFSET = OFFSETS.get('ordinal') as number;

export class ExpectedRows {
  private readonly rows: Buffer;
  private readonly ends: Int32Array;
  private readonly seen: Uint8Array;

  constructor(batch: ParsedBatch, combinationIds: Int32Array, clusterId: number, seq: number) {
    const events = Int32Array.from({ length: batch.count }, (_, i) => i);
    this.rows = encodeEventRows(clusterId, [{ batch, combinationIds, events, seq }]);
    this.ends = new Int32Array(batch.count);
    this.seen = new Uint8Array(batch.count);
    for (let i = 0, end = COPY_HEADER.length; i < batch.count; i++) {
      end += NAME_LENGTH_OFFSET + 4 + Math.max(0, this.rows.readInt32BE(end + NAME_LENGTH_OFFSET));
      this.ends[i] = end;
    }
  }

  /** Null where the row is as expected, else what is wrong with it. */
  check(bytes: Buffer, start: number, end: number): string | null {
    const ordinal = bytes.readInt16BE(start + ORDINAL_OFFSET);
    if (ordinal < 0 || ordinal >= this.ends.length) {
      return `the block has ${this.ends.length} events, and this row is of event ${ordinal}: ${describeRow(bytes, start)}`;
    }
    const from = ordinal === 0 ? COPY_HEADER.length : (this.ends[ordinal - 1] as number);
    const to = this.ends[ordinal] as number;
    const seenBefore = this.seen[ordinal] === 1;
    this.seen[ordinal] = 1;
    if (seenBefore) return `a second row of the same event: ${describeRow(bytes, start)}`;
    if (this.rows.compare(bytes, start, end, from, to) === 0) return null;
    return this.differences(from, bytes, start);
  }

  /** Places of events that have no row. */
  missing(): number[] {
    const missing: number[] = [];
    for (let i = this.seen.indexOf(0); i >= 0; i = this.seen.indexOf(0, i + 1)) missing.push(i);
    return missing;
  }

  describe(ordinal: number): string {
    return describeRow(this.rows, ordinal === 0 ? COPY_HEADER.length : (this.ends[ordinal - 1] as number));
  }

  private differences(from: number, bytes: Buffer, start: number): string {
    const wanted = readRow(this.rows, from);
    const found = readRow(bytes, start);
    return Object.keys(wanted)
      .filter((name) => wanted[name] !== found[name])
      .map((name) => `${name} is ${JSON.stringify(found[name])}, the evidence says ${JSON.stringify(wanted[name])}`)
      .join('; ');
  }
}

function describeRow(bytes: Buffer, start: number): string {
  const { at, hash, name } = readRow(bytes, start);
  return `at ${at}, hash ${hash}${name === null ? '' : `, name ${JSON.stringify(name)}`}`;
}

function readRow(bytes: Buffer, start: number): Record<string, string | null> {
  const row: Record<string, string | null> = {};
  for (const { name, bytes: size } of FIELDS) {
    const offset = start + (OFFSETS.get(name) as number);
    const value = bytes.subarray(offset, offset + size);
    if (size === 16) row[name] = value.toString('hex');
    else if (size === 1) row[name] = String(value[0] === 1);
    else row[name] = String(size === 8 ? value.readBigInt64BE() : value.readIntBE(0, size));
  }
  const length = bytes.readInt32BE(start + NAME_LENGTH_OFFSET);
  const at = start + NAME_LENGTH_OFFSET + 4;
  row.name = length < 0 ? null : bytes.toString('utf8', at, at + length);
  return row;
}
