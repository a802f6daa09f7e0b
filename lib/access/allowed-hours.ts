/** In which hours requests like some denied ones were allowed, by one pass over the counts. */

import { termKeyOf } from '@/lib/access/denied-groups';
import type { Span } from '@/lib/access/span';
import { eventFieldNames } from '@/lib/audit/event-fields';
import { MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';

export type AllowedHours = {
  /** Half open, in order of time, within the window. */
  spans: Span[];
  combinations: number[];
};

/** By term key; only those that were ever allowed in the filter's window. Throws SearchTimeoutError. */
export function findAllowedHours(
  time: EventFilter['time'],
  termKeys: ReadonlySet<string>,
): Promise<Map<string, AllowedHours>> {
  return askEventCounts(
    { ...emptyFilter, time },
    () => MICROSECONDS_PER_HOUR,
    ({ window, dictionary, visit }) => {
      const isAllowed = allowedCombinations(dictionary);
      const known: (string | null | undefined)[] = [];
      const found = new Map<string, { hours: Set<number>; combinations: Set<number> }>();
      visit((at, combination) => {
        let key = known[combination];
        if (key === undefined) {
          key = isAllowed(combination) ? termKeyOf(dictionary.columns, combination) : null;
          if (key !== null && !termKeys.has(key)) key = null;
          known[combination] = key;
        }
        if (key === null) return;
        const entry = found.get(key) ?? { hours: new Set(), combinations: new Set() };
        found.set(key, entry);
        entry.hours.add(Math.floor(at / MICROSECONDS_PER_HOUR));
        entry.combinations.add(combination);
      });
      const answer = new Map<string, AllowedHours>();
      for (const [key, { hours, combinations }] of found) {
        const spans = [...hours]
          .sort((a, b) => a - b)
          .map((hour) => ({
            from: Math.max(hour * MICROSECONDS_PER_HOUR, window?.from ?? 0),
            to: Math.min((hour + 1) * MICROSECONDS_PER_HOUR, window?.to ?? 0),
          }));
        answer.set(key, { spans, combinations: [...combinations] });
      }
      return answer;
    },
  );
}

type Dictionary = { columns: readonly Int32Array[]; values: readonly string[] };

/**
 * Whether authorisation let the events of a combination pass: it says so, or, where nothing was recorded about it, the
 * request succeeded.
 */
export function allowedCombinations({ columns, values }: Dictionary): (combination: number) => boolean {
  const decision = columns[eventFieldNames.indexOf('decision')] as Int32Array;
  const outcome = columns[eventFieldNames.indexOf('outcome')] as Int32Array;
  return (combination) => {
    const decided = decision[combination] as number;
    if (decided !== 0) return values[decided] === 'allow';
    return values[outcome[combination] as number] === 'ok';
  };
}
