import type { ChartCursor } from '@/components/charts/chart-cursor';
import { selectedBars } from '@/components/charts/chart-cursor';
import { coverageWords } from '@/components/charts/coverage-words';
import { type OutcomeCounts, sortedSeries, stackOrder, totalOf } from '@/components/charts/outcome-series';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import { outcomeLabels } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';

/** The window that bars `first` to `last` cover: from <= at < to. */
export function bucketRange({ buckets, bucketSeconds }: Histogram, [first, last]: [number, number]): [string, string] {
  const start = buckets[first]?.start ?? '';
  const end = parseRfc3339(buckets[last]?.start ?? '') ?? 0;
  return [start, formatRfc3339(end + bucketSeconds * 1_000_000)];
}

/** The counts of bars `first` to `last` together. */
export function sumBars({ buckets }: Histogram, [first, last]: [number, number]): OutcomeCounts {
  const sum: OutcomeCounts = { ok: 0, clientError: 0, denied: 0, serverError: 0, noResponse: 0 };
  for (const bucket of buckets.slice(first, last + 1)) {
    for (const outcome of stackOrder) sum[outcome] += bucket[outcome];
  }
  return sum;
}

/** What a screen reader says of the cursor: the window, the total, each series, and what is missing. */
export function bucketWords(
  histogram: Histogram,
  state: ChartCursor,
  zone: ShownZone,
  gaps: readonly CoverageGap[] = [],
): string {
  const selection = selectedBars(state);
  const bars: [number, number] | null = selection ?? (state.cursor === null ? null : [state.cursor, state.cursor]);
  if (bars === null) return 'Selection cleared';
  const [from, to] = bucketRange(histogram, bars);
  const counts = sumBars(histogram, bars);
  const series = sortedSeries(counts).map(({ outcome, count }) => `${outcomeLabels[outcome]} ${formatCount(count)}`);
  const window = `${formatTime(from, zone, true)} to ${formatTime(to, zone, true)}`;
  const missing = coverageWords(gaps, from, to);
  const words = [formatPlural(totalOf(counts), 'event'), ...series, ...(missing ? [missing] : [])].join(', ');
  return selection
    ? `Selected ${formatPlural(bars[1] - bars[0] + 1, 'bar')}, ${window}: ${words}`
    : `${window}: ${words}`;
}
