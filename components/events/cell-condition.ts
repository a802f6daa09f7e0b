import { type ColumnId, fieldOfColumn } from '@/components/events/event-columns';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { DEFAULT_SURROUNDING_SECONDS, surroundingTime } from '@/lib/pivots/surrounding-time';
import type { EventRow } from '@/lib/search/event-answers';
import { type EventFilter, emptyFilter } from '@/lib/search/filter-state';
import { withTime, withValueState } from '@/lib/search/filter-values';
import { withoutRowValue } from '@/lib/search/row-values';
import { escapeValue } from '@/lib/search/value-pattern';

/** What a value can be filtered by: a field, or what the row has besides. */
export type ValueTarget =
  | { kind: 'field'; field: EventFieldName; value: string | null }
  | { kind: 'row'; field: 'name' | 'auditID'; value: string };

/** The condition that a cell of the table stands for; null where there is none (the time). */
export function cellTarget(row: EventRow, column: ColumnId): ValueTarget | null {
  const field = fieldOfColumn(column);
  if (field !== null) {
    const value = row[field];
    return { kind: 'field', field, value: value === null ? null : String(value) };
  }
  if (column === 'auditID') return row.auditID === null ? null : { kind: 'row', field: 'auditID', value: row.auditID };
  if (column === 'at') return null;
  if (row.name !== null) return { kind: 'row', field: 'name', value: row.name };
  return { kind: 'field', field: 'resource', value: row.resource };
}

/** The filter with that value required or ruled out. */
export function withTarget(filter: EventFilter, target: ValueTarget, side: 'include' | 'exclude'): EventFilter {
  if (target.kind === 'field') {
    const value = target.value === null ? null : escapeValue(target.value);
    return withValueState(filter, target.field, value, side);
  }
  const value = target.field === 'name' ? escapeValue(target.value) : target.value;
  return side === 'exclude' ? withoutRowValue(filter, target.field, value) : { ...filter, [target.field]: value };
}

/** Fields that say little about what belongs together: nearly every event around has the same. */
const COMMON: ReadonlySet<ColumnId> = new Set(['cluster', 'stage', 'level', 'decision', 'auditID', 'outcome']);

/** The events of the cluster around this one in time that have the value too; null where there is none. */
export function aroundTarget(row: EventRow, column: ColumnId): EventFilter | null {
  const target = cellTarget(row, column);
  const at = parseRfc3339(row.at);
  if (target === null || target.value === null || at === null || COMMON.has(column)) return null;
  const { from, to } = surroundingTime(at, DEFAULT_SURROUNDING_SECONDS);
  const cluster = withValueState(emptyFilter, 'cluster', escapeValue(row.cluster), 'include');
  return withTarget(withTime(cluster, from, to), target, 'include');
}
