/**
 * A workload's counts with the ranges that were expected before they came. The mean and dispersion of each hour are kept; the
 * ranges are worked out from them when they are asked for.
 */
import type { Pool } from 'pg';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { bandOf } from '@/lib/baselines/band';
import { bitOf, Combinations } from '@/lib/baselines/combinations';
import type { BaselinePoint } from '@/lib/baselines/deviation-answers';
import { type HourCell, unpackHour } from '@/lib/baselines/hour-bytes';
import { type Metric, metrics } from '@/lib/baselines/metrics';
import { quantile } from '@/lib/baselines/negative-binomial';
import { loadFacts } from '@/lib/baselines/store-facts';

const MOST_POINTS = 5000;
/** Less than this of an hour was learned: it is masked. */
const LEARNED_MINUTES = 57;

/** A point for each step that [from, to) touches, in time order; [] for an unknown workload. */
export async function readBaseline(
  pool: Pool,
  workloadId: number,
  metric: Metric,
  from: Microseconds,
  to: Microseconds,
  step: 300 | 3600,
): Promise<BaselinePoint[]> {
  const { rows } = await pool.query<{ clusterId: number; name: string }>(
    'select cluster_id as "clusterId", name from workload where id = $1',
    [workloadId],
  );
  const workload = rows[0];
  if (!workload) return [];
  const width = step * 1_000_000;
  const first = Math.floor(from / width);
  const last = Math.min(Math.ceil(to / width), first + MOST_POINTS);
  const hours = await readHours(pool, workload.clusterId, workloadId, metrics.indexOf(metric), {
    from: Math.floor((first * width) / MICROSECONDS_PER_HOUR),
    to: Math.ceil((last * width) / MICROSECONDS_PER_HOUR),
  });
  const fine = step === 300 ? await countFine(pool, workload.clusterId, workload.name, metric, first, last) : null;
  const points: BaselinePoint[] = [];
  for (let place = first; place < last; place++) {
    const at = place * width;
    const hour = hours.get(Math.floor(at / MICROSECONDS_PER_HOUR));
    const cell = hour?.cell;
    const share = step / 3600;
    const judged = cell !== undefined && cell.mean > 0 && metric !== 'distinctActions';
    const band = judged ? bandOf(cell.mean * share, cell.dispersion) : null;
    points.push({
      start: formatRfc3339(at),
      actual: fine ? (fine.get(place) ?? 0) : (cell?.count ?? 0),
      expected: judged ? quantile(0.5, cell.mean * share, cell.dispersion) : null,
      p50: band?.p50 ?? null,
      p95: band?.p95 ?? null,
      p999: band?.p999 ?? null,
      masked: hour === undefined || hour.learnedMinutes < LEARNED_MINUTES,
      learning: (cell?.learning ?? 0) > 0,
    });
  }
  return points;
}

async function readHours(
  pool: Pool,
  clusterId: number,
  workloadId: number,
  metric: number,
  span: { from: number; to: number },
): Promise<Map<number, { learnedMinutes: number; cell: HourCell | undefined }>> {
  const { rows } = await pool.query<{ hour: number; learnedMinutes: number; data: Buffer }>(
    `select hour, learned_minutes as "learnedMinutes", data from baseline_hour
     where cluster_id = $1 and hour >= $2 and hour < $3`,
    [clusterId, span.from, span.to],
  );
  const hours = new Map<number, { learnedMinutes: number; cell: HourCell | undefined }>();
  for (const { hour, learnedMinutes, data } of rows) {
    let found: HourCell | undefined;
    for (const cell of unpackHour(data)) if (cell.workload === workloadId && cell.metric === metric) found = cell;
    hours.set(hour, { learnedMinutes, cell: found });
  }
  return hours;
}

async function countFine(
  pool: Pool,
  clusterId: number,
  workload: string,
  metric: Metric,
  from: number,
  to: number,
): Promise<Map<number, number>> {
  const combinations = new Combinations();
  await combinations.catchUp(pool);
  const bit = bitOf(metric);
  const counts = new Map<number, number>();
  for (const fact of await loadFacts(pool, clusterId, { from, to })) {
    let sum = 0;
    for (let i = 0; i < fact.counts.length; i += 2) {
      const action = combinations.get(fact.counts[i] as number);
      if (action?.workload === workload && action.metrics & bit)
        sum += metric === 'distinctActions' ? 1 : (fact.counts[i + 1] as number);
    }
    counts.set(fact.bucket, sum);
  }
  return counts;
}
