'use client';

import { BandChart, BandLegend } from '@/components/charts/band-chart';
import type { NumberedDeviation } from '@/components/charts/band-words';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { metricValues } from '@/components/workloads/metric-values';
import { requestsHref } from '@/components/workloads/workload-href';
import type { MetricSeries } from '@/lib/activity/activity-answers';
import { type Metric, metricLabels } from '@/lib/baselines/metrics';
import type { EventFilter } from '@/lib/search/filter-state';
import { withTime } from '@/lib/search/filter-values';

/** Failures by class of code. */
const failureMetrics: readonly Metric[] = [
  'denied',
  'notFound',
  'conflicts',
  'throttled',
  'serverErrors',
  'otherFailures',
];

type BandsProps = {
  series: readonly MetricSeries[];
  stepSeconds: number;
  deviations: readonly NumberedDeviation[];
  filter: EventFilter;
};

/** Failed calls by class of code, each against its own band; classes in which nothing failed are left out. */
export function FailureBands({ series, stepSeconds, deviations, filter }: BandsProps) {
  const { go } = useFilterNavigation();
  const failing = series.filter(
    ({ metric, points }) => failureMetrics.includes(metric) && points.some(({ actual }) => actual > 0),
  );
  if (failing.length === 0) return null;
  return (
    <Panel title="Failed calls against their bands" aside={<BandLegend />}>
      <div className="grid gap-x-3 gap-y-4 py-2 lg:grid-cols-2">
        {failing.map(({ metric, points }) => (
          <div key={metric} className="min-w-0">
            <BandChart
              small
              heading={
                <h3 className="text-xs font-medium whitespace-nowrap">
                  {metricLabels[metric]}{' '}
                  <span className="font-normal text-muted">
                    {formatPlural(
                      points.reduce((sum, { actual }) => sum + actual, 0),
                      'request',
                    )}
                  </span>
                </h3>
              }
              label={`${metricLabels[metric]} with expected band`}
              points={points}
              stepSeconds={stepSeconds}
              deviations={deviations.filter(({ deviation }) => deviation.metric === metric)}
              height={120}
              onOpen={(from, to) => go(requestsHref(withTime(filter, from, to), metricValues(metric)))}
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}
