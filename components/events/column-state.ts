import { type ColumnId, defaultColumns, findColumn } from '@/components/events/event-columns';

/** Columns as in the URL ("at,user,verb"): unknown and repeated names are dropped, nothing left is the default. */
export function parseColumns(text: string): ColumnId[] {
  const columns = new Set(text.split(',').flatMap((id) => findColumn(id)?.id ?? []));
  return columns.size === 0 ? [...defaultColumns] : [...columns];
}

export function serializeColumns(columns: readonly ColumnId[]): string {
  return columns.join(',');
}

export function sameColumns(a: readonly ColumnId[], b: readonly ColumnId[]): boolean {
  return serializeColumns(a) === serializeColumns(b);
}

/** With a column shown (at the end) or hidden; the last one stays. */
export function withColumnShown(columns: readonly ColumnId[], id: ColumnId, shown: boolean): ColumnId[] {
  const others = columns.filter((other) => other !== id);
  if (shown) return columns.includes(id) ? [...columns] : [...others, id];
  return others.length === 0 ? [...columns] : others;
}

/** With a column one place to the left (-1) or right (1). */
export function withColumnMoved(columns: readonly ColumnId[], id: ColumnId, by: -1 | 1): ColumnId[] {
  const from = columns.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return [...columns];
  const moved = columns.filter((other) => other !== id);
  moved.splice(to, 0, id);
  return moved;
}
