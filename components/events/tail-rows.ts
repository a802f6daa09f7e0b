/**
 * What a live tail has brought: shown above the list, or held back while somebody reads. Pure. At any moment each event is in
 * the list once: an event that the list has already is not shown again, and one that is shown is left out of later pages.
 */
import type { EventRow } from '@/lib/search/event-answers';

export type TailRows = {
  /** The one committed last comes first. */
  shown: readonly EventRow[];
  /** The same, not shown yet. */
  held: readonly EventRow[];
};

export const noTailRows: TailRows = { shown: [], held: [] };

/** `arrived` in the order of commit; `listed` are the rows of the pages that are loaded. */
export function withArrived(
  rows: TailRows,
  arrived: readonly EventRow[],
  { listed, reading }: { listed: readonly EventRow[]; reading: boolean },
): TailRows {
  if (arrived.length === 0) return rows;
  const known = new Set([...listed, ...rows.shown, ...rows.held].map(({ id }) => id));
  const fresh = arrived.filter(({ id }) => !known.has(id)).reverse();
  if (fresh.length === 0) return rows;
  if (reading) return { ...rows, held: [...fresh, ...rows.held] };
  return { shown: [...fresh, ...withoutListed(rows.held, listed), ...rows.shown], held: [] };
}

/** What was held back comes to the top; what a page has brought in the meantime does not come again. */
export function withHeldShown(rows: TailRows, listed: readonly EventRow[]): TailRows {
  if (rows.held.length === 0) return rows;
  return { shown: [...withoutListed(rows.held, listed), ...rows.shown], held: [] };
}

/** The whole list. */
export function listWithTail({ shown }: TailRows, listed: readonly EventRow[]): readonly EventRow[] {
  return shown.length === 0 ? listed : [...shown, ...withoutListed(listed, shown)];
}

function withoutListed(rows: readonly EventRow[], listed: readonly EventRow[]): readonly EventRow[] {
  const known = new Set(listed.map(({ id }) => id));
  return rows.filter(({ id }) => !known.has(id));
}
