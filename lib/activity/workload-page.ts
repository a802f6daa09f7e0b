/** Everything that the page of one workload says; each number is exact and leads to its events. */
import type { ActionCell, MetricSeries, ValueCount, WorkloadPage } from '@/lib/activity/activity-answers';
import { countRequestsBy, type RequestCount } from '@/lib/activity/count-requests';
import { countWeek, MICROSECONDS_SHOWN } from '@/lib/activity/count-week';
import { groupByCluster, readWorkloads } from '@/lib/activity/list-workloads';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { listDeviations } from '@/lib/baselines/list-deviations';
import type { Metric } from '@/lib/baselines/metrics';
import { readBaselines } from '@/lib/baselines/read-baseline';
import { getPool } from '@/lib/db/pool';
import { closeWindow } from '@/lib/search/event-counts';
import { type EventFilter, emptyFilter, withTime, withValueState } from '@/lib/search/event-filter';
import { failuresOverTime } from '@/lib/search/failures-over-time';
import { escapeValue } from '@/lib/search/value-pattern';

const MAX_BUCKETS = 96;
/** Longer windows are drawn by the hour. */
const FIVE_MINUTES_UP_TO = 26 * MICROSECONDS_PER_HOUR;
const MOST_DEVIATIONS = 200;
const MOST_VALUES = 12;

/** In the order of the page. The failures have their own band each. */
const shownMetrics = [
  'requests',
  'writes',
  'secretReads',
  'exec',
  'rbacChanges',
  'denied',
  'notFound',
  'conflicts',
  'throttled',
  'serverErrors',
  'otherFailures',
] as const satisfies readonly Metric[];

/** Null where the workload did nothing in that window. Throws SearchTimeoutError. */
export async function getWorkloadPage(question: {
  cluster: string;
  workload: string;
  time: EventFilter['time'];
}): Promise<WorkloadPage | null> {
  const ofCluster = withTime(
    withValueState(emptyFilter, 'cluster', escapeValue(question.cluster), 'include'),
    question.time.from,
    question.time.to,
  );
  const filter = withValueState(ofCluster, 'workload', escapeValue(question.workload), 'include');
  const [window, { rows, starts }] = await Promise.all([closeWindow(filter), readWorkloads(ofCluster)]);
  const row = rows.find(({ workload }) => workload === question.workload);
  if (!row || window === null) return null;

  const { from, to } = window;
  const stepSeconds = to - from <= FIVE_MINUTES_UP_TO ? 300 : 3600;
  const lately = withTime(filter, formatRfc3339(to - MICROSECONDS_SHOWN), formatRfc3339(to));
  const before = window.openFrom ? null : withTime(filter, null, formatRfc3339(from));
  const [series, failures, week, actions, identities, sources, clients, deviations, firstAt] = await Promise.all([
    readSeries(row.id, from, to, stepSeconds),
    failuresOverTime({ filter, maxBuckets: MAX_BUCKETS }),
    countWeek(lately),
    withNews(filter, before, ['verb', 'resource', 'subresource']),
    withNews(filter, before, ['user', 'impersonatedUser']),
    withNews(filter, before, ['sourceIP']),
    withNews(filter, before, ['userAgent']),
    row.id === null ? [] : readDeviations(row.id, from, to),
    row.id === null ? null : readFirst(row.id),
  ]);
  const group = groupByCluster(rows, ({ client }) => client)
    .get(row.cluster)
    ?.get(row.workload);
  const members = new Set(group?.members);
  return {
    row,
    firstAt,
    from: formatRfc3339(from),
    to: formatRfc3339(to),
    starts,
    stepSeconds,
    series,
    failures,
    week,
    newIsKnown: before !== null,
    actions: actions.map(toAction),
    identities: identities.slice(0, MOST_VALUES).map(toIdentity),
    sources: sources.slice(0, MOST_VALUES).map(toValue),
    clients: clients.slice(0, MOST_VALUES).map(toValue),
    peers: group ? { key: group.key, rows: rows.filter(({ workload }) => members.has(workload)) } : null,
    deviations,
  };
}

async function readSeries(
  id: number | null,
  from: Microseconds,
  to: Microseconds,
  step: 300 | 3600,
): Promise<MetricSeries[]> {
  if (id === null) return [];
  // Before its first request there is nothing to draw, and the window can begin years before.
  const start = Math.max(
    from,
    Math.floor(((await readFirstAt(id)) ?? 0) / MICROSECONDS_PER_HOUR) * MICROSECONDS_PER_HOUR,
  );
  if (start >= to) return [];
  const points = await readBaselines(getPool(), id, shownMetrics, { from: start, to, step });
  return shownMetrics.map((metric) => ({ metric, points: points.get(metric) ?? [] }));
}

async function readDeviations(workloadId: number, from: Microseconds, to: Microseconds) {
  return (await listDeviations(getPool(), { workloadId, from, to, limit: MOST_DEVIATIONS })).deviations;
}

async function readFirst(id: number): Promise<string | null> {
  const at = await readFirstAt(id);
  return at === null ? null : formatRfc3339(at);
}

async function readFirstAt(id: number): Promise<Microseconds | null> {
  const { rows } = await getPool().query<{ at: number }>('select first_at as at from workload where id = $1', [id]);
  return rows[0]?.at ?? null;
}

type News = RequestCount & { isNew: boolean };

/** The counts of the window, and whether there was ever such a request before it. */
async function withNews(
  filter: EventFilter,
  before: EventFilter | null,
  fields: readonly EventFieldName[],
): Promise<News[]> {
  const [now, then] = await Promise.all([
    countRequestsBy(filter, fields),
    before === null ? null : countRequestsBy(before, fields),
  ]);
  const seen = new Set(then?.map(({ values }) => JSON.stringify(values)));
  return now.map((one) => ({ ...one, isNew: then !== null && !seen.has(JSON.stringify(one.values)) }));
}

function toAction({ values: [verb, resource, subresource], requests, failed, isNew }: News): ActionCell {
  const path = resource == null ? '' : subresource == null ? resource : `${resource}/${subresource}`;
  return { verb: verb ?? '', resource: path, requests, failed, isNew };
}

function toIdentity({ values: [user, impersonated], ...counts }: News): ValueCount {
  const value = impersonated == null ? (user ?? null) : `${user ?? 'nobody'} as ${impersonated}`;
  return { value, requests: counts.requests, failed: counts.failed, isNew: counts.isNew };
}

function toValue({ values: [value], requests, failed, isNew }: News): ValueCount {
  return { value: value ?? null, requests, failed, isNew };
}
