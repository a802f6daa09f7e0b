import type { Outcome } from '@/lib/audit/outcome';

/** From the baseline up: failures stand on the baseline, where their heights can be compared. */
export const stackOrder: readonly Outcome[] = ['serverError', 'denied', 'clientError', 'ok', 'noResponse'];

export type OutcomeCounts = Record<Outcome, number>;

export function totalOf(counts: OutcomeCounts): number {
  return stackOrder.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** The series with their counts, largest first; what is zero is left out. */
export function sortedSeries(counts: OutcomeCounts): { outcome: Outcome; count: number }[] {
  return stackOrder
    .map((outcome) => ({ outcome, count: counts[outcome] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
