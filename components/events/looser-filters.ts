import { conditionsOf, withoutCondition } from '@/components/events/filter-conditions';
import type { EventFilter } from '@/lib/search/filter-state';
import { withTime } from '@/lib/search/filter-values';

export type LooserFilter = { words: string; filter: EventFilter };

const MOST = 8;

/** The filter with one thing less, each with the words for what is left out: first the window, then each condition. */
export function looserFilters(filter: EventFilter): LooserFilter[] {
  const looser: LooserFilter[] = [];
  if (filter.time.from !== null || filter.time.to !== null) {
    looser.push({ words: 'the time range', filter: withTime(filter, null, null) });
  }
  for (const condition of conditionsOf(filter)) {
    looser.push({ words: `“${condition.words}”`, filter: withoutCondition(filter, condition) });
  }
  return looser.slice(0, MOST);
}
