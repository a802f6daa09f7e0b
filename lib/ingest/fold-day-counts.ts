/**
 * Folds the day counts of some days to one row a day and combination. Batches only add rows; the fewer there are, the
 * quicker the server has all counts in memory after a start. Sums never change, so readers need not know.
 */
import type { Pool } from 'pg';
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCountRows } from '@/lib/db/locks';

export async function foldDayCounts(pool: Pool, first: Microseconds, last: Microseconds): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockCountRows(client);
    await client.query(
      `with taken as (delete from event_count_day where day >= $1 and day <= $2 returning day, combination_id, stripe, count)
       insert into event_count_day (day, combination_id, stripe, count)
       select day, combination_id, stripe, sum(count)::int from taken group by day, combination_id, stripe`,
      [Math.floor(first / MICROSECONDS_PER_DAY), Math.floor(last / MICROSECONDS_PER_DAY)],
    );
  });
}

/** A row with its header takes some 48 bytes. */
const BLOATED_BYTES_PER_ROW = 100;
const BLOATED_FROM_BYTES = 1024 * 1024;

/**
 * Gives back the room of the rows that were folded: at the end of a large import it is five times that of what is left.
 * Rewriting takes a moment in which nobody may read the table, so it is done only where it is worth it, and not at all
 * while somebody else is at work on it.
 */
export async function shrinkDayCounts(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ bytes: number; rows: number }>(
    `select pg_relation_size('event_count_day') as bytes, (select count(*) from event_count_day) as rows`,
  );
  const { bytes, rows: count } = rows[0] as { bytes: number; rows: number };
  if (bytes < BLOATED_FROM_BYTES || bytes < count * BLOATED_BYTES_PER_ROW) return;
  const client = await pool.connect();
  try {
    await client.query(`set lock_timeout = '500ms'`);
    await client.query('vacuum full event_count_day');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
  } finally {
    await client.query('reset lock_timeout').catch(() => undefined);
    client.release();
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
