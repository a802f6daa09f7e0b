/** What an evidence block holds, as the batch that the import's parser takes: whoever checks or rebuilds the index reads it alike. */
import type { ValueBatch } from '@/lib/ingest/value-batch';

/** `bytes` are the events' one after another, `ends` where each of them ends. */
export function valuesOf(bytes: Buffer, ends: Int32Array): ValueBatch {
  const places = new Float64Array(ends.length);
  return { bytes, ends, lineNumbers: places, byteOffsets: places, bad: [] };
}
