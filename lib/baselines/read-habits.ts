/** The set of what a workload does, with when it was first and last seen, from the newest state. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { formatRfc3339, MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import type { WorkloadHabit } from '@/lib/baselines/deviation-answers';
import { unpackState } from '@/lib/baselines/state-bytes';

/** Value, first hour, last hour, distinct hours, distinct days. */
const habitsSchema = z.object({
  habits: z.record(z.string(), z.array(z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()]))),
});

/** Ordered by dimension, the most usual first. */
export async function readHabits(pool: Pool, workloadId: number): Promise<WorkloadHabit[]> {
  const { rows } = await pool.query<{ data: Buffer }>(
    `select s.data from workload w join baseline_state s on s.cluster_id = w.cluster_id and s.workload_id = w.id
     where w.id = $1 order by s.bucket desc limit 1`,
    [workloadId],
  );
  const row = rows[0];
  if (!row) return [];
  const { habits } = habitsSchema.parse(unpackState(row.data).text);
  return Object.entries(habits)
    .flatMap(([dimension, values]) =>
      values.map(([value, first, last, hours, days]) => ({
        dimension,
        value,
        firstAt: formatRfc3339(first * MICROSECONDS_PER_HOUR),
        lastAt: formatRfc3339(last * MICROSECONDS_PER_HOUR),
        hours,
        days,
      })),
    )
    .sort((a, b) =>
      a.dimension !== b.dimension
        ? a.dimension < b.dimension
          ? -1
          : 1
        : b.hours - a.hours || (a.value < b.value ? -1 : 1),
    );
}
