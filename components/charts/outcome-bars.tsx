'use client';

import { stackOrder } from '@/components/charts/outcome-series';
import { TimeBars } from '@/components/charts/time-bars';
import type { ShownZone } from '@/components/ui/format-time';
import { outcomeFill } from '@/components/ui/outcome';
import type { Histogram } from '@/lib/search/event-answers';

export type CountScale = 'linear' | 'log';

type Bucket = Histogram['buckets'][number];
type BarsProps = { histogram: Histogram; scale: CountScale; zone: ShownZone };

const series = stackOrder.map((outcome) => ({
  key: outcome,
  fill: outcomeFill[outcome],
  count: (bucket: Bucket) => bucket[outcome],
}));

/** Events over time, stacked by outcome. */
export function OutcomeBars({ histogram, scale, zone }: BarsProps) {
  return (
    <TimeBars
      rows={histogram.buckets}
      bucketSeconds={histogram.bucketSeconds}
      zone={zone}
      series={series}
      logTicks={scale === 'log' ? powersOfTen(histogram) : null}
    />
  );
}

function powersOfTen({ buckets }: Histogram): number[] {
  const most = Math.max(1, ...buckets.map((bucket) => stackOrder.reduce((sum, outcome) => sum + bucket[outcome], 0)));
  const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, exponent) => 10 ** exponent);
  return [0, ...powers];
}
