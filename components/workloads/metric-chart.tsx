'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { BandChart } from '@/components/charts/band-chart';
import type { NumberedDeviation } from '@/components/charts/band-words';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Panel } from '@/components/ui/panel';
import { metricValues } from '@/components/workloads/metric-values';
import { requestsHref } from '@/components/workloads/workload-href';
import type { MetricSeries } from '@/lib/activity/activity-answers';
import { metricLabels, metrics } from '@/lib/baselines/metrics';
import type { EventFilter } from '@/lib/search/filter-state';
import { withTime } from '@/lib/search/filter-values';

type ChartProps = {
  series: readonly MetricSeries[];
  stepSeconds: number;
  deviations: readonly NumberedDeviation[];
  filter: EventFilter;
};

/** The workload's activity with its expected bands, one metric at a time; the choice is in the URL. */
export function MetricChart({ series, stepSeconds, deviations, filter }: ChartProps) {
  const { go } = useFilterNavigation();
  const [chosen, setChosen] = useQueryState('metric', parseAsStringLiteral(metrics).withDefault('requests'));
  const shown = series.find(({ metric }) => metric === chosen) ?? series[0];
  if (shown === undefined) return null;
  return (
    <Panel
      title="Activity"
      aside={
        <label className="flex items-center gap-2 text-xs text-muted">
          Count
          <select
            value={shown.metric}
            onChange={(event) => void setChosen(metrics.find((name) => name === event.target.value) ?? null)}
            className="h-6 rounded-md border border-line-strong bg-surface px-1 text-xs text-ink"
          >
            {series.map(({ metric }) => (
              <option key={metric} value={metric}>
                {metricLabels[metric]}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <div className="py-2">
        <BandChart
          label={`${metricLabels[shown.metric]} with expected band`}
          points={shown.points}
          stepSeconds={stepSeconds}
          deviations={deviations}
          height={188}
          onOpen={(from, to) => go(requestsHref(withTime(filter, from, to), metricValues(shown.metric)))}
        />
      </div>
    </Panel>
  );
}
