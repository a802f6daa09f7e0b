/** Corrections of counts, numbered per cluster in commit order: a reindex is the only one that writes them, one at a time. */
import type { ClientBase, Pool } from 'pg';

/** `blockSeq` null: whoever keeps counts or the dictionary in memory reads them anew. */
export async function recordCorrection(
  client: ClientBase | Pool,
  clusterId: number,
  blockSeq: number | null,
  counts: Buffer,
): Promise<void> {
  await client.query(
    `insert into count_correction (cluster_id, step, block_seq, counts)
     select $1, coalesce(max(step), 0) + 1, $2, $3 from count_correction where cluster_id = $1`,
    [clusterId, blockSeq, counts],
  );
}

export const NO_COUNTS = Buffer.alloc(0);
