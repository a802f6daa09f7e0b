/** What a bucket costs where there are 20,000 series: 2,000 workloads with ten metrics each, half of them active every five minutes. */
import type { Action } from '@/lib/baselines/combinations';
import { Engine } from '@/lib/baselines/engine';
import type { BucketFacts } from '@/lib/baselines/store-facts';

const WORKLOADS = 2000;
const METRICS = 10;
const FIRST = 288 * 7 * 850;
const BUCKETS = 48;

export function measureBuckets(): { series: number; secondsPerBucket: number; worstBucket: number } {
  const engine = new Engine((id) => actionOf(id));
  let series = 0;
  let worst = 0;
  let sum = 0;
  for (let i = 0; i < BUCKETS; i++) {
    const bucket = FIRST + i;
    const begun = performance.now();
    engine.step(bucket, factsOf(bucket), false);
    const ms = performance.now() - begun;
    if (i < 13) continue;
    sum += ms;
    worst = Math.max(worst, ms);
  }
  for (const workload of engine.all()) series += workload.series.filter((one) => one !== undefined).length;
  return {
    series,
    secondsPerBucket: Number((sum / (BUCKETS - 13) / 1000).toFixed(3)),
    worstBucket: Number((worst / 1000).toFixed(3)),
  };
}

const actions = new Map<number, Action>();

/** One action of each metric. */
function actionOf(id: number): Action {
  let action = actions.get(id);
  if (!action) {
    const metric = id % METRICS;
    action = {
      workload: `Deployment ns${(id / METRICS / 20) | 0}/app${(id / METRICS) | 0}`,
      user: `system:serviceaccount:ns:app${(id / METRICS) | 0}`,
      identity: '',
      verb: 'get',
      resource: `thing${metric}`,
      apiGroup: '',
      subresource: '',
      namespace: `ns${(id / METRICS / 20) | 0}`,
      sourceIP: `10.244.1.${id % 250}`,
      stage: 'ResponseComplete',
      code: 200,
      userAgent: 'app/1.0',
      metrics: 1 | (1 << metric),
    };
    actions.set(id, action);
  }
  return action;
}

function factsOf(bucket: number): BucketFacts {
  const counts: number[] = [];
  for (let id = 0; id < WORKLOADS * METRICS; id++)
    if ((id * 7 + bucket) % 2 === 0) counts.push(id, 1 + ((id + bucket) % 5));
  return { bucket, counts: Int32Array.from(counts), names: [] };
}
