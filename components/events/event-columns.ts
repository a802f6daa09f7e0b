/** The columns of the event table: every field, and time, object, name and audit ID. */
import type { ColumnSet } from '@/components/events/column-state';
import { type EventFieldName, eventFields, findEventField } from '@/lib/audit/event-fields';
import type { EventRow } from '@/lib/search/event-answers';
import { objectText } from '@/lib/search/object-text';

export type ColumnId = EventFieldName | 'at' | 'object' | 'name' | 'auditID';

export type EventColumn = { id: ColumnId; label: string; width: string; text: (row: EventRow) => string | null };

const WIDTHS: Partial<Record<ColumnId, string>> = {
  user: 'minmax(140px, 1.3fr)',
  verb: '92px',
  sourceIP: '128px',
  code: '104px',
  outcome: '112px',
  userAgent: 'minmax(160px, 1.5fr)',
  stage: '136px',
  level: '120px',
  decision: '80px',
  cluster: '112px',
};

const special: EventColumn[] = [
  { id: 'at', label: 'Time', width: '236px', text: (row) => row.at },
  { id: 'object', label: 'Object', width: 'minmax(220px, 2.2fr)', text: objectText },
  { id: 'name', label: 'Object name', width: 'minmax(140px, 1.3fr)', text: (row) => row.name },
  { id: 'auditID', label: 'Audit ID', width: '272px', text: (row) => row.auditID },
];

const ofFields: EventColumn[] = eventFields.map(({ name, label }) => ({
  id: name,
  label: name === 'code' ? 'Code' : label,
  width: WIDTHS[name] ?? 'minmax(112px, 1fr)',
  text: (row) => (row[name] === null ? null : String(row[name])),
}));

const order: ColumnId[] = ['at', 'user', 'verb', 'object', 'sourceIP', 'code'];

const unordered = [...special, ...ofFields];

/** All columns, the default ones first and in their order. */
export const eventColumns: readonly EventColumn[] = [
  ...order.flatMap((id) => unordered.filter((column) => column.id === id)),
  ...unordered.filter((column) => !order.includes(column.id)),
];

export const defaultColumns: readonly ColumnId[] = order;

export const eventColumnSet: ColumnSet<ColumnId> = { all: eventColumns, standard: defaultColumns };

export function findColumn(id: string): EventColumn | undefined {
  return eventColumns.find((column) => column.id === id);
}

/** Whether a column is a field of the filter, which its cells can be filtered by. */
export function fieldOfColumn(id: ColumnId): EventFieldName | null {
  return findEventField(id)?.name ?? null;
}
