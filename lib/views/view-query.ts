/**
 * What of a page's address a view keeps: the filter in its usual form and how the list is shown; not the open event, nor
 * whatever else somebody put there. Relative times stay relative.
 */
import { type FilterProblem, parseEventFilter, serializeEventFilter } from '@/lib/search/event-filter';

/** How the list is shown. */
const KEPT = ['view', 'columns', 'requestColumns', 'tz'] as const;
const MOST_CHARACTERS = 1000;

export function viewQuery(query: string): { query: string; problems: FilterProblem[] } {
  const params = new URLSearchParams(query);
  const { filter, problems } = parseEventFilter(params);
  const kept = serializeEventFilter(filter);
  for (const key of KEPT) {
    const value = params.get(key);
    if (value !== null && value !== '') kept.set(key, value.slice(0, MOST_CHARACTERS));
  }
  return { query: kept.toString(), problems };
}
