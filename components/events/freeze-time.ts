import { formatRfc3339, type Microseconds } from '@/lib/audit/microseconds';
import { type EventFilter, withTime } from '@/lib/search/event-filter';
import { resolveTimeRange } from '@/lib/search/time-range';

/**
 * The filter with its window as instants. One page asks for facets, histogram, table and later pages of the table: with
 * "last hour" each of them would mean another hour, and their totals would differ.
 */
export function freezeTime(filter: EventFilter, now: Microseconds): EventFilter {
  const { from, to } = resolveTimeRange(filter.time, now);
  return withTime(filter, from === null ? null : formatRfc3339(from), to === null ? null : formatRfc3339(to));
}
