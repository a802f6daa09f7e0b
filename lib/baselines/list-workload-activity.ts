/** What each workload did in a window of time, from the counts of hours: no event is read. */
import type { Pool } from 'pg';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import type { WorkloadActivity } from '@/lib/baselines/deviation-answers';
import { unpackHour } from '@/lib/baselines/hour-bytes';
import { type Metric, metrics } from '@/lib/baselines/metrics';

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

/** The hours that [from, to) touches, whole; by requests, most first. */
export async function listWorkloadActivity(
  pool: Pool,
  window: { cluster?: string | null; from: Microseconds; to: Microseconds },
): Promise<WorkloadActivity[]> {
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
  const { rows: hours } = await pool.query<{ data: Buffer }>(
    `select h.data from baseline_hour h join cluster c on c.id = h.cluster_id
     where h.hour >= $1 and h.hour < $2 and ($3::text is null or c.name = $3) order by h.hour`,
    [
      Math.floor(window.from / MICROSECONDS_PER_HOUR),
      Math.ceil(window.to / MICROSECONDS_PER_HOUR),
      window.cluster ?? null,
    ],
  );
  const sums = new Map<number, { counts: number[]; learning: number }>();
  for (const { data } of hours) {
    for (const cell of unpackHour(data)) {
      let sum = sums.get(cell.workload);
      if (!sum) {
        sum = { counts: new Array(metrics.length).fill(0), learning: 0 };
        sums.set(cell.workload, sum);
      }
      sum.counts[cell.metric] = (sum.counts[cell.metric] as number) + cell.count;
      sum.learning = cell.learning;
    }
  }
  return workloads
    .map(({ firstAt, lastAt, ...workload }) => {
      const sum = sums.get(workload.id);
      return {
        ...workload,
        firstAt: formatRfc3339(firstAt),
        lastAt: formatRfc3339(lastAt),
        counts: Object.fromEntries(metrics.map((metric, i) => [metric, sum?.counts[i] ?? 0])) as Record<Metric, number>,
        learningHoursLeft: sum?.learning ?? 0,
      };
    })
    .sort((a, b) => b.counts.requests - a.counts.requests || (a.name < b.name ? -1 : 1));
}
