/**
 * Columns that grow by one event after the other. Each event is written out at once and forgotten: holding a batch of
 * parsed events until the end made the garbage collector copy them, at a cost of a third of the parsing itself.
 */

import { HASH_BYTES, writeLeafHash } from '@/lib/evidence/merkle-tree';
import type { ParsedEvent } from '@/lib/ingest/parse-value';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import type { EventScanner } from '@/lib/ingest/scanner/event-scanner';

/** Room for names at first, per event. */
const NAME_BYTES = 48;

type Columns = Pick<
  ParsedBatch,
  | 'count'
  | 'at'
  | 'hashes'
  | 'auditKeys'
  | 'auditKeyIsId'
  | 'combinations'
  | 'names'
  | 'nameEnds'
  | 'bytes'
  | 'ends'
  | 'leaves'
>;

export class EventColumns {
  private count = 0;
  private at: Float64Array;
  private hashes: Uint8Array;
  private leaves: Buffer;
  private auditKeys: Uint8Array;
  private auditKeyIsId: Uint8Array;
  private combinations: Int32Array;
  private nameEnds: Int32Array;
  private ends: Int32Array;
  private names: Buffer;
  private namesLength = 0;
  /** Null as long as the events' bytes are those of the source one after another: then the source itself is the column. */
  private bytes: Buffer | null = null;
  private bytesLength = 0;

  /** `source` is the memory that most events' bytes are in. */
  constructor(
    events: number,
    private readonly source: Uint8Array,
  ) {
    const capacity = Math.max(events, 1);
    this.at = new Float64Array(capacity);
    this.hashes = new Uint8Array(16 * capacity);
    this.auditKeys = new Uint8Array(16 * capacity);
    this.auditKeyIsId = new Uint8Array(capacity);
    this.combinations = new Int32Array(capacity);
    this.nameEnds = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.names = Buffer.from(new ArrayBuffer(NAME_BYTES * capacity));
    this.leaves = Buffer.from(new ArrayBuffer(HASH_BYTES * capacity));
  }

  add(event: ParsedEvent, combination: number): void {
    const i = this.addRow(event.at, event.bytes, combination);
    writeLeafHash(event.bytes, this.leaves, HASH_BYTES * i);
    writeHex(this.hashes, 16 * i, event.hash);
    writeHex(this.auditKeys, 16 * i, event.auditKey);
    this.auditKeyIsId[i] = event.auditKeyIsId ? 1 : 0;
    const name = event.name ?? '';
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.names = withRoom(this.names, this.namesLength + 3 * name.length);
    this.namesLength += this.names.write(name, this.namesLength);
    this.nameEnds[i] = this.namesLength;
  }

  /** The event that the scanner has scanned last. */
  addScanned(scanner: EventScanner, bytes: Uint8Array, combination: number): void {
    const i = this.addRow(scanner.at, bytes, combination);
    const hash = scanner.hash();
    for (let byte = 0; byte < 16; byte++) this.hashes[16 * i + byte] = hash.charCodeAt(byte);
    this.leaves.write(scanner.leafHash(), HASH_BYTES * i, HASH_BYTES, 'latin1');
    this.auditKeys.set(scanner.auditKey, 16 * i);
    this.auditKeyIsId[i] = 1;
    const name = scanner.name;
    this.names = withRoom(this.names, this.namesLength + name.length);
    this.names.set(name, this.namesLength);
    this.namesLength += name.length;
    this.nameEnds[i] = this.namesLength;
  }

  private addRow(at: number, bytes: Uint8Array, combination: number): number {
    if (this.count === this.at.length) this.growColumns();
    const i = this.count++;
    this.at[i] = at;
    this.combinations[i] = combination;
    this.addBytes(bytes);
    this.ends[i] = this.bytesLength;
    return i;
  }

  finish(): Columns {
    const { count } = this;
    return {
      count,
      at: this.at.subarray(0, count),
      hashes: this.hashes,
      auditKeys: this.auditKeys,
      auditKeyIsId: this.auditKeyIsId,
      combinations: this.combinations.subarray(0, count),
      names: this.names,
      nameEnds: this.nameEnds,
      bytes: this.bytes ?? this.source,
      leaves: this.leaves,
      ends: this.ends,
    };
  }

  private addBytes(bytes: Uint8Array): void {
    const { source, bytesLength } = this;
    const goesOn = bytes.buffer === source.buffer && bytes.byteOffset === source.byteOffset + bytesLength;
    if (!this.bytes && !goesOn) {
      this.bytes = Buffer.from(new ArrayBuffer(Math.max(source.length, 64)));
      this.bytes.set(source.subarray(0, bytesLength));
    }
    if (this.bytes) {
      this.bytes = withRoom(this.bytes, bytesLength + bytes.length);
      this.bytes.set(bytes, bytesLength);
    }
    this.bytesLength += bytes.length;
  }

  private growColumns(): void {
    this.at = grown(this.at, new Float64Array(this.at.length * 2));
    this.hashes = grown(this.hashes, new Uint8Array(this.hashes.length * 2));
    this.leaves = withRoom(this.leaves, this.leaves.length * 2);
    this.auditKeys = grown(this.auditKeys, new Uint8Array(this.auditKeys.length * 2));
    this.auditKeyIsId = grown(this.auditKeyIsId, new Uint8Array(this.auditKeyIsId.length * 2));
    this.combinations = grown(this.combinations, new Int32Array(this.combinations.length * 2));
    this.nameEnds = grown(this.nameEnds, new Int32Array(this.nameEnds.length * 2));
    this.ends = grown(this.ends, new Int32Array(this.ends.length * 2));
  }
}

function grown<T extends Float64Array | Uint8Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function withRoom(buffer: Buffer, length: number): Buffer {
  if (length <= buffer.length) return buffer;
  const larger = Buffer.from(new ArrayBuffer(Math.max(length, buffer.length * 2)));
  larger.set(buffer);
  return larger;
}

/** 32 hex digits, hyphens of a uuid among them or not, as 16 bytes. */
function writeHex(target: Uint8Array, offset: number, hex: string): void {
  let byte = offset;
  for (let i = 0; i < hex.length; ) {
    const high = hex.charCodeAt(i);
    if (high === HYPHEN) {
      i++;
      continue;
    }
    target[byte++] = (digit(high) << 4) | digit(hex.charCodeAt(i + 1));
    i += 2;
  }
}

const HYPHEN = 45;

function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
