/**
 * The index rows that a block's events must have. Rows come from the database as PostgreSQL's binary COPY and are compared with
 * the columns of the events where they are; only for one that differs the row that it should be is written, to say where.
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

const TWO_TO_32 = 2 ** 32;

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

const AT_OFFSET = OFFSETS.get('at') as number;
const HASH_OFFSET = OFFSETS.get('hash') as number;
const CLUSTER_OFFSET = OFFSETS.get('cluster_id') as number;
const COMBINATION_OFFSET = OFFSETS.get('combination_id') as number;
const AUDIT_KEY_OFFSET = OFFSETS.get('audit_key') as number;
const IS_ID_OFFSET = OFFSETS.get('audit_key_is_id') as number;
const NAME_OFFSET = NAME_LENGTH_OFFSET + 4;
const KEY_BYTES = 16;
const NULL = -1;

export class ExpectedRows {
  private readonly seen: Uint8Array;

  constructor(
    private readonly batch: ParsedBatch,
    private readonly combinationIds: Int32Array,
    private readonly clusterId: number,
    private readonly seq: number,
  ) {
    this.seen = new Uint8Array(batch.count);
  }

  /** Null where the row, which names this block, is as expected, else what is wrong with it. */
  check(bytes: Buffer, start: number, end: number): string | null {
    const ordinal = bytes.readInt16BE(start + ORDINAL_OFFSET);
    if (ordinal < 0 || ordinal >= this.seen.length) {
      return `the block has ${this.seen.length} events, and this row is of event ${ordinal}: ${describeRow(bytes, start)}`;
    }
    const seenBefore = this.seen[ordinal] === 1;
    this.seen[ordinal] = 1;
    if (seenBefore) return `a second row of the same event: ${describeRow(bytes, start)}`;
    if (this.isSame(ordinal, bytes, start, end)) return null;
    return this.differences(ordinal, bytes, start);
  }

  private isSame(i: number, bytes: Buffer, start: number, end: number): boolean {
    const { batch } = this;
    const at = bytes.readInt32BE(start + AT_OFFSET) * TWO_TO_32 + bytes.readUInt32BE(start + AT_OFFSET + 4);
    if (at !== batch.at[i] || bytes.readInt32BE(start + COMBINATION_OFFSET) !== this.combinationIds[i]) return false;
    if (bytes.readInt16BE(start + CLUSTER_OFFSET) !== this.clusterId) return false;
    if (bytes[start + IS_ID_OFFSET] !== batch.auditKeyIsId[i]) return false;
    for (let k = 0; k < KEY_BYTES; k++) {
      if (bytes[start + HASH_OFFSET + k] !== batch.hashes[KEY_BYTES * i + k]) return false;
      if (bytes[start + AUDIT_KEY_OFFSET + k] !== batch.auditKeys[KEY_BYTES * i + k]) return false;
    }
    const nameStart = i === 0 ? 0 : (batch.nameEnds[i - 1] as number);
    const length = (batch.nameEnds[i] as number) - nameStart;
    if (bytes.readInt32BE(start + NAME_LENGTH_OFFSET) !== (length === 0 ? NULL : length)) return false;
    if (end !== start + NAME_OFFSET + length) return false;
    for (let k = 0; k < length; k++) {
      if (bytes[start + NAME_OFFSET + k] !== batch.names[nameStart + k]) return false;
    }
    return true;
  }

  /** Places of events that have no row. */
  missing(): number[] {
    const missing: number[] = [];
    for (let i = this.seen.indexOf(0); i >= 0; i = this.seen.indexOf(0, i + 1)) missing.push(i);
    return missing;
  }

  describe(ordinal: number): string {
    return describeRow(this.rowOf(ordinal), COPY_HEADER.length);
  }

  private differences(ordinal: number, bytes: Buffer, start: number): string {
    const wanted = readRow(this.rowOf(ordinal), COPY_HEADER.length);
    const found = readRow(bytes, start);
    return Object.keys(wanted)
      .filter((name) => wanted[name] !== found[name])
      .map((name) => `${name} is ${JSON.stringify(found[name])}, the evidence says ${JSON.stringify(wanted[name])}`)
      .join('; ');
  }

  /** The event's row as the import would write it, after the header of the stream. */
  private rowOf(ordinal: number): Buffer {
    const { batch, combinationIds, seq } = this;
    const events = new Int32Array(ordinal + 1).fill(-1);
    events[ordinal] = ordinal;
    return encodeEventRows(this.clusterId, [{ batch, combinationIds, events, seq }]);
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
