/** What the search has to ask for to find what a metric counts; a metric that one set of values cannot say has none. */
import type { EventFieldName } from '@/lib/audit/event-fields';
import type { Metric } from '@/lib/baselines/metrics';
import { writeVerbs } from '@/lib/workloads/counted-request';

type Values = Partial<Record<EventFieldName, readonly string[]>>;

const values: Partial<Record<Metric, Values>> = {
  writes: { verb: writeVerbs },
  denied: { code: ['401', '403'] },
  notFound: { code: ['404'] },
  conflicts: { code: ['409'] },
  throttled: { code: ['429'] },
  serverErrors: { outcome: ['serverError'] },
};

export function metricValues(metric: Metric): Values {
  return values[metric] ?? {};
}
