/** A batch as batches of one value each, and the places that hold no value as one more. */
import type { InputValue } from '@/lib/ingest/input-value';
import type { ValueBatch } from '@/lib/ingest/value-batch';

export function* singleValues(values: ValueBatch): Generator<{ value: InputValue | null; batch: ValueBatch }> {
  for (let i = 0; i < values.ends.length; i++) {
    const start = i === 0 ? 0 : (values.ends[i - 1] as number);
    const bytes = Uint8Array.from(values.bytes.subarray(start, values.ends[i]));
    const batch = {
      bytes,
      ends: Int32Array.of(bytes.length),
      lineNumbers: values.lineNumbers.slice(i, i + 1),
      byteOffsets: values.byteOffsets.slice(i, i + 1),
      bad: [],
    };
    const value = {
      bytes: Buffer.from(bytes.buffer),
      lineNumber: values.lineNumbers[i] as number,
      byteOffset: values.byteOffsets[i] as number,
    };
    yield { value, batch };
  }
  if (values.bad.length === 0) return;
  const nothing = new Float64Array(0);
  const batch = {
    bytes: new Uint8Array(0),
    ends: new Int32Array(0),
    lineNumbers: nothing,
    byteOffsets: nothing,
    bad: values.bad,
  };
  yield { value: null, batch };
}
