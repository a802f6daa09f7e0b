/** Deviations as screens and API ask for them: a page with how many wait, or all of them one by one. */
import type { z } from 'zod';
import { type DeviationList, findingSchema } from '@/lib/activity/activity-answers';
import { countOpenDeviations } from '@/lib/activity/count-deviations';
import type { Microseconds } from '@/lib/audit/microseconds';
import { type DeviationFilter, listDeviations } from '@/lib/baselines/list-deviations';
import { getPool } from '@/lib/db/pool';
import { resolveTimeRange, type TimeRange } from '@/lib/search/time-range';

export type DeviationQuestion = Omit<DeviationFilter, 'from' | 'to' | 'limit'> & { time: TimeRange };

const PAGE = 500;

/** Throws BadDeviationCursorError. */
export async function findDeviations(
  question: DeviationQuestion,
  { limit, cursor, now }: { limit: number; cursor: string | null; now: Microseconds },
): Promise<DeviationList> {
  const [page, open] = await Promise.all([
    listDeviations(getPool(), { ...toFilter(question, now), limit }, cursor),
    countOpenDeviations(question.cluster ?? null),
  ]);
  return { ...page, open };
}

export async function* allFindings(
  question: DeviationQuestion,
  now: Microseconds,
): AsyncGenerator<z.infer<typeof findingSchema>> {
  const filter = toFilter(question, now);
  for (let cursor: string | null = null; ; ) {
    const page = await listDeviations(getPool(), { ...filter, limit: PAGE }, cursor);
    for (const deviation of page.deviations) yield findingSchema.parse(deviation);
    cursor = page.nextCursor;
    if (cursor === null) return;
  }
}

function toFilter({ time, ...filter }: DeviationQuestion, now: Microseconds): DeviationFilter {
  return { ...filter, ...resolveTimeRange(time, now) };
}
