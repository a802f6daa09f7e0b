/** Requests by the joint values of some fields, with how many of them failed: exact sums of the counts. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { FAILED, REQUEST, requestMarks } from '@/lib/search/request-marks';

export type RequestCount = {
  /** In the order of the question's fields; null = missing. */
  values: (string | null)[];
  requests: number;
  failed: number;
};

/** Most frequent first. Throws SearchTimeoutError. */
export function countRequestsBy(filter: EventFilter, fields: readonly EventFieldName[]): Promise<RequestCount[]> {
  return askEventCounts(
    filter,
    () => null,
    ({ dictionary, verdicts, visit }) => {
      const columns = fields.map((name) => dictionary.columns[eventFieldNames.indexOf(name)] as Int32Array);
      const marks = requestMarks(dictionary);
      const groups = new Map<string, RequestCount>();
      visit((_, combination, count) => {
        const mark = marks[combination] as number;
        if (verdicts[combination] !== MATCHES || (mark & REQUEST) === 0) return;
        const terms = columns.map((column) => column[combination] as number);
        const key = terms.join(' ');
        let group = groups.get(key);
        if (!group) {
          const values = terms.map((term) => (term === 0 ? null : (dictionary.values[term] as string)));
          group = { values, requests: 0, failed: 0 };
          groups.set(key, group);
        }
        group.requests += count;
        if (mark & FAILED) group.failed += count;
      });
      return [...groups.values()].sort(
        (a, b) => b.requests - a.requests || (String(a.values) < String(b.values) ? -1 : 1),
      );
    },
  );
}
