/** The events of a batch in columns: what the index and the evidence need, in buffers that can change threads. */
import type { FacetValues } from '@/lib/audit/facet-values';
import type { BadInput } from '@/lib/ingest/input-value';

export type ParsedBatch = {
  /** How many events; the columns may have room for more. */
  count: number;
  /** Microseconds. */
  at: Float64Array;
  /** 16 bytes an event. */
  hashes: Uint8Array;
  /** The events' leaves of the evidence's Merkle tree, 32 bytes each. */
  leaves: Uint8Array;
  auditKeys: Uint8Array;
  auditKeyIsId: Uint8Array;
  /** Number of the event's combination of values, of the parser that made the batch. */
  combinations: Int32Array;
  /** Combinations that this parser had not met before: the first has the number `firstCombination`. */
  newCombinations: FacetValues[];
  firstCombination: number;
  /** UTF-8 of the names one after another, and their ends; an event without a name has an empty one. */
  names: Uint8Array;
  nameEnds: Int32Array;
  /** The original bytes one after another, and their ends. */
  bytes: Uint8Array;
  ends: Int32Array;
  quarantined: BadInput[];
  skipped: Map<string, number>;
  formats: string[];
};

/** Buffers to hand over instead of copying. */
export function transferables(batch: ParsedBatch): ArrayBuffer[] {
  const columns = [
    batch.at,
    batch.hashes,
    batch.leaves,
    batch.auditKeys,
    batch.auditKeyIsId,
    batch.combinations,
    batch.names,
  ];
  return [...columns, batch.nameEnds, batch.bytes, batch.ends].map((column) => column.buffer as ArrayBuffer);
}

/** The part of a column of buffers that belongs to event `i`. */
export function sliceAt(bytes: Uint8Array, ends: Int32Array, i: number): Uint8Array {
  return bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]);
}
