/**
 * What an import does once at its end, a receiver has to do again and again: fold the counts of the days it added to, and
 * summarise the block-range indexes for the new pages.
 */
import type { Pool } from 'pg';
import { MICROSECONDS_PER_DAY } from '@/lib/audit/microseconds';
import { foldDayCounts } from '@/lib/ingest/fold-day-counts';
import { endPastDays } from './day-record';

/** Events with made-up times can touch any number of days; what is left out is folded by the next import. */
const MOST_DAYS = 100;

export async function foldTouchedDays(pool: Pool, days: readonly number[]): Promise<void> {
  await endPastDays(pool);
  if (days.length === 0) return;
  for (const day of [...new Set(days)].sort((a, b) => b - a).slice(0, MOST_DAYS)) {
    await foldDayCounts(pool, day * MICROSECONDS_PER_DAY, day * MICROSECONDS_PER_DAY);
  }
  await pool.query('select summarize_events()');
}
