'use client';

import { useState } from 'react';
import { FacetValueRow } from '@/components/events/facet-value-row';
import { OtherValuesRow } from '@/components/events/other-values-row';
import { PatternRow } from '@/components/events/pattern-row';
import { patternsBeside } from '@/components/events/patterns-beside';
import { fetchFacetValues } from '@/components/shell/fetch-facet-values';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { useAnnounce } from '@/components/ui/announcer';
import { formatCount } from '@/components/ui/format-number';
import type { EventField } from '@/lib/audit/event-fields';
import type { FacetBucket, Facets } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/filter-state';

const MORE_VALUES = 50;

type ValuesProps = { field: EventField; facets: Facets; searched: EventFilter };

/** The most frequent values, the missing bucket, and one row for all the others. */
export function FacetValues({ field, facets, searched }: ValuesProps) {
  const { name } = field;
  const { filter } = useFilterNavigation();
  const announce = useAnnounce();
  const [loaded, setLoaded] = useState<{ of: Facets; buckets: FacetBucket[] } | null>(null);
  const [loading, setLoading] = useState(false);
  // Values that were loaded under another filter belong to other counts: they are forgotten with them.
  const buckets = loaded?.of === facets ? loaded.buckets : facets.facets[name];
  const total = facets.totals[name];
  const listed = buckets.filter((bucket) => bucket.value !== null && bucket.count > 0).length;
  const rest = total - buckets.reduce((sum, bucket) => sum + bucket.count, 0);

  async function loadMore() {
    setLoading(true);
    const answer = await fetchFacetValues(name, { filter: searched, query: '', limit: listed + MORE_VALUES });
    setLoading(false);
    if (answer === null) return announce(`More values of ${field.label} could not be read`);
    setLoaded({ of: facets, buckets: withKept(answer.buckets, facets.facets[name]) });
  }

  return (
    <>
      {total === facets.total ? null : (
        <p className="px-1 pb-0.5 text-xs text-faint">
          % of {formatCount(total)}, without the conditions on this facet
        </p>
      )}
      <ul aria-label={`${field.label} values`}>
        {patternsBeside(filter, name, buckets).map((pattern) => (
          <PatternRow key={`${pattern.exclude} ${pattern.value}`} field={field} {...pattern} />
        ))}
        {buckets.map((bucket) => (
          <FacetValueRow key={bucket.value ?? '\0'} field={field} bucket={bucket} total={total} />
        ))}
      </ul>
      {rest > 0 ? (
        <OtherValuesRow
          field={field}
          buckets={buckets}
          values={facets.distinct[name] - listed}
          events={rest}
          total={total}
          loading={loading}
          onMore={() => void loadMore()}
        />
      ) : null}
      {buckets.length === 0 ? <p className="px-1 text-xs text-faint">No values</p> : null}
    </>
  );
}

/** More values, and after them those of the first answer that must stay: missing, and selected ones with zero. */
function withKept(more: FacetBucket[], first: FacetBucket[]): FacetBucket[] {
  const values = new Set(more.map((bucket) => bucket.value));
  return [...more, ...first.filter((bucket) => !values.has(bucket.value))];
}
