import { z } from 'zod';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { facetBucketSchema } from '@/lib/search/event-answers';
import { serializeEventFilter } from '@/lib/search/filter-params';
import type { EventFilter } from '@/lib/search/filter-state';

const answerSchema = z.object({ buckets: z.array(facetBucketSchema), matching: z.number().int() });

export type FacetValuesAnswer = z.infer<typeof answerSchema>;

type Question = { filter: EventFilter; query: string; limit: number; signal?: AbortSignal };

/** Asks the server for values of one field that contain `query`, most frequent first. Null where that failed. */
export async function fetchFacetValues(field: EventFieldName, question: Question): Promise<FacetValuesAnswer | null> {
  const params = serializeEventFilter(question.filter);
  params.set('query', question.query);
  params.set('limit', String(question.limit));
  try {
    const response = await fetch(`/api/v1/facets/${field}?${params}`, { signal: question.signal ?? null });
    if (!response.ok) return null;
    const answer = answerSchema.safeParse(await response.json());
    return answer.success ? answer.data : null;
  } catch {
    return null;
  }
}
