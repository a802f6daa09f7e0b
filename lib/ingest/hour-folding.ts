/**
 * Folds the counts of hours that are over to one row an hour and combination. Every batch adds rows, and a receiver commits
 * several batches a second: an hour of it can have thousands of rows where some dozen say the same. Sums never change, so readers
 * need not know.
 */
import type { Pool } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCountRows } from '@/lib/db/locks';
import { visitCounts } from '@/lib/evidence/block-counts';

const HOUR_MS = 3_600_000;
/** Blocks that are looked at after a start: what was added before was folded by the process before, or stays as it is. */
const FIRST_LOOK_BLOCKS = 5000;
const BLOCKS_AT_ONCE = 500;
/** Events with made-up times can touch any number of hours. */
const MOST_HOURS = 2000;
const HOURS_AT_ONCE = 24;

export class HourFolding {
  /** By cluster: the last block whose hours are known. */
  private readonly seen = new Map<number, number>();
  private readonly touched = new Set<number>();

  constructor(private readonly pool: Pool) {}

  /** Answers how many rows are gone. */
  async fold(signal: AbortSignal, now = Date.now()): Promise<number> {
    await this.noteTouched(signal);
    const current = Math.floor(now / HOUR_MS);
    let gone = 0;
    for (const { from, to } of spansOf([...this.touched].filter((hour) => hour < current))) {
      if (signal.aborted) break;
      gone += await foldHours(this.pool, from, to);
      for (let hour = from; hour < to; hour++) this.touched.delete(hour);
    }
    return gone;
  }

  private async noteTouched(signal: AbortSignal): Promise<void> {
    const { rows } = await this.pool.query<{ id: number; last: number }>(
      'select cluster_id as id, max(seq) as last from evidence_block group by cluster_id',
    );
    for (const { id, last } of rows) {
      let seen = this.seen.get(id) ?? Math.max(0, last - FIRST_LOOK_BLOCKS);
      for (; seen < last && !signal.aborted; seen = Math.min(seen + BLOCKS_AT_ONCE, last)) {
        const { rows: blocks } = await this.pool.query<{ counts: Buffer }>(
          'select counts from evidence_block where cluster_id = $1 and seq > $2 and seq <= $3',
          [id, seen, Math.min(seen + BLOCKS_AT_ONCE, last)],
        );
        for (const { counts } of blocks) visitCounts(counts, (hour) => this.touch(hour));
      }
      this.seen.set(id, seen);
    }
  }

  private touch(hour: number): void {
    if (this.touched.size < MOST_HOURS) this.touched.add(hour);
  }
}

/** Neighbouring hours together, but not too many: whoever else takes rows away waits for one span. */
function spansOf(hours: number[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const hour of hours.sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && last.to === hour && hour - last.from < HOURS_AT_ONCE) last.to = hour + 1;
    else spans.push({ from: hour, to: hour + 1 });
  }
  return spans;
}

function foldHours(pool: Pool, from: number, to: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query('set local statement_timeout = 0');
    await lockCountRows(client);
    // An hour that has few rows too many stays: what is deleted takes room too, until it is used again.
    const { rows } = await client.query<{ gone: number }>(
      `with full_hours as (
         select hour from event_count_hour where hour >= $1 and hour < $2
         group by hour having count(*) >= 2 * count(distinct combination_id)
       ), taken as (
         delete from event_count_hour where hour >= $1 and hour < $2 and hour in (select hour from full_hours)
         returning hour, combination_id, stripe, count
       ), folded as (
         insert into event_count_hour (hour, combination_id, stripe, count)
         select hour, combination_id, stripe, sum(count)::int from taken group by hour, combination_id, stripe returning 1
       )
       select (select count(*) from taken) - (select count(*) from folded) as gone`,
      [from, to],
    );
    return rows[0]?.gone ?? 0;
  });
}
