'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { stackOrder } from '@/components/charts/outcome-series';
import { tickLabel, timeTicks } from '@/components/charts/time-ticks';
import { formatCompact } from '@/components/ui/format-number';
import type { ShownZone } from '@/components/ui/format-time';
import { outcomeFill } from '@/components/ui/outcome';
import type { Histogram } from '@/lib/search/event-answers';

export type CountScale = 'linear' | 'log';

/** The plot's inner edges in pixels: the overlay that takes pointer and keys lies exactly over it. */
export const plotInsets = { left: 44, right: 8, top: 6, bottom: 20 };

const axisText = { fill: 'var(--faint)', fontSize: 11 };

type BarsProps = { histogram: Histogram; scale: CountScale; zone: ShownZone };

/** The bars alone: stacked by outcome, from zero. Pointer, keys and tooltip are BucketOverlay's. */
export function OutcomeBars({ histogram, scale, zone }: BarsProps) {
  const { buckets, bucketSeconds } = histogram;
  const ticks = timeTicks(
    buckets.map((bucket) => bucket.start),
    bucketSeconds,
    zone,
  );
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={buckets}
        barCategoryGap={buckets.length > 60 ? 1 : '12%'}
        margin={{ left: 0, right: plotInsets.right, top: plotInsets.top, bottom: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="start"
          ticks={ticks}
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
          scale={scale === 'log' ? 'symlog' : 'linear'}
          domain={[0, 'dataMax']}
          {...(scale === 'log' ? { ticks: powersOfTen(histogram) } : { tickCount: 4 })}
          tickFormatter={formatCompact}
          tick={axisText}
          tickLine={false}
          axisLine={false}
        />
        {stackOrder.map((outcome) => (
          <Bar
            key={outcome}
            dataKey={outcome}
            stackId="outcome"
            fill={outcomeFill[outcome]}
            isAnimationActive={false}
            activeBar={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function powersOfTen({ buckets }: Histogram): number[] {
  const most = Math.max(1, ...buckets.map((bucket) => stackOrder.reduce((sum, outcome) => sum + bucket[outcome], 0)));
  const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, exponent) => 10 ** exponent);
  return [0, ...powers];
}
