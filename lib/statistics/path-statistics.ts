/**
 * Statistics of a path into the events: they are in no index, so the originals of the result are read, newest first, through
 * the same frozen result that an export reads. As many as one answer may read, and the answer says of how many it speaks.
 */
import { indexed } from '@/lib/audit/facet-values';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { BlockShelf } from '@/lib/export/block-shelf';
import { eventOf } from '@/lib/export/export-row';
import { freezeResult } from '@/lib/export/frozen-result';
import { nextTurn, ROWS_A_TURN } from '@/lib/export/next-turn';
import { readAhead } from '@/lib/export/read-ahead';
import { readRows } from '@/lib/export/read-rows';
import { valuesAt } from '@/lib/query/path-values';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, withTime } from '@/lib/search/event-filter';
import type { FieldStatistics } from '@/lib/statistics/statistics-answers';

/** Originals that one answer reads, and for how long at most. */
export const MAX_READ = 200_000;
const MAX_READ_MS = 15_000;

export type ReadLimits = { events: number; milliseconds: number };

type Tally = { value: string; count: number; first: Microseconds; last: Microseconds };

/** The filter's times must be instants. Throws SearchTimeoutError and the signal's reason. */
export async function pathStatistics(
  filter: EventFilter,
  path: string,
  limit: number,
  signal: AbortSignal,
  limits: ReadLimits = { events: MAX_READ, milliseconds: MAX_READ_MS },
): Promise<FieldStatistics> {
  const { total, from } = await newestHours(filter, limits.events);
  const tally = new PathTally(path);
  const stoppedBy = from === null ? null : await readNewest(filter, from, tally, limits, signal);
  const { read, missing, withoutText } = tally;
  const sorted = [...tally.values.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    field: path,
    total: Math.max(total, read),
    read,
    stoppedBy: read < total ? (stoppedBy ?? 'events') : null,
    missing,
    withoutText,
    distinct: sorted.length,
    values: sorted.slice(0, limit).map(({ value, count, first, last }) => ({
      value,
      count,
      first: formatRfc3339(first),
      last: formatRfc3339(last),
    })),
  };
}

/** The number of events that match, and since when there are as many as will be read; null where there is none. */
function newestHours(filter: EventFilter, events: number): Promise<{ total: number; from: Microseconds | null }> {
  return askEventCounts(
    filter,
    () => MICROSECONDS_PER_HOUR,
    ({ window, verdicts, visit }) => {
      const hours = new Map<number, number>();
      let total = 0;
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES) return;
        const hour = Math.floor(at / MICROSECONDS_PER_HOUR);
        hours.set(hour, (hours.get(hour) ?? 0) + count);
        total += count;
      });
      let enough = 0;
      let from: Microseconds | null = null;
      for (const hour of [...hours.keys()].sort((a, b) => b - a)) {
        if (enough >= events) break;
        enough += hours.get(hour) ?? 0;
        from = Math.max(hour * MICROSECONDS_PER_HOUR, window?.from ?? 0);
      }
      return { total, from };
    },
  );
}

/** Answers what ended it before the end. */
async function readNewest(
  filter: EventFilter,
  from: Microseconds,
  tally: PathTally,
  { events, milliseconds }: ReadLimits,
  signal: AbortSignal,
): Promise<FieldStatistics['stoppedBy']> {
  const deadline = performance.now() + milliseconds;
  const result = await freezeResult(withTime(filter, formatRfc3339(from), filter.time.to), Date.now() * 1000, signal);
  const shelf = new BlockShelf(result.wanted, signal);
  const read = async function* () {
    for await (const rows of readRows(result, 'newest', signal)) {
      await shelf.fetch(rows);
      yield rows;
    }
  };
  for await (const rows of readAhead(read())) {
    for (let i = 0; i < rows.length; i++) {
      if (tally.read >= events) return 'events';
      const row = rows[i];
      if (row) tally.add(row.at, eventOf(row));
      if (i % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    }
    if (performance.now() > deadline) return 'time';
  }
  return null;
}

class PathTally {
  readonly values = new Map<string, Tally>();
  read = 0;
  missing = 0;
  withoutText = 0;
  private readonly segments: readonly string[];

  constructor(path: string) {
    this.segments = path.split('.');
  }

  add(at: Microseconds, event: object): void {
    this.read++;
    const found = valuesAt(event, this.segments);
    if (found.length === 0) this.missing++;
    const texts = new Set<string>();
    for (const value of found) if (value !== null) texts.add(indexed(value) ?? '');
    if (found.length > 0 && texts.size === 0) this.withoutText++;
    for (const value of texts) this.count(value, at);
  }

  private count(value: string, at: Microseconds): void {
    const tally = this.values.get(value);
    if (!tally) {
      this.values.set(value, { value, count: 1, first: at, last: at });
      return;
    }
    tally.count++;
    tally.first = Math.min(tally.first, at);
    tally.last = Math.max(tally.last, at);
  }
}
