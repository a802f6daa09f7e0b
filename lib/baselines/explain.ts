/** Puts a deviation into words and numbers. Every number follows from the facts of its window and from the state. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { bandOf } from '@/lib/baselines/band';
import type { Action } from '@/lib/baselines/combinations';
import { type Counted, isCounted, queryOf } from '@/lib/baselines/count-query';
import type { Severity } from '@/lib/baselines/deviation-answers';
import { type Engine, MODEL_VERSION } from '@/lib/baselines/engine';
import type { Contribution, Explanation, News } from '@/lib/baselines/explanation';
import { actionOf, networkOf } from '@/lib/baselines/features';
import { kindOf } from '@/lib/baselines/kind-of';
import { metricLabels, metrics } from '@/lib/baselines/metrics';
import { quantile } from '@/lib/baselines/negative-binomial';
import type { NewsEvidence, OpenDeviation } from '@/lib/baselines/open-deviation';
import type { BucketFacts } from '@/lib/baselines/store-facts';
import type { WorkloadState } from '@/lib/baselines/workload-state';

const BUCKET = 300_000_000;
const CONTRIBUTIONS = 5;

export type Explained = {
  explanation: Explanation;
  metric: string;
  severity: Severity;
  actor: string;
  /** Combinations of the events counted, and when they were. */
  combinations: number[];
  from: number;
  to: number;
};

/** Buckets whose facts are needed. */
export function windowOf(deviation: OpenDeviation): { from: number; to: number } {
  const { count } = deviation;
  if (!isNews(deviation) && count) return { from: count.end - count.buckets + 1, to: count.end + 1 };
  return { from: deviation.start, to: deviation.last + 1 };
}

function isNews(deviation: OpenDeviation): boolean {
  const kind = kindOf(deviation);
  return kind === 'first-seen' || kind === 'chain';
}

export function explain(
  engine: Engine,
  cluster: string,
  workload: WorkloadState,
  deviation: OpenDeviation,
  facts: readonly BucketFacts[],
  actions: (combination: number) => Action | undefined,
): Explained {
  const window = windowOf(deviation);
  const first = isNews(deviation) ? (deviation.news[0] as NewsEvidence) : null;
  const counted = countedOf(workload, deviation, first);
  const found = new Map<number, number>();
  const users = new Map<string, number>();
  let actual = 0;
  for (const { bucket, counts } of facts) {
    if (bucket < window.from || bucket >= window.to) continue;
    for (let i = 0; i < counts.length; i += 2) {
      const action = actions(counts[i] as number);
      if (!action || !isCounted(action, counted)) continue;
      const n = counts[i + 1] as number;
      actual += n;
      found.set(counts[i] as number, (found.get(counts[i] as number) ?? 0) + n);
      users.set(action.user, (users.get(action.user) ?? 0) + n);
    }
  }
  const [actor] = [...users].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const count = first ? null : deviation.count;
  const expected = count ? quantile(0.5, count.mean, count.dispersion) : null;
  const times = { from: formatRfc3339(window.from * BUCKET), to: formatRfc3339(window.to * BUCKET) };
  const explanation: Explanation = {
    sentence: first
      ? newsSentence(workload, deviation, first)
      : countSentence(workload, deviation, actual, expected ?? 0, counted.metric),
    actual,
    expected,
    band: count ? bandOf(count.mean, count.dispersion) : null,
    ratio: count ? round(actual / count.mean) : null,
    oneIn: Math.round(10 ** Math.min(12, Math.max(0, deviation.surprise))),
    restsOn: {
      weeks: round(workload.exposure.hours / 168),
      hours: Math.round(workload.exposure.hours),
      peers: engine.groupOf(workload).habits.members - 1,
      maskedHours: round(engine.maskedHours),
    },
    news: newsOfDeviation(deviation),
    contributions: contributionsOf(found, actions, count?.mean ?? 0, actual),
    eventIDs: [],
    query: queryOf(counted, { cluster, ...times }),
    model: MODEL_VERSION,
  };
  return {
    explanation,
    metric: counted.metric,
    severity: severityOf(deviation),
    actor: actor?.[0] ?? workload.actor,
    combinations: [...found.keys()].sort((a, b) => a - b),
    from: window.from * BUCKET,
    to: window.to * BUCKET,
  };
}

function countedOf(workload: WorkloadState, deviation: OpenDeviation, first: NewsEvidence | null): Counted {
  if (!first) {
    return { workload: workload.name, metric: metrics[deviation.count?.metric ?? 0] ?? 'requests' };
  }
  const counted: Counted = { workload: workload.name, metric: 'requests' };
  const { subject } = first;
  const is = (dimension: string) => first.items.some((item) => item.dimension === dimension);
  if (is('action') || is('outcome') || is('request') || is('name')) counted.action = subject;
  if (is('namespace') || is('request')) counted.namespace = subject.namespace;
  if (is('network')) counted.network = networkOf(first.source);
  if (is('client')) counted.userAgent = subject.userAgent;
  if (is('identity')) counted.identity = subject.identity;
  return counted;
}

function newsOfDeviation(deviation: OpenDeviation): News[] {
  const seen = new Set<string>();
  const news: News[] = [];
  for (const { bucket, items } of deviation.news) {
    for (const { dimension, value, peers, peersWithIt } of [...items].sort((a, b) => b.surprise - a.surprise)) {
      if (seen.has(`${dimension} ${value}`) || news.length >= 12) continue;
      seen.add(`${dimension} ${value}`);
      news.push({ dimension, value, firstSeenAt: formatRfc3339(bucket * BUCKET), peersWithIt, peers });
    }
  }
  return news;
}

/** What stands out most among the parts, by G = 2 · O · ln(O / E) with the expected spread evenly. */
function contributionsOf(
  found: ReadonlyMap<number, number>,
  actions: (combination: number) => Action | undefined,
  mean: number,
  actual: number,
): Contribution[] {
  const sums = new Map<string, Contribution>();
  for (const [combination, count] of found) {
    const action = actions(combination) as Action;
    for (const [dimension, value] of [
      ['request', `${actionOf(action)}${action.namespace === '' ? '' : ` ${action.namespace}`}`],
      ['source', action.sourceIP],
      ['client', action.userAgent],
      ['code', String(action.code)],
    ] as const) {
      const key = `${dimension} ${value}`;
      const sum = sums.get(key) ?? { dimension, value, actual: 0, expected: 0 };
      sum.actual += count;
      sum.expected = actual > 0 ? round((mean * sum.actual) / actual) : 0;
      sums.set(key, sum);
    }
  }
  return [...sums.values()]
    .sort((a, b) => b.actual - a.actual || (a.dimension + a.value < b.dimension + b.value ? -1 : 1))
    .slice(0, CONTRIBUTIONS);
}

const WORDS: Record<string, string> = {
  action: 'had never done this',
  namespace: 'had never touched this namespace',
  request: 'had never done this there',
  network: 'had never been seen in this network',
  address: 'came from a new address',
  client: 'had never used this client',
  identity: 'had never impersonated this user',
  binding: 'had always held its token in a pod',
  outcome: 'had always got another answer',
  name: 'had never asked for this object',
};

function newsSentence(workload: WorkloadState, deviation: OpenDeviation, first: NewsEvidence): string {
  const items = [...first.items].sort((a, b) => b.surprise - a.surprise);
  const what = items.slice(0, 3).map(({ dimension }) => WORDS[dimension] ?? dimension);
  const top = items[0];
  const peers = top && top.peers > 0 ? `; ${top.peersWithIt} of ${top.peers} peers do` : '';
  const more = deviation.breadth > 1 ? `, and ${deviation.breadth - 1} more new things` : '';
  return `${workload.name}: ${requestWords(first.request)} (${first.code}) from ${first.source} with ${first.client}: it ${what.join(', ')}${peers}${more}.`;
}

/** As a person says it: the core group has no name, and what is of the whole cluster is in no namespace. */
function requestWords(request: string): string {
  const [verb = '', what = '', ...rest] = request.split(' ');
  const where = rest.join(' ');
  if (what === '(path)') return `${verb} ${where}`;
  const words = `${verb} ${what.replace(/\.core(?=\/|$)/, '')}`;
  if (where === '' || where === '(cluster)') return words;
  return `${words} in ${where === '(own)' ? 'its own namespace' : where}`;
}

function countSentence(
  workload: WorkloadState,
  deviation: OpenDeviation,
  actual: number,
  expected: number,
  metric: keyof typeof metricLabels,
): string {
  const count = deviation.count;
  const hours = round((count?.buckets ?? 0) / 12);
  const reason = count?.explainedBy ? ` Probably because ${count.explainedBy}.` : '';
  const label = metricLabels[metric].toLowerCase();
  if (deviation.family === 'drift') {
    return `${workload.name} does ${round(actual / Math.max(1, count?.mean ?? 1))} times as much as in its first days, without a single jump.${reason}`;
  }
  return `${workload.name}: ${actual} ${label} in ${hours} h, usually about ${expected}.${reason}`;
}

export function severityOf(deviation: OpenDeviation): Severity {
  const first = deviation.news[0];
  const risk = first && first.score >= 4 ? first.weight : 0;
  let level = deviation.score >= 11 ? 2 : deviation.score >= 6 ? 1 : 0;
  if (risk >= 2 && deviation.score >= 6) level++;
  if (deviation.count?.explainedBy && !isNews(deviation)) level--;
  return (['low', 'medium', 'high', 'critical'] as const)[Math.max(0, Math.min(3, level))] as Severity;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
