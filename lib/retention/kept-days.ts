/**
 * What a cluster keeps, by day. A block belongs to the day of its newest event: it can only go as a whole, when that is old.
 */
import type { Pool } from 'pg';
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';

/**
 * Bytes of an event's row with its place in the indexes and in the counts. A figure instead of a look at the tables: they do not
 * shrink when rows go, and what they cost an event would seem to grow with every day that is dropped.
 */
export const ROW_BYTES = 180;

/** `day` is counted since 1970 UTC; `firstAt`, in microseconds, can be of an earlier one. */
export type KeptDay = { day: number; firstAt: Microseconds; blocks: number; events: number; bytes: number };

/** Oldest first. */
export async function readKeptDays(pool: Pool, clusterId: number): Promise<KeptDay[]> {
  const { rows } = await pool.query<KeptDay>(
    `select max_at / $2::bigint as day, min(min_at) as "firstAt", count(*) as blocks, sum(event_count)::bigint as events,
       (sum(octet_length(data)) + sum(octet_length(counts)) + $3::bigint * sum(event_count))::bigint as bytes
     from evidence_block where cluster_id = $1 and octet_length(data) > 0 group by 1 order by 1`,
    [clusterId, MICROSECONDS_PER_DAY, ROW_BYTES],
  );
  return rows;
}
