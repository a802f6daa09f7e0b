/**
 * The first thing that the page of a workload says: how long it has run, and how its last day compares with what was expected
 * of it. "payments/api has run for 23 days; in the last 24 h it made 2.1 × its usual writes."
 */
import { formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { MetricSeries } from '@/lib/activity/activity-answers';
import type { Metric } from '@/lib/baselines/metrics';

const DAY_MILLISECONDS = 86_400_000;
/** Less than so many expected ones make no ratio worth a sentence. */
const FEWEST_EXPECTED = 5;
/** Between these it is "its usual" number. */
const USUAL: [number, number] = [0.75, 1.33];

const words: Partial<Record<Metric, string>> = {
  requests: 'requests',
  writes: 'writes',
  secretReads: 'reads of secrets and config maps',
  denied: 'denied requests',
  notFound: 'requests for what is not there',
};

type Question = { workload: string; firstAt: string | null; to: string; series: readonly MetricSeries[] };

export function headerSentence({ workload, firstAt, to, series }: Question): string {
  const name = workload.includes(' ') ? workload.slice(workload.indexOf(' ') + 1) : workload;
  const age = firstAt === null ? null : (Date.parse(to) - Date.parse(firstAt)) / 1000;
  const run =
    age === null || age < 0 ? `${name} acted in this time range` : `${name} has run for ${formatDuration(age)}`;
  const last = lastDay(series, to);
  if (last === null) return `${run}; its baseline does not judge it yet.`;
  const { metric, ratio, actual } = last;
  const what = words[metric];
  if (ratio >= USUAL[0] && ratio <= USUAL[1]) return `${run}; in the last 24 h it made its usual number of ${what}.`;
  return `${run}; in the last 24 h it made ${ratioWords(ratio)} its usual ${what} (${formatCount(actual)}).`;
}

/** The metric whose last day is farthest from what was expected; gaps in the record are left out. */
function lastDay(
  series: readonly MetricSeries[],
  to: string,
): { metric: Metric; ratio: number; actual: number } | null {
  const from = Date.parse(to) - DAY_MILLISECONDS;
  let farthest: { metric: Metric; ratio: number; actual: number } | null = null;
  for (const { metric, points } of series) {
    if (words[metric] === undefined) continue;
    let [actual, expected] = [0, 0];
    for (const point of points) {
      if (Date.parse(point.start) < from || point.masked || point.expected === null) continue;
      actual += point.actual;
      expected += point.expected;
    }
    if (expected < FEWEST_EXPECTED) continue;
    const ratio = actual / expected;
    const distance = (value: number) => Math.abs(Math.log(Math.max(value, 0.01)));
    if (farthest === null || distance(ratio) > distance(farthest.ratio)) farthest = { metric, ratio, actual };
  }
  return farthest;
}

function ratioWords(ratio: number): string {
  return ratio < 0.005 ? 'none of' : `${Number(ratio.toFixed(ratio < 1 ? 2 : 1))} ×`;
}
