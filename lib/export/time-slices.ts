/**
 * The hours with matching events, joined to slices that one statement reads quickly. A long export is many short
 * statements: none of them is near a time limit, no snapshot is held for hours, and who goes away is noticed soon.
 */
import { MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';

export type TimeSlice = { from: Microseconds; to: Microseconds };

/** Events of an hour: that match by their fields, and all. */
export type HourCounts = Map<number, { matching: number; all: number }>;

const MATCHING = 100_000;
const ALL = 500_000;

/** Oldest first. Hours without a match are in none. */
export function timeSlices(hours: HourCounts, window: TimeSlice): TimeSlice[] {
  const slices: TimeSlice[] = [];
  let matching = 0;
  let all = 0;
  for (const hour of [...hours.keys()].sort((a, b) => a - b)) {
    const counts = hours.get(hour) ?? { matching: 0, all: 0 };
    if (counts.matching === 0) continue;
    const from = Math.max(hour * MICROSECONDS_PER_HOUR, window.from);
    const to = Math.min((hour + 1) * MICROSECONDS_PER_HOUR, window.to);
    if (from >= to) continue;
    const last = slices.at(-1);
    matching += counts.matching;
    all += counts.all;
    if (last && last.to === from && matching <= MATCHING && all <= ALL) {
      last.to = to;
    } else {
      slices.push({ from, to });
      matching = counts.matching;
      all = counts.all;
    }
  }
  return slices;
}
