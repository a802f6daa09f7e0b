import { parseRfc3339 } from '@/lib/audit/microseconds';
import type { Histogram } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/event-filter';

/** What to ask of coverage for a chart: its own ends, and the clusters that the filter names. */
export function chartWindow(filter: EventFilter, { buckets, bucketSeconds }: Histogram) {
  const first = parseRfc3339(buckets[0]?.start ?? '');
  const last = parseRfc3339(buckets[buckets.length - 1]?.start ?? '');
  return {
    clusters: (filter.conditions.cluster?.include ?? []).filter((name) => name !== null),
    from: first ?? 0,
    to: last === null ? 0 : last + bucketSeconds * 1_000_000,
  };
}
