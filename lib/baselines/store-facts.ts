/** The table baseline_fact: what five minutes hold, as counts. */
import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';

export type BucketFacts = {
  bucket: number;
  /** Combination and count, in turns. */
  counts: Int32Array;
  /** Of sensitive objects, and of paths: combination, name and count. */
  names: [number, string, number][];
};

const namesSchema = z.array(z.tuple([z.number(), z.string(), z.number()]));

/** In time order; buckets without events have none. */
export async function loadFacts(
  client: ClientBase | Pool,
  clusterId: number,
  span: { from: number; to: number },
): Promise<BucketFacts[]> {
  const { rows } = await client.query<{ bucket: number; counts: Buffer; names: unknown }>(
    'select bucket, counts, names from baseline_fact where cluster_id = $1 and bucket >= $2 and bucket < $3 order by bucket',
    [clusterId, span.from, span.to],
  );
  return rows.map(({ bucket, counts, names }) => ({
    bucket,
    counts: readCounts(counts),
    names: namesSchema.parse(names),
  }));
}

function readCounts(bytes: Buffer): Int32Array {
  const counts = new Int32Array(bytes.length / 4);
  for (let i = 0; i < counts.length; i++) counts[i] = bytes.readInt32BE(i * 4);
  return counts;
}
