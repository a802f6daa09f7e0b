/** The two orders of a timeline: as things happened, and as they were found. */
import type { CasePin } from '@/lib/cases/case-answers';

export const pinOrders = ['happened', 'found'] as const;

/** Oldest first; what has no time stands at the end. */
export function orderPins(pins: readonly CasePin[], order: (typeof pinOrders)[number]): CasePin[] {
  if (order === 'found') return pins.toSorted((a, b) => compare(a.pinnedAt, b.pinnedAt) || a.id - b.id);
  return pins.toSorted((a, b) => compare(a.at ?? '~', b.at ?? '~') || a.id - b.id);
}

/** RFC 3339 in UTC of one length: their order is that of the text. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
