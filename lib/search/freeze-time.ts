import { formatRfc3339, type Microseconds } from '@/lib/audit/microseconds';
import { type EventFilter, withTime } from './event-filter';
import { withExpressionTimes } from './filter-query';
import { resolveTime, resolveTimeRange } from './time-range';

/** The filter with its window as instants: the parts of one answer would else each take "now" at another moment. */
export function freezeTime(filter: EventFilter, now: Microseconds): EventFilter {
  const { from, to } = resolveTimeRange(filter.time, now);
  const frozen = withTime(filter, from === null ? null : formatRfc3339(from), to === null ? null : formatRfc3339(to));
  return withExpressionTimes(frozen, (at) => formatRfc3339(resolveTime(at, now) ?? now));
}
