/** Since when there are events of the clusters that a filter is about: before that, silence means nothing. */
import {
  formatRfc3339,
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  type Microseconds,
} from '@/lib/audit/microseconds';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, emptyFilter, withTime } from '@/lib/search/event-filter';

/** Start of the first hour with events; null where there is none. */
export async function firstHour(filter: EventFilter): Promise<Microseconds | null> {
  const { cluster } = filter.conditions;
  const ofClusters: EventFilter = { ...emptyFilter, conditions: cluster ? { cluster } : {} };
  const day = await firstBucket(ofClusters, MICROSECONDS_PER_DAY);
  if (day === null) return null;
  const inDay = withTime(ofClusters, formatRfc3339(day), formatRfc3339(day + MICROSECONDS_PER_DAY));
  return firstBucket(inDay, MICROSECONDS_PER_HOUR);
}

function firstBucket(filter: EventFilter, width: Microseconds): Promise<Microseconds | null> {
  return askEventCounts(
    filter,
    () => width,
    ({ verdicts, visit }) => {
      let first: Microseconds | null = null;
      visit((at, combination) => {
        if (verdicts[combination] === MATCHES && (first === null || at < first)) first = at;
      });
      return first === null ? null : Math.floor(first / width) * width;
    },
  );
}
