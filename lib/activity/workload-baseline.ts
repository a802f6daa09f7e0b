/** One metric of a workload over time, with its expected bands. */
import type { z } from 'zod';
import type { workloadBaselineSchema } from '@/lib/activity/activity-answers';
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';
import type { Metric } from '@/lib/baselines/metrics';
import { readBaseline } from '@/lib/baselines/read-baseline';
import { getPool } from '@/lib/db/pool';
import { resolveTimeRange, type TimeRange } from '@/lib/search/time-range';

/** Null where there is no such workload. */
export async function getWorkloadBaseline(question: {
  id: number;
  metric: Metric;
  step: 300 | 3600;
  time: TimeRange;
  now: Microseconds;
}): Promise<z.infer<typeof workloadBaselineSchema> | null> {
  const { id, metric, step } = question;
  const { rows } = await getPool().query<{ name: string }>('select name from workload where id = $1', [id]);
  const workload = rows[0];
  if (!workload) return null;
  const window = resolveTimeRange(question.time, question.now);
  const to = window.to ?? question.now;
  const points = await readBaseline(getPool(), id, metric, window.from ?? to - MICROSECONDS_PER_DAY, to, step);
  return { workload: workload.name, metric, stepSeconds: step, points };
}
