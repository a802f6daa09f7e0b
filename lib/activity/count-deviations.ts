/** How many deviations there are: those that wait for a verdict, and all of them over time beside the failed calls. */
import type { DeviationTimeline } from '@/lib/activity/activity-answers';
import { formatRfc3339, MICROSECONDS_PER_SECOND, parseRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import type { EventFilter } from '@/lib/search/event-filter';
import { failuresOverTime } from '@/lib/search/failures-over-time';

/** Raised ones that nobody has judged yet. */
export async function countOpenDeviations(cluster: string | null): Promise<number> {
  const { rows } = await getPool().query<{ open: number }>(
    `select count(*)::int as open from deviation d join cluster c on c.id = d.cluster_id
     where d.raised and ($1::text is null or c.name = $1)
       and not exists (select from verdict v where v.deviation_id = d.id)`,
    [cluster],
  );
  return rows[0]?.open ?? 0;
}

const MAX_BUCKETS = 96;

/** `filter` is the window and the cluster. Throws SearchTimeoutError. */
export async function deviationTimeline(filter: EventFilter, cluster: string | null): Promise<DeviationTimeline> {
  const { bucketSeconds, buckets } = await failuresOverTime({ filter, maxBuckets: MAX_BUCKETS });
  const first = parseRfc3339(buckets[0]?.start ?? '');
  if (first === null) return { bucketSeconds, buckets: [] };
  const width = bucketSeconds * MICROSECONDS_PER_SECOND;
  const { rows } = await getPool().query<{ place: number; raised: number; below: number }>(
    `select ((d.start_at - $1::bigint) / $2::bigint)::int as place,
       count(*) filter (where d.raised)::int as raised, count(*) filter (where not d.raised)::int as below
     from deviation d join cluster c on c.id = d.cluster_id
     where d.start_at >= $1::bigint and d.start_at < $3::bigint and ($4::text is null or c.name = $4)
     group by 1`,
    [first, width, first + buckets.length * width, cluster],
  );
  const counted = new Map(rows.map((row) => [row.place, row]));
  return {
    bucketSeconds,
    buckets: buckets.map(({ codes }, i) => ({
      start: formatRfc3339(first + i * width),
      failed: Object.values(codes).reduce((sum, count) => sum + count, 0),
      raised: counted.get(i)?.raised ?? 0,
      below: counted.get(i)?.below ?? 0,
    })),
  };
}
