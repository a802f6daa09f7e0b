import { formatRfc3339, MICROSECONDS_PER_SECOND, type Microseconds } from '@/lib/audit/microseconds';
import type { TimeRange } from '@/lib/search/time-range';

/** Lengths that the screen offers, to each side. */
export const surroundingSeconds = [5, 30, 60, 300] as const;
export const DEFAULT_SURROUNDING_SECONDS = 30;
export const MAX_SURROUNDING_SECONDS = 86_400;

/** The window of `seconds` to each side of an instant, both ends in it. */
export function surroundingTime(at: Microseconds, seconds: number): TimeRange {
  const reach = seconds * MICROSECONDS_PER_SECOND;
  return { from: formatRfc3339(at - reach), to: formatRfc3339(at + reach + 1) };
}
