/** Conditions on an object's name, an auditID or a string, turned round: there is no chip for that, so the query says it. */
import { conjuncts, negate, type QueryNode } from '@/lib/query/query-tree';
import { addQuery } from '@/lib/search/filter-query';
import type { EventFilter } from '@/lib/search/filter-state';

export type RowField = 'name' | 'auditID' | 'text';

/** The filter with events ruled out of which this holds; no longer required, where it was. `name` is a pattern. */
export function withoutRowValue(filter: EventFilter, field: RowField, value: string): EventFilter {
  const open = filter[field] === value ? { ...filter, [field]: null } : filter;
  const ruledOut = negate(leafOf(field, value));
  const there = conjuncts(open.expression).some((node) => JSON.stringify(node) === JSON.stringify(ruledOut));
  return there ? open : addQuery(open, ruledOut);
}

/** The filter with its expression turned into its opposite; parts that a chip can say then become one. */
export function withExpressionTurned(filter: EventFilter): EventFilter {
  if (filter.expression === null) return filter;
  return addQuery({ ...filter, expression: null }, negate(filter.expression));
}

function leafOf(field: RowField, value: string): QueryNode {
  return field === 'text' ? { kind: 'text', text: value } : { kind: field, values: [value] };
}
