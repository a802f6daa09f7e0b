/** The conditions of a filter one by one, as the chips show them. */
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import { printQuery } from '@/lib/query/print-query';
import type { EventFilter } from '@/lib/search/filter-state';
import { withValueState } from '@/lib/search/filter-values';
import { type RowField, withExpressionTurned, withoutRowValue } from '@/lib/search/row-values';
import { literalOf } from '@/lib/search/value-pattern';

export const rowFieldLabels: Record<RowField, string> = { name: 'Object name', auditID: 'Audit ID', text: 'Text' };

export type Condition =
  | { kind: 'value'; field: EventFieldName; label: string; value: string | null; exclude: boolean; words: string }
  | { kind: 'row'; field: RowField; label: string; value: string; words: string }
  /** What no chip of a field can say, as text. */
  | { kind: 'expression'; label: string; value: string; words: string };

/** All conditions but the window, in the order of the field table. */
export function conditionsOf(filter: EventFilter): Condition[] {
  const conditions: Condition[] = [];
  for (const { name, label } of eventFields) {
    const condition = filter.conditions[name];
    for (const exclude of [false, true]) {
      for (const value of condition?.[exclude ? 'exclude' : 'include'] ?? []) {
        const words = `${label} ${relationWords(value, exclude)}${value === null ? '' : ` ${shownPattern(value)}`}`;
        conditions.push({ kind: 'value', field: name, label, value, exclude, words });
      }
    }
  }
  for (const field of ['name', 'auditID', 'text'] as const) {
    const value = filter[field];
    if (value === null) continue;
    const label = rowFieldLabels[field];
    conditions.push({
      kind: 'row',
      field,
      label,
      value,
      words: `${label} ${rowRelation(field)} ${shownPattern(value)}`,
    });
  }
  if (filter.expression !== null) {
    const value = printQuery(filter.expression);
    conditions.push({ kind: 'expression', label: 'Query', value, words: `Query ${value}` });
  }
  return conditions;
}

export function relationWords(value: string | null, exclude: boolean): string {
  if (value === null) return exclude ? 'is present' : 'is missing';
  return exclude ? 'is not' : 'is';
}

export function rowRelation(field: RowField): string {
  return field === 'text' ? 'contains' : 'is';
}

/** A pattern as it reads: a literal without its escapes, others as typed. */
export function shownPattern(pattern: string): string {
  return literalOf(pattern) ?? pattern;
}

export function withoutCondition(filter: EventFilter, condition: Condition): EventFilter {
  if (condition.kind === 'expression') return { ...filter, expression: null };
  if (condition.kind === 'row') return { ...filter, [condition.field]: null };
  return withValueState(filter, condition.field, condition.value, 'neutral');
}

/** Include becomes exclude and the other way round; what no chip can say becomes a part of the query. */
export function withConditionTurned(filter: EventFilter, condition: Condition): EventFilter {
  if (condition.kind === 'row') return withoutRowValue(filter, condition.field, condition.value);
  if (condition.kind === 'expression') return withExpressionTurned(filter);
  return withValueState(filter, condition.field, condition.value, condition.exclude ? 'include' : 'exclude');
}
