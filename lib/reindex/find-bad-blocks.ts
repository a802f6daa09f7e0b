/** The numbers of those blocks whose rows or counts differ from what their events say. Nothing is written for the others. */
import type { Pool } from 'pg';
import { type BlockReading, countEvents } from '@/lib/reindex/block-reading';
import { ExpectedRows, SEQ_OFFSET } from '@/lib/verify/expected-rows';
import { readRows } from '@/lib/verify/read-rows';

export async function findBadBlocks(
  pool: Pool,
  clusterId: number,
  readings: readonly BlockReading[],
): Promise<Set<number>> {
  const first = readings[0]?.seq;
  const last = readings.at(-1)?.seq;
  if (first === undefined || last === undefined) return new Set();
  const expected = new Map(
    readings.map(({ seq, batch, combinationIds }) => [seq, new ExpectedRows(batch, combinationIds, clusterId, seq)]),
  );
  const bad = new Set<number>();
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await readRows(client, clusterId, first, last, (bytes, start, end) => {
      const seq = bytes.readInt32BE(start + SEQ_OFFSET);
      // One is enough: saying what differs costs more than finding it.
      if (!bad.has(seq) && (expected.get(seq)?.check(bytes, start, end) ?? null) !== null) bad.add(seq);
    });
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
  for (const reading of readings) {
    const { seq, batch } = reading;
    if ((expected.get(seq)?.missing().length ?? 0) > 0) bad.add(seq);
    const left = countEvents(
      reading,
      Int32Array.from({ length: batch.count }, (_, i) => i),
    );
    reading.counted.visit((hour, combination, n) => left.add(hour, combination, -n));
    if (left.size > 0) bad.add(seq);
  }
  return bad;
}
