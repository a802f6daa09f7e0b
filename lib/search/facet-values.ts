/** Search within one facet, over all its values and not only the listed ones. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import type { FacetBucket } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/event-filter';
import { bucketsOf, sumFacets } from '@/lib/search/facets';

export type FacetValues = {
  buckets: FacetBucket[];
  /** How many values contain the query, listed or not. */
  matching: number;
};

/** Values that contain `query`, whatever the case, most frequent first. Throws SearchTimeoutError. */
export async function searchFacetValues(question: {
  filter: EventFilter;
  field: EventFieldName;
  query: string;
  limit: number;
}): Promise<FacetValues> {
  const { counts, dictionary } = await sumFacets(question.filter);
  const column = counts[eventFieldNames.indexOf(question.field)] as Float64Array;
  const query = question.query.toLowerCase();
  const buckets = bucketsOf(column, question.field, dictionary).filter(({ value }) =>
    (value ?? '').toLowerCase().includes(query),
  );
  return { buckets: buckets.slice(0, question.limit), matching: buckets.length };
}
