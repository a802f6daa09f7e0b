/** The shown columns of a list and their order, as in the URL ("at,user,verb"). */

/** All columns that a list has, and those that it shows unless somebody chose others. */
export type ColumnSet<Id extends string> = {
  all: readonly { id: Id; label: string }[];
  standard: readonly Id[];
};

/** Unknown and repeated names are dropped, nothing left is the default. */
export function parseColumns<Id extends string>(text: string, { all, standard }: ColumnSet<Id>): Id[] {
  const columns = new Set(text.split(',').flatMap((id) => all.find((column) => column.id === id)?.id ?? []));
  return columns.size === 0 ? [...standard] : [...columns];
}

export function serializeColumns(columns: readonly string[]): string {
  return columns.join(',');
}

export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return serializeColumns(a) === serializeColumns(b);
}

/** With a column shown (at the end) or hidden; the last one stays. */
export function withColumnShown<Id extends string>(columns: readonly Id[], id: Id, shown: boolean): Id[] {
  const others = columns.filter((other) => other !== id);
  if (shown) return columns.includes(id) ? [...columns] : [...others, id];
  return others.length === 0 ? [...columns] : others;
}

/** With a column one place to the left (-1) or right (1). */
export function withColumnMoved<Id extends string>(columns: readonly Id[], id: Id, by: -1 | 1): Id[] {
  const from = columns.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return [...columns];
  const moved = columns.filter((other) => other !== id);
  moved.splice(to, 0, id);
  return moved;
}
