/** What an evidence block holds, as the batch that the import's parser takes: whoever checks or rebuilds the index reads it alike. */
import type { ValueBatch } from '@/lib/ingest/value-batch';

/** `bytes` are the events' one after another. */
export function valuesOf(events: readonly Buffer[], bytes: Buffer): ValueBatch {
  const ends = new Int32Array(events.length);
  let end = 0;
  for (let i = 0; i < events.length; i++) ends[i] = end += (events[i] as Buffer).length;
  const places = new Float64Array(events.length);
  return { bytes, ends, lineNumbers: places, byteOffsets: places, bad: [] };
}
