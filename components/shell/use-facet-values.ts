'use client';

import { useEffect, useState } from 'react';
import { type FacetValuesAnswer, fetchFacetValues } from '@/components/shell/fetch-facet-values';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { type EventFilter, serializeEventFilter } from '@/lib/search/event-filter';

type Question = { filter: EventFilter; query: string; limit: number };
type Shown = { answer: FacetValuesAnswer | null; loading: boolean };

const DEBOUNCE_MILLISECONDS = 150;

/**
 * The values of a field that contain what is typed, asked from the server a moment after the last key. A newer question
 * cancels the older one, so that a late answer never replaces a newer one. `answer` is null where asking failed.
 */
export function useFacetValues(field: EventFieldName, { filter, query, limit }: Question): Shown {
  const [shown, setShown] = useState<Shown>({ answer: null, loading: true });
  const filterKey = serializeEventFilter(filter).toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: filterKey stands for filter, whose identity changes on every render
  useEffect(() => {
    const controller = new AbortController();
    setShown((before) => ({ ...before, loading: true }));
    const timer = setTimeout(async () => {
      const answer = await fetchFacetValues(field, { filter, query, limit, signal: controller.signal });
      if (!controller.signal.aborted) setShown({ answer, loading: false });
    }, DEBOUNCE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [field, filterKey, query, limit]);
  return shown;
}
