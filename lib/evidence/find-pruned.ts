/** Whether retention has dropped evidence of that time, for whoever looks for an event that is no longer there. */
import type { Pool } from 'pg';

export type PrunedTime = { prunedAt: Date; reason: string | null };

/** The last time that bytes of a block were dropped whose events' times include `at`; null where none were. */
export async function findPruned(pool: Pool, clusterId: number, at: number): Promise<PrunedTime | null> {
  const { rows } = await pool.query<{ at: number; reason: string | null }>(
    `select m.at, m.reason from evidence_block b
     join prune_marker m on m.cluster_id = b.cluster_id and b.seq between m.first_seq and m.last_seq
     where b.cluster_id = $1 and b.min_at <= $2 and b.max_at >= $2 and octet_length(b.data) = 0
     order by m.id desc limit 1`,
    [clusterId, at],
  );
  const row = rows[0];
  return row ? { prunedAt: new Date(Math.floor(row.at / 1000)), reason: row.reason } : null;
}
