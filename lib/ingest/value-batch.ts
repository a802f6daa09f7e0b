/**
 * Values that were split off the input and are not parsed yet: their bytes in one buffer with their places beside them, so
 * that a batch moves to another thread without being copied. A batch ends at a number of values or bytes, hence at the
 * same value in every run over the same input: a resumed import goes on after whole batches.
 */
import type { BatchMemory } from '@/lib/ingest/batch-memory';
import type { BadInput, InputItem } from '@/lib/ingest/input-value';

const BATCH_VALUES = 2000;
const BATCH_BYTES = 4 * 1024 * 1024;

export type ValueBatch = {
  bytes: Uint8Array;
  /** Ends of the values in `bytes`. */
  ends: Int32Array;
  lineNumbers: Float64Array;
  byteOffsets: Float64Array;
  /** Places where the container found no value. */
  bad: BadInput[];
};

export class ValueBatchBuilder {
  private parts: Buffer[] = [];
  private ends: number[] = [];
  private lineNumbers: number[] = [];
  private byteOffsets: number[] = [];
  private bad: BadInput[] = [];
  private length = 0;

  /** Without a stock of memory each batch gets its own, of exactly its size. */
  constructor(private readonly memory: BatchMemory | null = null) {}

  add(item: InputItem): void {
    if (item.bad) {
      this.bad.push(item.bad);
      return;
    }
    const { bytes, lineNumber, byteOffset } = item.value;
    this.parts.push(bytes);
    this.length += bytes.length;
    this.ends.push(this.length);
    this.lineNumbers.push(lineNumber);
    this.byteOffsets.push(byteOffset);
  }

  /** Values and places without one. */
  get size(): number {
    return this.ends.length + this.bad.length;
  }

  isFull(): boolean {
    return this.size >= BATCH_VALUES || this.length >= BATCH_BYTES;
  }

  /** The batch; the builder begins anew. */
  take(): ValueBatch {
    // Memory of its own: what comes out of Node's shared pool cannot be handed over.
    const bytes = this.memory?.take(this.length) ?? new Uint8Array(this.length);
    let offset = 0;
    for (const part of this.parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    const batch = {
      bytes,
      ends: Int32Array.from(this.ends),
      lineNumbers: Float64Array.from(this.lineNumbers),
      byteOffsets: Float64Array.from(this.byteOffsets),
      bad: this.bad,
    };
    this.parts = [];
    this.ends = [];
    this.lineNumbers = [];
    this.byteOffsets = [];
    this.bad = [];
    this.length = 0;
    return batch;
  }
}
