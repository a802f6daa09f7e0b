/**
 * Which buckets the blocks after the last one measured have added to. A block says when its first and last events were, and
 * in which hours it added how many; together they are close, also where a single event is years away from the rest.
 */
import type { Pool } from 'pg';
import { bucketOf } from '@/lib/coverage/bucket-time';
import type { BucketSpan } from '@/lib/coverage/read-facts';

const BUCKETS_PER_HOUR = 12;
const BLOCKS_AT_ONCE = 500;

/** Spans in time order, apart from each other. */
export async function touchedBuckets(
  pool: Pool,
  clusterId: number,
  blocks: { after: number; upTo: number },
): Promise<BucketSpan[]> {
  const buckets = new Set<number>();
  for (let after = blocks.after; after < blocks.upTo; after += BLOCKS_AT_ONCE) {
    // What a block added (3 kB of triples) is only read where its events are hours apart.
    const { rows } = await pool.query<{ min_at: number; max_at: number; counts: Buffer | null }>(
      `select min_at, max_at, case when max_at - min_at > 7200000000 then counts end as counts
       from evidence_block where cluster_id = $1 and seq > $2 and seq <= $3`,
      [clusterId, after, Math.min(after + BLOCKS_AT_ONCE, blocks.upTo)],
    );
    for (const { min_at: minAt, max_at: maxAt, counts } of rows) {
      const first = Math.max(0, bucketOf(minAt));
      const last = bucketOf(maxAt);
      if (!counts) {
        for (let bucket = first; bucket <= last; bucket++) buckets.add(bucket);
        continue;
      }
      for (const hour of hoursOf(counts)) {
        const start = Math.max(first, hour * BUCKETS_PER_HOUR);
        for (let bucket = start; bucket <= Math.min(last, hour * BUCKETS_PER_HOUR + 11); bucket++) buckets.add(bucket);
      }
    }
  }
  return joinBuckets(buckets);
}

/** Little-endian triples of hour, combination and count. */
function hoursOf(counts: Buffer): Set<number> {
  const hours = new Set<number>();
  for (let at = 0; at + 12 <= counts.length; at += 12) hours.add(counts.readInt32LE(at));
  return hours;
}

function joinBuckets(buckets: ReadonlySet<number>): BucketSpan[] {
  const spans: BucketSpan[] = [];
  for (const bucket of [...buckets].sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    if (last && last.to === bucket) last.to = bucket + 1;
    else spans.push({ from: bucket, to: bucket + 1 });
  }
  return spans;
}

/** The spans with `reach` buckets around each, joined where they meet. */
export function widen(spans: readonly BucketSpan[], reach: number): BucketSpan[] {
  const wide: BucketSpan[] = [];
  for (const { from, to } of spans) {
    const last = wide[wide.length - 1];
    if (last && last.to >= from - reach) last.to = Math.max(last.to, to + reach);
    else wide.push({ from: Math.max(0, from - reach), to: to + reach });
  }
  return wide;
}

/** The spans in pieces of at most so many buckets. */
export function cut(spans: readonly BucketSpan[], most: number): BucketSpan[] {
  const pieces: BucketSpan[] = [];
  for (const { from, to } of spans) {
    for (let start = from; start < to; start += most) pieces.push({ from: start, to: Math.min(to, start + most) });
  }
  return pieces;
}
