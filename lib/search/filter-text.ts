/** The filter that somebody typed. */
import { parseQuery } from '@/lib/query/parse-query';
import type { QueryProblem } from '@/lib/query/query-error';
import { addQuery } from '@/lib/search/filter-query';
import { type EventFilter, emptyFilter } from '@/lib/search/filter-state';

export type ParsedFilter = { filter: EventFilter; problem: null } | { filter: null; problem: QueryProblem };

/** The filter that a text stands for, whole: nothing of an earlier one is kept. */
export function parseFilterText(text: string): ParsedFilter {
  const { node, problem } = parseQuery(text);
  return problem ? { filter: null, problem } : { filter: addQuery(emptyFilter, node), problem: null };
}
