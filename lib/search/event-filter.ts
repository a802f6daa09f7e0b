/** Reads the filter of an address, the query language included: for whoever has the parser at hand, which is the server. */
import { parseQuery } from '@/lib/query/parse-query';
import {
  type FilterProblem,
  type ReadFilter,
  readFilterParams,
  serializeEventFilter,
} from '@/lib/search/filter-params';
import { type EventFilter, emptyFilter, type FieldCondition } from '@/lib/search/filter-state';
import { valueState, withTime, withValueState } from '@/lib/search/filter-values';

export {
  type EventFilter,
  emptyFilter,
  type FieldCondition,
  type FilterProblem,
  serializeEventFilter,
  valueState,
  withTime,
  withValueState,
};

export function parseEventFilter(params: URLSearchParams): ReadFilter {
  return readFilterParams(params, parseQuery);
}
