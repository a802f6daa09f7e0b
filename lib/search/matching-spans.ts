/**
 * Where in time the events are that meet a filter's field conditions, and which combinations they have: what a statement
 * of one's own needs to read those rows and few others. The counts know the hours, so a rare thing in ten million events
 * is a few spans. Conditions on the row (name, auditID, text) are not looked at.
 */
import { MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';

export type MatchingSpans = {
  /** Half open, in ascending order. */
  spans: { from: Microseconds; to: Microseconds }[];
  combinations: number[];
  /** Events that meet the field conditions. */
  total: number;
};

/** Throws SearchTimeoutError. */
export function findMatchingSpans(filter: EventFilter): Promise<MatchingSpans> {
  return askEventCounts(
    { ...filter, name: null, auditID: null, text: null },
    () => MICROSECONDS_PER_HOUR,
    ({ window, verdicts, visit }) => {
      const hours = new Set<number>();
      const combinations = new Set<number>();
      let total = 0;
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES) return;
        total += count;
        combinations.add(combination);
        hours.add(Math.floor(at / MICROSECONDS_PER_HOUR));
      });
      const spans: MatchingSpans['spans'] = [];
      for (const hour of window ? [...hours].sort((a, b) => a - b) : []) {
        const from = Math.max(hour * MICROSECONDS_PER_HOUR, window?.from ?? 0);
        const to = Math.min((hour + 1) * MICROSECONDS_PER_HOUR, window?.to ?? 0);
        const last = spans[spans.length - 1];
        if (last && last.to === from) last.to = to;
        else spans.push({ from, to });
      }
      return { spans, combinations: [...combinations], total };
    },
  );
}
