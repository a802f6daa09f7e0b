/** How many requests each hour of the week has had: sums, and over how many such hours. */
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { REQUEST, requestMarks } from '@/lib/search/request-marks';

const HOURS = 168;
/** 1 January 1970 was a Thursday; the week begins on Monday. */
const HOURS_BEFORE_EPOCH = 3 * 24;

export type WeekCount = {
  /** Monday 0:00 UTC first: requests in all such hours of the window. */
  requests: number[];
  /** How many such hours there were since the first request. */
  hours: number[];
};

/** Throws SearchTimeoutError. */
export function countWeek(filter: EventFilter): Promise<WeekCount> {
  return askEventCounts(
    filter,
    () => MICROSECONDS_PER_HOUR,
    ({ window, dictionary, verdicts, visit }) => {
      const week: WeekCount = { requests: new Array(HOURS).fill(0), hours: new Array(HOURS).fill(0) };
      if (window === null) return week;
      const marks = requestMarks(dictionary);
      let first = Infinity;
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES || ((marks[combination] as number) & REQUEST) === 0) return;
        const hour = Math.floor(at / MICROSECONDS_PER_HOUR);
        first = Math.min(first, hour);
        const place = placeOf(hour);
        week.requests[place] = (week.requests[place] as number) + count;
      });
      for (let hour = first; hour * MICROSECONDS_PER_HOUR < window.to; hour++) {
        week.hours[placeOf(hour)] = (week.hours[placeOf(hour)] as number) + 1;
      }
      return week;
    },
  );
}

export const WEEKS_SHOWN = 4;
export const MICROSECONDS_SHOWN = WEEKS_SHOWN * 7 * MICROSECONDS_PER_DAY;

function placeOf(hour: number): number {
  return (hour + HOURS_BEFORE_EPOCH) % HOURS;
}
