'use client';

import { useEffect, useState } from 'react';
import { type FacetValuesAnswer, fetchFacetValues } from '@/components/shell/fetch-facet-values';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { serializeEventFilter } from '@/lib/search/filter-params';
import type { EventFilter } from '@/lib/search/filter-state';

type Question = { filter: EventFilter; query: string; limit: number };
type Shown = { answer: FacetValuesAnswer | null; loading: boolean };

const DEBOUNCE_MILLISECONDS = 150;

/**
 * The values of a field that contain what is typed, asked from the server a moment after the last key. A newer question
 * cancels the older one, so that a late answer never replaces a newer one. `answer` is null where asking failed, and without
 * a field, which asks nothing.
 */
export function useFacetValues(field: EventFieldName | null, { filter, query, limit }: Question): Shown {
  const [shown, setShown] = useState<Shown & { field: EventFieldName | null }>({
    answer: null,
    field,
    loading: field !== null,
  });
  const filterKey = serializeEventFilter(filter).toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: filterKey stands for filter, whose identity changes on every render
  useEffect(() => {
    if (field === null) {
      setShown({ answer: null, field, loading: false });
      return;
    }
    const controller = new AbortController();
    // Values of another field would be offered for this one.
    setShown((before) => ({ answer: before.field === field ? before.answer : null, field, loading: true }));
    const timer = setTimeout(async () => {
      const answer = await fetchFacetValues(field, { filter, query, limit, signal: controller.signal });
      if (!controller.signal.aborted) setShown({ answer, field, loading: false });
    }, DEBOUNCE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [field, filterKey, query, limit]);
  return shown;
}
