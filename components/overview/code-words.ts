/** A bar of the failures chart in words and numbers. */
import { type CodeSeries, countsOf } from '@/components/overview/code-series';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

/** The window of one bar: from <= at < to. */
export function barWindow({ buckets, bucketSeconds }: FailuresOverTime, bar: number): [string, string] {
  const start = buckets[bar]?.start ?? '';
  return [start, formatRfc3339((parseRfc3339(start) ?? 0) + bucketSeconds * 1_000_000)];
}

/** The codes of one bar that occur, most frequent first. */
export function barCounts(failures: FailuresOverTime, series: readonly CodeSeries[], bar: number) {
  const counts = countsOf(failures.buckets[bar]?.codes ?? {}, series);
  return series
    .map((one) => ({ ...one, count: counts[one.code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

export function barWords(
  failures: FailuresOverTime,
  series: readonly CodeSeries[],
  bar: number,
  zone: ShownZone,
): string {
  const [from, to] = barWindow(failures, bar);
  const counts = barCounts(failures, series, bar);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const parts = counts.map(({ label, count }) => `${label} ${formatCount(count)}`);
  const window = `${formatTime(from, zone, true)} to ${formatTime(to, zone, true)}`;
  return [`${window}: ${formatPlural(total, 'failed call')}`, ...parts].join(', ');
}
