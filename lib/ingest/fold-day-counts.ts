/**
 * Folds the day counts of some days to one row a day and combination. Batches only add rows; the fewer there are, the
 * quicker the server has all counts in memory after a start. Sums never change, so readers need not know.
 */
import type { Pool } from 'pg';
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';

export async function foldDayCounts(pool: Pool, first: Microseconds, last: Microseconds): Promise<void> {
  await pool.query(
    `with taken as (delete from event_count_day where day >= $1 and day <= $2 returning day, combination_id, stripe, count)
     insert into event_count_day (day, combination_id, stripe, count)
     select day, combination_id, stripe, sum(count)::int from taken group by day, combination_id, stripe`,
    [Math.floor(first / MICROSECONDS_PER_DAY), Math.floor(last / MICROSECONDS_PER_DAY)],
  );
}
