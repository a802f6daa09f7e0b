/** Everything that the first screen says about events; each part is exact, and each number leads to the same filter in Events. */

import { formatRfc3339, type Microseconds } from '@/lib/audit/microseconds';
import { outcomes } from '@/lib/audit/outcome';
import { getPool } from '@/lib/db/pool';
import { type EventFilter, emptyFilter } from './event-filter';
import { failuresOverTime } from './failures-over-time';
import { freezeTime } from './freeze-time';
import { searchHistogram } from './histogram';
import { getNewValues } from './new-values';
import type { FailureReason, Overview, WorkloadActivity } from './overview-answers';
import { countBy } from './term-counts';
import { escapeValue } from './value-pattern';

const BUCKETS = 96;
const TOP = 10;
const REASONS = 20;
const ALL_CLUSTERS = 100_000;

/** Throws SearchTimeoutError. `now` decides what relative times mean, for all parts alike. */
export async function getOverview(question: EventFilter, now: Microseconds): Promise<Overview> {
  const filter = freezeTime(question, now);
  const failedFilter = await onlyFailed(filter);
  const [activity, failures, failureReasons, mostActive, mostFailing, clusters, stored, span, newSinceLastImport] =
    await Promise.all([
      searchHistogram({ filter, maxBuckets: BUCKETS }),
      failuresOverTime({ filter, maxBuckets: BUCKETS }),
      failedFilter === null ? [] : readFailureReasons(failedFilter),
      readWorkloads(filter),
      failedFilter === null ? [] : readFailing(filter, failedFilter),
      countBy({ filter, fields: ['cluster'], limit: ALL_CLUSTERS }),
      countBy({ filter: emptyFilter, fields: ['cluster'], limit: ALL_CLUSTERS }),
      readSpan(),
      getNewValues(),
    ]);
  return {
    total: sum(clusters.map((row) => row.count)),
    failed: sum(clusters.map((row) => row.failed)),
    stored: sum(stored.map((row) => row.count)),
    ...span,
    clusters: clusters.map((row) => ({ value: row.values[0] ?? null, count: row.count })),
    activity,
    failuresOverTime: failures,
    failureReasons,
    mostActive,
    mostFailing,
    newSinceLastImport,
  };
}

/** The filter with only the failed outcomes of those that it lets through; null where nothing failed. */
async function onlyFailed(filter: EventFilter): Promise<EventFilter | null> {
  const found = await countBy({ filter, fields: ['outcome'], limit: outcomes.length });
  const failed = found.flatMap(({ values: [outcome], failed }) => (failed > 0 && outcome ? [outcome] : []));
  if (failed.length === 0) return null;
  return { ...filter, conditions: { ...filter.conditions, outcome: { include: failed, exclude: [] } } };
}

async function readFailureReasons(failedFilter: EventFilter): Promise<FailureReason[]> {
  const rows = await countBy({ filter: failedFilter, fields: ['code', 'reason'], limit: REASONS });
  return rows.map(({ values: [code, reason], count }) => ({ code: code ?? null, reason: reason ?? null, count }));
}

async function readWorkloads(filter: EventFilter): Promise<WorkloadActivity[]> {
  const rows = await countBy({ filter, fields: ['workload'], limit: TOP });
  return rows.map(({ values: [workload], count, failed }) => ({ workload: workload ?? null, count, failed }));
}

/** The workloads with the most failures, with all that they did: the share needs both. */
async function readFailing(filter: EventFilter, failedFilter: EventFilter): Promise<WorkloadActivity[]> {
  const failing = await readWorkloads(failedFilter);
  const include = failing.map(({ workload }) => (workload === null ? null : escapeValue(workload)));
  const exclude = filter.conditions.workload?.exclude ?? [];
  const conditions = { ...filter.conditions, workload: { include, exclude } };
  const all = await countBy({ filter: { ...filter, conditions }, fields: ['workload'], limit: TOP });
  const countOf = new Map(all.map((row) => [row.values[0] ?? null, row.count]));
  return failing.map(({ workload, failed }) => ({ workload, failed, count: countOf.get(workload) ?? failed }));
}

async function readSpan(): Promise<{ firstEventAt: string | null; lastEventAt: string | null }> {
  const { rows } = await getPool().query<{ first: number | null; last: number | null }>(
    'select min(at) as first, max(at) as last from event',
  );
  const { first, last } = rows[0] ?? { first: null, last: null };
  return {
    firstEventAt: first === null ? null : formatRfc3339(first),
    lastEventAt: last === null ? null : formatRfc3339(last),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
