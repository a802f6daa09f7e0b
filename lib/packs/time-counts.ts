/**
 * Counts by outcome over time in little memory, although nobody knows beforehand how long a time they span: buckets begin
 * with a second and are put together when there are too many of them. Each width is a multiple of the one before, so that a
 * bucket never has to be split.
 */
import { formatRfc3339, MICROSECONDS_PER_SECOND, type Microseconds } from '@/lib/audit/microseconds';
import { type Outcome, outcomes } from '@/lib/audit/outcome';
import type { ChartBuckets } from '@/lib/reports/chart-shape';

const WIDTHS = [1, 5, 10, 30, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400];
const MOST = 4096;
/** Bars of the chart. */
const BARS = 60;

export class TimeCounts {
  private width = WIDTHS[0] as number;
  private counts = new Map<number, Float64Array>();

  /** `outcome` is its place among all outcomes. */
  add(at: Microseconds, outcome: number): void {
    const bucket = Math.floor(at / (this.width * MICROSECONDS_PER_SECOND));
    let counts = this.counts.get(bucket);
    if (!counts) {
      counts = new Float64Array(outcomes.length);
      this.counts.set(bucket, counts);
    }
    counts[outcome] = (counts[outcome] as number) + 1;
    if (this.counts.size > MOST) this.widen();
  }

  /** Every bucket from the first to the last, empty ones too. */
  bars(): ChartBuckets {
    while (this.span() > BARS) this.widen();
    const first = Math.min(...this.counts.keys());
    const buckets = Array.from({ length: this.span() }, (_, n) => {
      const counts = this.counts.get(first + n);
      const byOutcome = {} as Record<Outcome, number>;
      outcomes.forEach((outcome, o) => {
        byOutcome[outcome] = counts?.[o] ?? 0;
      });
      const events = outcomes.reduce((sum, outcome) => sum + byOutcome[outcome], 0);
      return {
        start: formatRfc3339((first + n) * this.width * MICROSECONDS_PER_SECOND),
        events,
        outcomes: byOutcome,
      };
    });
    return { bucketSeconds: this.width, buckets };
  }

  /** Buckets from the first to the last. */
  private span(): number {
    if (this.counts.size === 0) return 0;
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const bucket of this.counts.keys()) {
      first = Math.min(first, bucket);
      last = Math.max(last, bucket);
    }
    return last - first + 1;
  }

  private widen(): void {
    const wider = WIDTHS.find((width) => width > this.width) ?? this.width * 2;
    const factor = wider / this.width;
    const merged = new Map<number, Float64Array>();
    for (const [bucket, counts] of this.counts) {
      const place = Math.floor(bucket / factor);
      const sums = merged.get(place);
      if (!sums) merged.set(place, counts);
      else for (let o = 0; o < sums.length; o++) sums[o] = (sums[o] as number) + (counts[o] as number);
    }
    this.width = wider;
    this.counts = merged;
  }
}
