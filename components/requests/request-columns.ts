/** The columns of the list of requests: those of its last event, and what only a whole request has. */
import type { ColumnSet } from '@/components/events/column-state';
import { type ColumnId, eventColumns, findColumn } from '@/components/events/event-columns';

export type RequestColumnId = ColumnId | 'duration' | 'stages';

const own: { id: RequestColumnId; label: string }[] = [
  { id: 'duration', label: 'Duration' },
  { id: 'stages', label: 'Stages' },
];

export const requestColumnSet: ColumnSet<RequestColumnId> = {
  all: [...eventColumns.map(({ id, label }) => ({ id, label })), ...own],
  standard: ['at', 'duration', 'user', 'verb', 'object', 'code', 'sourceIP'],
};

export function requestColumnLabel(id: RequestColumnId): string {
  return requestColumnSet.all.find((column) => column.id === id)?.label ?? id;
}

/** The column of the last event; null for what only a request has. */
export function eventColumnOf(id: RequestColumnId): ColumnId | null {
  return id === 'duration' || id === 'stages' ? null : id;
}

const WIDTHS: Partial<Record<RequestColumnId, number>> = { at: 264, duration: 112, verb: 76, code: 100, stages: 64 };
/** The longest ones give way in the middle before the table has to be moved sideways. */
const LEAST: Partial<Record<RequestColumnId, number>> = { user: 130, object: 160 };
/** What is left in a column of the event table beside its padding is enough for most values. */
const PERCENT_OF_SHARE = 11;

/** Widths for a table of a fixed layout: in pixels, or a share of it; the object, which is longest, gets the rest. */
export function requestColumnWidth(id: RequestColumnId): string | undefined {
  if (id === 'object') return undefined;
  const own = WIDTHS[id];
  if (own !== undefined) return `${own}px`;
  const width = findColumn(id)?.width ?? '';
  const share = /([\d.]+)fr/.exec(width)?.[1];
  return share === undefined ? width : `${Number(share) * PERCENT_OF_SHARE}%`;
}

/** Below that the table is moved sideways instead of being read. */
export function leastTableWidth(columns: readonly RequestColumnId[]): number {
  return columns.reduce((sum, id) => {
    const [pixels = '112'] = /\d+(?=px)/.exec(findColumn(id)?.width ?? '') ?? [];
    return sum + (WIDTHS[id] ?? LEAST[id] ?? Number(pixels));
  }, 0);
}
