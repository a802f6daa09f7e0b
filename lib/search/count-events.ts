import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';

/** How many events match, exactly. Throws SearchTimeoutError. */
export function countEvents(filter: EventFilter): Promise<number> {
  return askEventCounts(
    filter,
    () => null,
    ({ verdicts, visit }) => {
      let total = 0;
      visit((_, combination, count) => {
        if (verdicts[combination] === MATCHES) total += count;
      });
      return total;
    },
  );
}
