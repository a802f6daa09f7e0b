/** Five minutes of one workload, as the model reads them: sums of metrics, and each distinct thing that was done. */
import type { Action } from '@/lib/baselines/combinations';
import { type Features, featuresOf, namespaceOf } from '@/lib/baselines/features';
import { metrics } from '@/lib/baselines/metrics';
import type { BucketFacts } from '@/lib/baselines/store-facts';

export type Cell = { action: Action; features: Features; count: number; names: { name: string; count: number }[] };

export type WorkloadBucket = { workload: string; counts: number[]; cells: Cell[]; requests: number };

const DISTINCT = metrics.indexOf('distinctActions');

/** In order of names; what is no answer to a request is left out. */
export function readBucket(
  facts: BucketFacts,
  actionOf: (combination: number) => Action | undefined,
): WorkloadBucket[] {
  const names = new Map<number, { name: string; count: number }[]>();
  for (const [combination, name, count] of facts.names) {
    const list = names.get(combination);
    if (list) list.push({ name, count });
    else names.set(combination, [{ name, count }]);
  }
  const byWorkload = new Map<string, WorkloadBucket>();
  for (let i = 0; i < facts.counts.length; i += 2) {
    const combination = facts.counts[i] as number;
    const count = facts.counts[i + 1] as number;
    const action = actionOf(combination);
    if (!action || action.metrics === 0) continue;
    let bucket = byWorkload.get(action.workload);
    if (!bucket) {
      bucket = { workload: action.workload, counts: new Array(metrics.length).fill(0), cells: [], requests: 0 };
      byWorkload.set(action.workload, bucket);
    }
    bucket.requests += count;
    for (let m = 0; m < metrics.length; m++) {
      if (action.metrics & (1 << m)) bucket.counts[m] = (bucket.counts[m] as number) + (m === DISTINCT ? 1 : count);
    }
    bucket.cells.push({
      action,
      features: cachedFeatures(action),
      count,
      names: names.get(combination) ?? [],
    });
  }
  const buckets = [...byWorkload.values()].sort((a, b) => (a.workload < b.workload ? -1 : 1));
  for (const bucket of buckets) bucket.cells.sort(byMeaning);
  return buckets;
}

const known = new WeakMap<Action, Features>();

function cachedFeatures(action: Action): Features {
  let features = known.get(action);
  if (!features) {
    features = featuresOf(action, namespaceOf(action.workload));
    known.set(action, features);
  }
  return features;
}

/** Numbers of combinations depend on the order in which they came; what they mean does not. */
function byMeaning(a: Cell, b: Cell): number {
  return compare(keyOf(a.action), keyOf(b.action));
}

const keys = new WeakMap<Action, string>();

function keyOf(action: Action): string {
  let key = keys.get(action);
  if (key === undefined) {
    key = JSON.stringify(action);
    keys.set(action, key);
  }
  return key;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
