/** Several batches as one, so that requests which wait together share a transaction. */
import { HASH_BYTES } from '@/lib/evidence/merkle-tree';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import type { EncodedBatch } from '@/lib/ingest/write-batch';

/** The events keep their order. Combinations have the dictionary's numbers by now; the parsers' own are left out. */
export function joinBatches(parts: readonly EncodedBatch[]): EncodedBatch {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const batches = parts.map((part) => part.batch);
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const skipped = new Map<string, number>();
  for (const batch of batches) {
    for (const [reason, n] of batch.skipped) skipped.set(reason, (skipped.get(reason) ?? 0) + n);
  }
  const at = new Float64Array(count);
  const auditKeyIsId = new Uint8Array(count);
  const combinationIds = new Int32Array(count);
  let offset = 0;
  for (const { batch, combinationIds: ids } of parts) {
    at.set(batch.at.subarray(0, batch.count), offset);
    auditKeyIsId.set(batch.auditKeyIsId.subarray(0, batch.count), offset);
    combinationIds.set(ids.subarray(0, batch.count), offset);
    offset += batch.count;
  }
  const names = joinSlices(batches, 'names', 'nameEnds');
  const events = joinSlices(batches, 'bytes', 'ends');
  return {
    combinationIds,
    batch: {
      count,
      at,
      hashes: joinFixed(batches, 'hashes', 16),
      leaves: joinFixed(batches, 'leaves', HASH_BYTES),
      auditKeys: joinFixed(batches, 'auditKeys', 16),
      auditKeyIsId,
      combinations: new Int32Array(count),
      newCombinations: [],
      firstCombination: 0,
      names: names.bytes,
      nameEnds: names.ends,
      bytes: events.bytes,
      ends: events.ends,
      quarantined: batches.flatMap((batch) => batch.quarantined),
      skipped,
      formats: [...new Set(batches.flatMap((batch) => batch.formats))],
    },
  };
}

function joinFixed(
  batches: readonly ParsedBatch[],
  column: 'hashes' | 'leaves' | 'auditKeys',
  width: number,
): Uint8Array {
  return Buffer.concat(batches.map((batch) => batch[column].subarray(0, width * batch.count)));
}

function joinSlices(batches: readonly ParsedBatch[], column: 'names' | 'bytes', endsColumn: 'nameEnds' | 'ends') {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const ends = new Int32Array(count);
  const parts: Uint8Array[] = [];
  let i = 0;
  let length = 0;
  for (const batch of batches) {
    for (let n = 0; n < batch.count; n++) ends[i++] = length + (batch[endsColumn][n] as number);
    const used = batch.count === 0 ? 0 : (batch[endsColumn][batch.count - 1] as number);
    parts.push(batch[column].subarray(0, used));
    length += used;
  }
  return { bytes: Buffer.concat(parts), ends };
}
