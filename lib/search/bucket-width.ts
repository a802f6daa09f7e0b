/** Widths of time buckets that people read easily, and the choice among them. */
import { MICROSECONDS_PER_SECOND, type Microseconds } from '@/lib/audit/microseconds';

const SECONDS = [
  1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
  2_592_000,
];

/** The narrowest width of which at most `maxBuckets` cover the window. Buckets begin at multiples of it since 1970 UTC. */
export function bucketWidth(window: { from: Microseconds; to: Microseconds }, maxBuckets: number): Microseconds {
  for (const seconds of SECONDS) {
    const width = seconds * MICROSECONDS_PER_SECOND;
    if (bucketCount(window, width) <= maxBuckets) return width;
  }
  const widest = (SECONDS[SECONDS.length - 1] as number) * MICROSECONDS_PER_SECOND;
  return Math.ceil(bucketCount(window, widest) / maxBuckets) * widest;
}

export function bucketCount(window: { from: Microseconds; to: Microseconds }, width: Microseconds): number {
  return Math.max(1, Math.ceil(window.to / width) - Math.floor(window.from / width));
}
