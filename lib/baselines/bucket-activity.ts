/** Five minutes of one workload, as the model reads them: sums of metrics, and each distinct thing that was done. */
import type { Action } from '@/lib/baselines/combinations';
import { type Features, featuresOf, namespaceOf } from '@/lib/baselines/features';
import type { KnownHabits } from '@/lib/baselines/habits';
import { metrics } from '@/lib/baselines/metrics';
import type { BucketFacts } from '@/lib/baselines/store-facts';

/** What is worked out of an action once: it comes back in every bucket. Nothing of it is a part of the state. */
export type KnownAction = {
  action: Action;
  features: Features;
  key: string;
  /** Among the actions of its workload. */
  order: number;
  /** Metrics that it counts for. */
  metrics: number[];
  workload: KnownWorkload;
  /** The hour in which it was learned last. */
  learnedIn: number;
  /** All of its values, once each of them is a habit. */
  habits: KnownHabits | null;
};

type KnownWorkload = {
  name: string;
  /** Among all workloads. */
  order: number;
  actions: KnownAction[];
  /** Its actions are in order. */
  sorted: boolean;
  bucket: WorkloadBucket | null;
};

export type Cell = {
  known: KnownAction;
  action: Action;
  features: Features;
  count: number;
  names: readonly { name: string; count: number }[];
};

export type WorkloadBucket = { workload: string; counts: number[]; cells: Cell[] };

const DISTINCT = metrics.indexOf('distinctActions');
const NO_NAMES: readonly { name: string; count: number }[] = [];

/** Orders are by what things are called and mean: numbers of combinations depend on the order in which they came. */
export class BucketReader {
  private readonly known: (KnownAction | null | undefined)[] = [];
  private readonly workloads = new Map<string, KnownWorkload>();
  private sorted = true;

  constructor(private readonly actionOf: (combination: number) => Action | undefined) {}

  /** In order of names; what is no answer to a request is left out. */
  read(facts: BucketFacts): WorkloadBucket[] {
    const names = namesOf(facts);
    const active: KnownWorkload[] = [];
    const { counts } = facts;
    for (let i = 0; i < counts.length; i += 2) {
      const combination = counts[i] as number;
      const count = counts[i + 1] as number;
      const known = this.get(combination);
      if (!known) continue;
      const { workload, metrics: its } = known;
      let { bucket } = workload;
      if (!bucket) {
        bucket = { workload: workload.name, counts: new Array(metrics.length).fill(0), cells: [] };
        workload.bucket = bucket;
        active.push(workload);
      }
      for (let m = 0; m < its.length; m++) {
        const metric = its[m] as number;
        bucket.counts[metric] = (bucket.counts[metric] as number) + (metric === DISTINCT ? 1 : count);
      }
      const own = names?.get(combination) ?? NO_NAMES;
      bucket.cells.push({ known, action: known.action, features: known.features, count, names: own });
    }
    if (!this.sorted) this.sortWorkloads();
    active.sort((a, b) => a.order - b.order);
    return active.map((workload) => {
      const { cells } = workload.bucket as WorkloadBucket;
      if (!workload.sorted) sortActions(workload);
      if (cells.length > 1) cells.sort((a, b) => a.known.order - b.known.order);
      const bucket = workload.bucket as WorkloadBucket;
      workload.bucket = null;
      return bucket;
    });
  }

  /** Null where it is no answer to a request. */
  private get(combination: number): KnownAction | null {
    const before = this.known[combination];
    if (before !== undefined) return before;
    const action = this.actionOf(combination);
    if (!action) return null;
    const known = action.metrics !== 0 ? this.know(action) : null;
    this.known[combination] = known;
    return known;
  }

  private know(action: Action): KnownAction {
    let workload = this.workloads.get(action.workload);
    if (!workload) {
      workload = { name: action.workload, order: 0, actions: [], sorted: true, bucket: null };
      this.workloads.set(action.workload, workload);
      this.sorted = false;
    }
    const known = {
      action,
      features: featuresOf(action, namespaceOf(action.workload)),
      key: JSON.stringify(action),
      order: 0,
      metrics: metrics.flatMap((_, metric) => (action.metrics & (1 << metric) ? [metric] : [])),
      workload,
      learnedIn: -1,
      habits: null,
    };
    workload.actions.push(known);
    workload.sorted = false;
    return known;
  }

  private sortWorkloads(): void {
    const order = [...this.workloads.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    order.forEach((workload, i) => {
      workload.order = i;
    });
    this.sorted = true;
  }
}

function sortActions(workload: KnownWorkload): void {
  workload.actions.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  workload.actions.forEach((known, i) => {
    known.order = i;
  });
  workload.sorted = true;
}

function namesOf(facts: BucketFacts): Map<number, { name: string; count: number }[]> | null {
  if (facts.names.length === 0) return null;
  const names = new Map<number, { name: string; count: number }[]>();
  for (const [combination, name, count] of facts.names) {
    const list = names.get(combination);
    if (list) list.push({ name, count });
    else names.set(combination, [{ name, count }]);
  }
  return names;
}
