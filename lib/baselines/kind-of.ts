import type { DeviationKind } from '@/lib/baselines/deviation-answers';
import { metrics } from '@/lib/baselines/metrics';
import type { OpenDeviation } from '@/lib/baselines/open-deviation';

/** A deviation that nothing is added to for so many buckets has ended. */
export const QUIET_BUCKETS = 72;

/** What it is mostly about. */
export function kindOf({ family, news, count, start, last, countBuckets }: OpenDeviation): DeviationKind {
  if (family !== 'activity') return family;
  const first = news[0];
  if (first && first.score >= (count?.score ?? 0)) return first.chain ? 'chain' : 'first-seen';
  if (count && FAILURES.has(count.metric)) return 'failures';
  // For six hours and more, and most of the time: not a burst but another level.
  if (last - start >= QUIET_BUCKETS && countBuckets >= QUIET_BUCKETS / 2) return 'level-change';
  return 'count-above';
}

const FAILURES = new Set([metrics.indexOf('denied'), metrics.indexOf('serverErrors')]);
