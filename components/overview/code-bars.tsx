'use client';

import { TimeBars } from '@/components/charts/time-bars';
import { type CodeSeries, countsOf } from '@/components/overview/code-series';
import type { ShownZone } from '@/components/ui/format-time';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

type CodeBarsProps = { failures: FailuresOverTime; series: readonly CodeSeries[]; zone: ShownZone };

/** Failed calls over time, stacked by code. */
export function CodeBars({ failures, series, zone }: CodeBarsProps) {
  const { buckets, bucketSeconds } = failures;
  const rows = buckets.map(({ start, codes }) => ({ start, counts: countsOf(codes, series) }));
  const bars = series.map(({ code, fill }) => ({
    key: code,
    fill,
    count: (row: (typeof rows)[number]) => row.counts[code] ?? 0,
  }));
  return <TimeBars rows={rows} bucketSeconds={bucketSeconds} zone={zone} series={bars} mostTicks={6} />;
}
