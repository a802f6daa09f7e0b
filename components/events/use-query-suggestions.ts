'use client';

import { useMemo } from 'react';
import { type Suggestion, suggest } from '@/components/events/query-suggestions';
import { useFacetValues } from '@/components/shell/use-facet-values';
import { findPlace } from '@/lib/query/complete-query';
import type { EventFilter } from '@/lib/search/filter-state';
import { parseFilterText } from '@/lib/search/filter-text';

const VALUES = 12;

type Typed = { text: string; caret: number; recent: string[]; active: boolean };

/** Suggestions at the caret. Counts of values are exact, under the rest of what is typed (else under the shown filter). */
export function useQuerySuggestions({ text, caret, recent, active }: Typed, shown: EventFilter): Suggestion[] {
  const place = useMemo(() => findPlace(text, caret), [text, caret]);
  const field = active && place.kind === 'value' && place.subject.kind === 'field' ? place.subject.field : null;
  const filter = useMemo(() => {
    if (place.kind !== 'value') return shown;
    return parseFilterText(place.rest).filter ?? shown;
  }, [place, shown]);
  const query = place.kind === 'value' ? place.typed.replace(/^[*>=<]+|\*+$/g, '') : '';
  const { answer } = useFacetValues(field, { filter, query, limit: VALUES });
  return useMemo(() => {
    const fitting = (answer?.buckets ?? []).filter(({ value }) =>
      (value ?? 'missing').toLowerCase().includes(query.toLowerCase()),
    );
    return suggest(place, text, field === null ? [] : fitting, recent);
  }, [place, text, answer, field, query, recent]);
}
