import { type ColumnId, fieldOfColumn } from '@/components/events/event-columns';
import type { EventFieldName } from '@/lib/audit/event-fields';
import type { EventRow } from '@/lib/search/event-answers';
import { type EventFilter, withValueState } from '@/lib/search/event-filter';
import { escapeValue } from '@/lib/search/value-pattern';

/** What a value can be filtered by: a field (in both directions), or a row field (for it only). */
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

/** The filter with that value required or ruled out; null where it cannot be (a name can only be required). */
export function withTarget(filter: EventFilter, target: ValueTarget, side: 'include' | 'exclude'): EventFilter | null {
  if (target.kind === 'field') {
    const value = target.value === null ? null : escapeValue(target.value);
    return withValueState(filter, target.field, value, side);
  }
  if (side === 'exclude') return null;
  return { ...filter, [target.field]: target.field === 'name' ? escapeValue(target.value) : target.value };
}
