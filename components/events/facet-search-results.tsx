'use client';

import { FacetValueRow } from '@/components/events/facet-value-row';
import { useFacetValues } from '@/components/shell/use-facet-values';
import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import type { EventField } from '@/lib/audit/event-fields';
import type { EventFilter } from '@/lib/search/filter-state';

const MOST = 30;

type ResultsProps = { field: EventField; total: number; searched: EventFilter; query: string };

/** The values that contain what is typed, searched by the server over all values of the facet. */
export function FacetSearchResults({ field, total, searched, query }: ResultsProps) {
  const { answer, loading } = useFacetValues(field.name, { filter: searched, query, limit: MOST });
  if (answer === null) {
    return loading ? (
      <p className="h-6 px-1 text-xs text-faint">Looking…</p>
    ) : (
      <Notice>These values could not be read; the rest of the page is not affected.</Notice>
    );
  }
  return (
    <div aria-busy={loading} className={loading ? 'opacity-60' : ''}>
      <ul aria-label={`${field.label} values found`}>
        {answer.buckets.map((bucket) => (
          <FacetValueRow key={bucket.value ?? '\0'} field={field} bucket={bucket} total={total} />
        ))}
      </ul>
      <p role="status" className="px-1 pt-1 text-xs text-faint">
        {answer.matching > answer.buckets.length
          ? `The first ${answer.buckets.length} of ${formatPlural(answer.matching, 'value')}; type more to narrow`
          : `${formatPlural(answer.matching, 'value')} found`}
      </p>
    </div>
  );
}
