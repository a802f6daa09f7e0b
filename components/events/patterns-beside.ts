import type { EventFieldName } from '@/lib/audit/event-fields';
import type { FacetBucket } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/filter-state';
import { escapeValue } from '@/lib/search/value-pattern';

/** Conditions of a field that no listed value shows: patterns such as `system:*` or `>=400`. They stay removable. */
export function patternsBeside(
  filter: EventFilter,
  name: EventFieldName,
  buckets: FacetBucket[],
): { value: string; exclude: boolean }[] {
  const listed = new Set(buckets.map((bucket) => (bucket.value === null ? null : escapeValue(bucket.value))));
  const condition = filter.conditions[name];
  return [false, true].flatMap((exclude) =>
    (condition?.[exclude ? 'exclude' : 'include'] ?? []).flatMap((value) =>
      value === null || listed.has(value) ? [] : [{ value, exclude }],
    ),
  );
}
