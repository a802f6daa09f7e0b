'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { plotInsets } from '@/components/charts/plot-insets';
import { tickLabel, timeTicks } from '@/components/charts/time-ticks';
import { formatCompact } from '@/components/ui/format-number';
import type { ShownZone } from '@/components/ui/format-time';

const axisText = { fill: 'var(--faint)', fontSize: 12 };
/** A label further to the right would be cut at the edge. */
const LAST_LABEL = 0.96;

type TimeBarsProps<Row extends { start: string }> = {
  rows: readonly Row[];
  bucketSeconds: number;
  zone: ShownZone;
  /** Stacked in this order, the first at the bottom. */
  series: readonly { key: string; fill: string; count: (row: Row) => number }[];
  mostTicks?: number;
  /** The counts that the axis names; on a symmetric logarithm where they are given. */
  logTicks?: number[] | null;
};

/** Counts over time, stacked from zero: the bars alone; pointer, keys and tooltip are an overlay's. */
export function TimeBars<Row extends { start: string }>(props: TimeBarsProps<Row>) {
  const { rows, bucketSeconds, zone, series, mostTicks = 8, logTicks = null } = props;
  const starts = rows.map(({ start }) => start);
  const fits = (start: string) => starts.indexOf(start) < starts.length * LAST_LABEL;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...rows]}
        barCategoryGap={rows.length > 60 ? 1 : '12%'}
        margin={{ left: 0, right: plotInsets.right, top: plotInsets.top, bottom: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="start"
          ticks={timeTicks(starts, bucketSeconds, zone, mostTicks).filter(fits)}
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
          scale={logTicks ? 'symlog' : 'linear'}
          domain={[0, 'dataMax']}
          {...(logTicks ? { ticks: logTicks } : { tickCount: 4 })}
          tickFormatter={formatCompact}
          tick={axisText}
          tickLine={false}
          axisLine={false}
        />
        {series.map(({ key, fill, count }) => (
          // A function as dataKey: a name is taken for a path.
          <Bar
            key={key}
            name={key}
            dataKey={count}
            stackId="counts"
            fill={fill}
            isAnimationActive={false}
            activeBar={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
