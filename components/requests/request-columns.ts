/** The columns of the list of requests: those of its last event, and what only a whole request has. */
import type { ColumnSet } from '@/components/events/column-state';
import { type ColumnId, eventColumns } from '@/components/events/event-columns';

export type RequestColumnId = ColumnId | 'duration' | 'stages';

const own: { id: RequestColumnId; label: string }[] = [
  { id: 'duration', label: 'Duration' },
  { id: 'stages', label: 'Stages' },
];

export const requestColumnSet: ColumnSet<RequestColumnId> = {
  all: [...eventColumns.map(({ id, label }) => ({ id, label })), ...own],
  standard: ['at', 'duration', 'user', 'verb', 'object', 'code', 'sourceIP', 'stages'],
};

export function requestColumnLabel(id: RequestColumnId): string {
  return requestColumnSet.all.find((column) => column.id === id)?.label ?? id;
}

/** The column of the last event; null for what only a request has. */
export function eventColumnOf(id: RequestColumnId): ColumnId | null {
  return id === 'duration' || id === 'stages' ? null : id;
}
