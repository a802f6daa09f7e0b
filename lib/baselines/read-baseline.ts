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

type Span = { from: Microseconds; to: Microseconds; step: 300 | 3600 };

/** A point for each step that [from, to) touches, in time order; [] for an unknown workload. */
export async function readBaseline(
  pool: Pool,
  workloadId: number,
  metric: Metric,
  from: Microseconds,
  to: Microseconds,
  step: 300 | 3600,
): Promise<BaselinePoint[]> {
  return (await readBaselines(pool, workloadId, [metric], { from, to, step })).get(metric) ?? [];
}

/** The same for several metrics at once: a page shows a dozen, and hours and facts hold all of them together. */
export async function readBaselines(
  pool: Pool,
  workloadId: number,
  wanted: readonly Metric[],
  { from, to, step }: Span,
): Promise<Map<Metric, BaselinePoint[]>> {
  const { rows } = await pool.query<{ clusterId: number; name: string }>(
    'select cluster_id as "clusterId", name from workload where id = $1',
    [workloadId],
  );
  const workload = rows[0];
  if (!workload) return new Map();
  const width = step * 1_000_000;
  const first = Math.floor(from / width);
  const last = Math.min(Math.ceil(to / width), first + MOST_POINTS);
  const hours = await readHours(pool, workload.clusterId, workloadId, {
    from: Math.floor((first * width) / MICROSECONDS_PER_HOUR),
    to: Math.ceil((last * width) / MICROSECONDS_PER_HOUR),
  });
  const fine = step === 300 ? await countFine(pool, workload.clusterId, workload.name, wanted, first, last) : null;
  const places = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  return new Map(
    wanted.map((metric) => [
      metric,
      places.map((place) => {
        const hour = hours.get(Math.floor((place * width) / MICROSECONDS_PER_HOUR));
        const count = fine === null ? null : (fine.get(place)?.get(metric) ?? 0);
        return toPoint(place * width, metric, hour, count, step);
      }),
    ]),
  );
}

type Hour = { learnedMinutes: number; cells: Map<number, HourCell> };

/** `count` is null where the hour itself is the step. */
function toPoint(at: Microseconds, metric: Metric, hour: Hour | undefined, count: number | null, step: 300 | 3600) {
  const cell = hour?.cells.get(metrics.indexOf(metric));
  const share = step / 3600;
  const judged = cell !== undefined && cell.mean > 0 && metric !== 'distinctActions';
  const band = judged ? bandOf(cell.mean * share, cell.dispersion) : null;
  return {
    start: formatRfc3339(at),
    actual: count ?? cell?.count ?? 0,
    expected: judged ? quantile(0.5, cell.mean * share, cell.dispersion) : null,
    p50: band?.p50 ?? null,
    p95: band?.p95 ?? null,
    p999: band?.p999 ?? null,
    masked: hour === undefined || hour.learnedMinutes < LEARNED_MINUTES,
    learning: (cell?.learning ?? 0) > 0,
  };
}

async function readHours(
  pool: Pool,
  clusterId: number,
  workloadId: number,
  span: { from: number; to: number },
): Promise<Map<number, Hour>> {
  const { rows } = await pool.query<{ hour: number; learnedMinutes: number; data: Buffer }>(
    `select hour, learned_minutes as "learnedMinutes", data from baseline_hour
     where cluster_id = $1 and hour >= $2 and hour < $3`,
    [clusterId, span.from, span.to],
  );
  const hours = new Map<number, Hour>();
  for (const { hour, learnedMinutes, data } of rows) {
    const cells = new Map<number, HourCell>();
    for (const cell of unpackHour(data)) if (cell.workload === workloadId) cells.set(cell.metric, cell);
    hours.set(hour, { learnedMinutes, cells });
  }
  return hours;
}

async function countFine(
  pool: Pool,
  clusterId: number,
  workload: string,
  wanted: readonly Metric[],
  from: number,
  to: number,
): Promise<Map<number, Map<Metric, number>>> {
  const combinations = new Combinations();
  await combinations.catchUp(pool);
  const counts = new Map<number, Map<Metric, number>>();
  for (const fact of await loadFacts(pool, clusterId, { from, to })) {
    const sums = new Map<Metric, number>();
    for (let i = 0; i < fact.counts.length; i += 2) {
      const action = combinations.get(fact.counts[i] as number);
      if (action?.workload !== workload) continue;
      for (const metric of wanted) {
        if ((action.metrics & bitOf(metric)) === 0) continue;
        const count = metric === 'distinctActions' ? 1 : (fact.counts[i + 1] as number);
        sums.set(metric, (sums.get(metric) ?? 0) + count);
      }
    }
    counts.set(fact.bucket, sums);
  }
  return counts;
}
