'use client';

import { StateMark } from '@/components/events/state-mark';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button } from '@/components/ui/button';
import { formatCount, formatPlural, formatShare } from '@/components/ui/format-number';
import type { EventField } from '@/lib/audit/event-fields';
import type { FacetBucket } from '@/lib/search/event-answers';
import { escapeValue } from '@/lib/search/value-pattern';

type OtherProps = {
  field: EventField;
  buckets: FacetBucket[];
  values: number;
  events: number;
  total: number;
  loading: boolean;
  onMore: () => void;
};

/** All values that are not listed: a click filters for them, by excluding each listed one; Alt-click for the listed. */
export function OtherValuesRow({ field, buckets, values, events, total, loading, onMore }: OtherProps) {
  const { filter, setFilter } = useFilterNavigation();
  const words = `Other: ${formatPlural(values, 'value')}`;

  function choose(exclude: boolean) {
    const listed = buckets.filter((bucket) => bucket.count > 0);
    const patterns = listed.map((bucket) => (bucket.value === null ? null : escapeValue(bucket.value)));
    const condition = exclude ? { include: patterns, exclude: [] } : { include: [], exclude: patterns };
    setFilter({ ...filter, conditions: { ...filter.conditions, [field.name]: condition } });
  }

  return (
    <>
      <div className="flex items-center">
        <button
          type="button"
          aria-label={`${words}, ${formatPlural(events, 'event')}, ${formatShare(events, total)}: filter for them`}
          title="Click to filter for these, Alt-click to exclude them"
          onClick={(event) => choose(event.altKey)}
          className="flex h-6 min-w-0 flex-1 items-center gap-1.5 rounded-md px-1 text-xs text-muted hover:bg-hover"
        >
          <StateMark state="neutral" />
          <span className="flex-1 truncate text-left">{words}</span>
          <span>{formatCount(events)}</span>
          <span className="w-9 shrink-0 text-right text-xs text-faint">{formatShare(events, total)}</span>
        </button>
      </div>
      <Button
        size="sm"
        variant="ghost"
        disabled={loading}
        onClick={onMore}
        aria-label={`More values of ${field.label}`}
        className="ml-4"
      >
        {loading ? 'Loading …' : 'Show more'}
      </Button>
    </>
  );
}
