'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { plotInsets } from '@/components/charts/outcome-bars';
import { tickLabel, timeTicks } from '@/components/charts/time-ticks';
import { type CodeSeries, countsOf } from '@/components/overview/code-series';
import { formatCompact } from '@/components/ui/format-number';
import type { ShownZone } from '@/components/ui/format-time';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

const axisText = { fill: 'var(--faint)', fontSize: 11 };

type CodeBarsProps = { failures: FailuresOverTime; series: readonly CodeSeries[]; zone: ShownZone };

/** The bars alone, stacked by code from zero; pointer, keys and tooltip are CodeOverlay's. */
export function CodeBars({ failures, series, zone }: CodeBarsProps) {
  const { buckets, bucketSeconds } = failures;
  const starts = buckets.map((bucket) => bucket.start);
  // A label at the right edge would be cut.
  const fits = (start: string) => starts.indexOf(start) < starts.length * 0.96;
  const data = buckets.map(({ start, codes }) => ({ start, ...countsOf(codes, series) }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={data}
        barCategoryGap={buckets.length > 60 ? 1 : '12%'}
        margin={{ left: 0, right: plotInsets.right, top: plotInsets.top, bottom: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="start"
          ticks={timeTicks(starts, bucketSeconds, zone, 6).filter(fits)}
          interval={0}
          height={plotInsets.bottom}
          tickFormatter={(start: string) => tickLabel(start, bucketSeconds, zone)}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
        />
        <YAxis
          width={plotInsets.left}
          allowDecimals={false}
          domain={[0, 'dataMax']}
          tickCount={4}
          tickFormatter={formatCompact}
          tick={axisText}
          tickLine={false}
          axisLine={false}
        />
        {series.map(({ code, fill }) => (
          // A function as dataKey: a name is taken for a path, and codes begin with digits.
          <Bar
            key={code}
            name={code}
            dataKey={(row: Record<string, number>) => row[code]}
            stackId="code"
            fill={fill}
            isAnimationActive={false}
            activeBar={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
