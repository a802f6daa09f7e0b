/** What the baselines know of each workload in a window of time: no event is read. */
import type { Pool } from 'pg';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import type { WorkloadActivity } from '@/lib/baselines/deviation-answers';
import { learningOf } from '@/lib/baselines/hour-bytes';

type WorkloadRow = {
  id: number;
  cluster: string;
  name: string;
  peerGroup: string;
  firstAt: number;
  lastAt: number;
  deviations: number;
  raised: number;
};

type Window = { cluster?: string | null; from: Microseconds; to: Microseconds };

/** Of all workloads, in no order. */
export async function listWorkloadActivity(pool: Pool, window: Window): Promise<WorkloadActivity[]> {
  const { rows: workloads } = await pool.query<WorkloadRow>(
    `select w.id, c.name as cluster, w.name, w.peer_group as "peerGroup", w.first_at as "firstAt", w.last_at as "lastAt",
            coalesce(d.n, 0)::int as deviations, coalesce(d.raised, 0)::int as raised
     from workload w join cluster c on c.id = w.cluster_id
     left join (
       select workload_id, count(*) as n, count(*) filter (where raised) as raised from deviation
       where end_at >= $1::bigint and start_at < $2::bigint group by 1
     ) d on d.workload_id = w.id
     where $3::text is null or c.name = $3`,
    [window.from, window.to, window.cluster ?? null],
  );
  const learning = await readLearning(pool, window, workloads);
  return workloads.map(({ firstAt, lastAt, ...workload }) => ({
    ...workload,
    firstAt: formatRfc3339(firstAt),
    lastAt: formatRfc3339(lastAt),
    learningHoursLeft: learning.get(workload.id) ?? 0,
  }));
}

/** Most workloads are in the last day of a window. */
const FIRST_HOURS = 24;

/**
 * The hours that each workload still learns, as its last recorded hour in the window says. Hours are read from the last one
 * back, more at a time, until every workload was met: all hours of a month are megabytes. Nobody has a record before the hour
 * of the first request.
 */
async function readLearning(
  pool: Pool,
  window: Window,
  workloads: readonly WorkloadRow[],
): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  const first = Math.floor(window.from / MICROSECONDS_PER_HOUR);
  let wanted = workloads
    .filter(({ firstAt, lastAt }) => firstAt < window.to && lastAt >= window.from)
    .map(({ id, firstAt }) => ({ id, oldest: Math.max(first, Math.floor(firstAt / MICROSECONDS_PER_HOUR)) }));
  let to = Math.ceil(window.to / MICROSECONDS_PER_HOUR);
  for (let hours = FIRST_HOURS; wanted.length > 0; hours *= 2) {
    const from = Math.max(to - hours, Math.min(...wanted.map(({ oldest }) => oldest)));
    const { rows } = await pool.query<{ data: Buffer }>(
      `select h.data from baseline_hour h join cluster c on c.id = h.cluster_id
       where h.hour >= $1 and h.hour < $2 and ($3::text is null or c.name = $3) order by h.hour desc`,
      [from, to, window.cluster ?? null],
    );
    for (const { data } of rows) {
      for (const [workload, left] of learningOf(data)) if (!found.has(workload)) found.set(workload, left);
    }
    to = from;
    wanted = wanted.filter(({ id, oldest }) => !found.has(id) && oldest < to);
  }
  return found;
}
