/**
 * Statistics of a field of the index: counts tell how often each value is there and in which hours, exactly and at once.
 * When the listed values were first and last seen is then looked up in the rows of those two hours, to the microsecond.
 */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts, type ClosedWindow } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { withSearchLimit } from '@/lib/search/search-limit';
import type { FieldStatistics } from '@/lib/statistics/statistics-answers';

type Tally = {
  value: string;
  count: number;
  /** Of the events that are known one by one. */
  exact: Span;
  /** Of those that are known by counts only: starts of the first and the last hour. */
  hours: Span;
  /** The combinations of the latter. */
  counted: Set<number>;
};

type Span = { first: Microseconds; last: Microseconds };

const nothing: Span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };

type Counted = { total: number; missing: number; distinct: number; listed: Tally[]; window: ClosedWindow | null };

/** Throws SearchTimeoutError. */
export async function fieldStatistics(
  filter: EventFilter,
  field: EventFieldName,
  limit: number,
): Promise<FieldStatistics> {
  const { total, missing, distinct, listed, window } = await countValues(filter, field, limit);
  const values = window ? await withTimes(listed, window) : [];
  return { field, total, read: total, stoppedBy: null, missing, withoutText: 0, distinct, values };
}

function countValues(filter: EventFilter, field: EventFieldName, limit: number): Promise<Counted> {
  return askEventCounts(
    filter,
    () => MICROSECONDS_PER_HOUR,
    ({ window, dictionary, verdicts, visit, isInRows }) => {
      const column = dictionary.columns[eventFieldNames.indexOf(field)] as Int32Array;
      const tallies = new Map<number, Tally>();
      let total = 0;
      let missing = 0;
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES) return;
        total += count;
        const term = column[combination] as number;
        if (term === 0) {
          missing += count;
          return;
        }
        let tally = tallies.get(term);
        if (!tally) {
          const value = dictionary.values[term] as string;
          tally = { value, count: 0, exact: nothing, hours: nothing, counted: new Set() };
          tallies.set(term, tally);
        }
        tally.count += count;
        if (isInRows(combination)) {
          tally.exact = union(tally.exact, { first: at, last: at });
        } else {
          tally.hours = union(tally.hours, { first: at, last: at });
          tally.counted.add(combination);
        }
      });
      const listed = [...tallies.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
      return { total, missing, distinct: listed.length, listed: listed.slice(0, limit), window };
    },
  );
}

function withTimes(tallies: Tally[], window: ClosedWindow): Promise<FieldStatistics['values']> {
  return withSearchLimit(getPool(), async (client) => {
    const values: FieldStatistics['values'] = [];
    for (const { value, count, exact, hours, counted } of tallies) {
      let span = exact;
      if (counted.size > 0) {
        const { rows } = await client.query<{ first: Microseconds | null; last: Microseconds | null }>(
          `select
             (select at from event where at >= $1::bigint and at < $2::bigint and combination_id = any($5::int[])
              order by at, hash, cluster_id limit 1) as first,
             (select at from event where at >= $3::bigint and at < $4::bigint and combination_id = any($5::int[])
              order by at desc, hash desc, cluster_id desc limit 1) as last`,
          [...hourOf(hours.first, window), ...hourOf(hours.last, window), [...counted]],
        );
        const found = rows[0];
        span = union(span, { first: found?.first ?? hours.first, last: found?.last ?? hours.last });
      }
      values.push({ value, count, first: formatRfc3339(span.first), last: formatRfc3339(span.last) });
    }
    return values;
  });
}

/** The part of an hour that is in the window. */
function hourOf(at: Microseconds, window: ClosedWindow): [Microseconds, Microseconds] {
  const start = Math.floor(at / MICROSECONDS_PER_HOUR) * MICROSECONDS_PER_HOUR;
  return [Math.max(start, window.from), Math.min(start + MICROSECONDS_PER_HOUR, window.to)];
}

function union(a: Span, b: Span): Span {
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}
