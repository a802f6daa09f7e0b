/** Search within one facet, over all its values and not only the listed ones. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import type { FacetBucket } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/event-filter';
import { sumFacets, topBuckets } from '@/lib/search/facets';

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
  const { field, limit } = question;
  const { counts, dictionary } = await sumFacets(question.filter, [field]);
  const column = counts[eventFieldNames.indexOf(field)] as Float64Array;
  const query = question.query.toLowerCase();
  const { buckets, matching } = topBuckets(column, field, dictionary, limit, (value) =>
    value.toLowerCase().includes(query),
  );
  return { buckets, matching };
}
