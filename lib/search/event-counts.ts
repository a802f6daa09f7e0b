/**
 * The events of a time window as counts by combination, from the cheapest source that is exact: whole days and hours from
 * the cube, the pieces of hours at the window's ends (and windows shorter than that) from the rows themselves. With a row
 * condition (name, auditID, text) the rows that meet it are counted instead; with an expression, rows take the place of the
 * counts of those combinations that do not decide it.
 */
import {
  formatRfc3339,
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { FALSE, TRUE, UNKNOWN } from '@/lib/query/query-truth';
import { compileFilter, MATCHES, NO_MATCH, type Verdicts } from '@/lib/search/compile-filter';
import { type CountCube, getCountCube, type HourRange } from '@/lib/search/count-cube';
import type { EventFilter } from '@/lib/search/event-filter';
import { withExpressionTimes } from '@/lib/search/filter-query';
import { type ExpressionMatch, matchExpression } from '@/lib/search/match-expression';
import { type MatchingRows, newestFirst } from '@/lib/search/matching-row';
import { findRows, hasRowConditions } from '@/lib/search/matching-rows';
import { withSearchLimit } from '@/lib/search/search-limit';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { resolveTime, resolveTimeRange } from '@/lib/search/time-range';

/** Width of the buckets a visitor wants to tell apart; null when only the sum matters. */
export type BucketWidth = Microseconds | null;

/** `at` lies in the bucket that the events belong to; it is no event's exact time. */
export type EventCountVisitor = (at: Microseconds, combination: number, count: number) => void;

export type EventCounts = {
  dictionary: TermDictionary;
  verdicts: Verdicts;
  visit(visitor: EventCountVisitor): void;
  /**
   * The same added up, and much quicker: `seriesOf` says by combination to which series its events belong (-1: to none), `placeOf`
   * where in `sums` the bucket of an instant begins (-1: nowhere).
   */
  addUp(seriesOf: Int8Array, placeOf: (at: Microseconds) => number, sums: Float64Array): void;
  /** Matching events. */
  total(): number;
  /** Matching events by hour, of the chosen days and the ends of the window; those that are known one by one are left out. */
  byHour(): Map<number, number>;
  /** By combination: 1 where there may be an event of it among those that `byHour` tells of. */
  present(): Uint8Array;
  /** The events that are known one by one because counts do not answer for them, newest first. */
  rows: MatchingRows;
  /** Whether all events of a combination that count are in `rows`. */
  isInRows(combination: number): boolean;
};

type RawCount = { at: Microseconds; combination: number; count: number };

/** A window whose both ends are known: open ends are where the data begins and ends. */
export type ClosedWindow = {
  from: Microseconds;
  to: Microseconds;
  openFrom: boolean;
  openTo: boolean;
  /** What relative times are relative to. */
  now: Microseconds;
};

export type EventCountsAnswer<T> = (
  counts: EventCounts & {
    width: BucketWidth;
    /** Null where there is no event at all. */
    window: ClosedWindow | null;
  },
) => T;

/**
 * Hands the counts to `answer`; `widthFor` chooses the buckets once the window is known. With `daysFor` only the hours of the days
 * that it chooses are read, for `byHour`. Throws SearchTimeoutError.
 */
export async function askEventCounts<T>(
  filter: EventFilter,
  widthFor: (window: ClosedWindow) => BucketWidth,
  answer: EventCountsAnswer<T>,
  daysFor: ((matches: DayMatches) => number[]) | null = null,
): Promise<T> {
  const cube = getCountCube();
  const window = await closeWindow(filter);
  const width = window ? widthFor(window) : null;
  const plan = planWindow(window, width);
  const found = window ? await findSingles(filter, window) : { rows: [], all: false, match: null };
  const raw = found.all ? [] : await readRaw(plan.raw, width);
  const resolution = width === null || width % MICROSECONDS_PER_DAY === 0 ? 'day' : 'hour';
  const isInRows = (combination: number) => found.all || found.match?.truth[combination] === UNKNOWN;
  let chosen: number[] = [];
  const hourDays = () => {
    if (found.all || !plan.hours) return [];
    if (daysFor === null) return daysOf(cube, plan.hours, resolution);
    const isWanted = decidedMatches();
    const whole = wholeDaysOf(cube, plan.hours);
    chosen = [...daysOf(cube, plan.hours, 'day'), ...daysFor({ whole, sum: (day) => cube.sumDay(day, isWanted) })];
    return chosen;
  };
  /** By combination: 0 where its events match and are not known one by one, else -1. */
  const decidedMatches = () => {
    const verdicts = verdictsOf(filter, cube.dictionary, found.match);
    return verdicts.map((verdict, c) => (verdict === MATCHES && !isInRows(c) ? 0 : -1));
  };
  /** What the cube does not answer for. */
  const visitPieces = (visitor: EventCountVisitor) => {
    visitRows(found.rows, visitor);
    for (const { at, combination, count } of raw) if (!isInRows(combination)) visitor(at, combination, count);
  };
  return cube.ask(hourDays, () => {
    const verdicts = verdictsOf(filter, cube.dictionary, found.match);
    return answer({
      window,
      width,
      dictionary: cube.dictionary,
      verdicts,
      rows: found.rows,
      isInRows,
      visit(visitor) {
        visitPieces(visitor);
        if (found.all || !plan.hours) return;
        const visitDecided: EventCountVisitor =
          found.match === null
            ? visitor
            : (at, combination, count) => {
                if (!isInRows(combination)) visitor(at, combination, count);
              };
        if (width === null) visitSums(cube.sums(plan.hours), plan.hours.from, visitDecided);
        else cube.visit(plan.hours, resolution, visitDecided);
      },
      addUp(seriesOf, placeOf, sums) {
        visitPieces((at, combination, count) => {
          const series = seriesOf[combination] ?? -1;
          const place = series < 0 ? -1 : placeOf(at);
          if (place >= 0) sums[place + series] = (sums[place + series] as number) + count;
        });
        if (found.all || !plan.hours) return;
        const decided = found.match === null ? seriesOf : seriesOf.map((series, c) => (isInRows(c) ? -1 : series));
        cube.addUp(plan.hours, resolution, decided, placeOf, sums);
      },
      total() {
        let total = 0;
        visitPieces((_, combination, count) => {
          if (verdicts[combination] === MATCHES) total += count;
        });
        if (found.all || !plan.hours) return total;
        const sums = cube.sums(plan.hours);
        for (let c = 1; c < sums.length; c++) if (verdicts[c] === MATCHES && !isInRows(c)) total += sums[c] as number;
        return total;
      },
      byHour() {
        const hours = new Map<number, number>();
        const addTo = (hour: number, n: number) => hours.set(hour, (hours.get(hour) ?? 0) + n);
        for (const { at, combination, count } of raw) {
          const counts = verdicts[combination] === MATCHES && !isInRows(combination);
          if (counts) addTo(Math.floor(at / MICROSECONDS_PER_HOUR), count);
        }
        if (found.all || !plan.hours) return hours;
        for (const [hour, n] of cube.hourSums(chosen, plan.hours, decidedMatches())) addTo(hour, n);
        return hours;
      },
      present() {
        const marks = new Uint8Array(verdicts.length);
        for (const { combination } of raw) marks[combination] = 1;
        cube.markPresent(chosen, marks);
        return marks;
      },
    });
  });
}

/** Whole days of the window, and how many events of one match. */
export type DayMatches = { whole: number[]; sum: (day: number) => number };

type Singles = {
  rows: MatchingRows /** No event outside of `rows` counts. */;
  all: boolean;
  match: ExpressionMatch | null;
};

/** The events that have to be looked at one by one: for the row conditions, and where the expression is not decided. */
async function findSingles(filter: EventFilter, window: ClosedWindow): Promise<Singles> {
  const rows = hasRowConditions(filter) ? await findRows(filter, window) : null;
  const asked = withExpressionTimes(filter, (at) => formatRfc3339(resolveTime(at, window.now) ?? window.now));
  if (asked.expression === null) return { rows: rows ?? [], all: rows !== null, match: null };
  const match = await matchExpression(asked, asked.expression, window, rows);
  if (rows === null) return { rows: match.rows, all: false, match };
  const decided = rows.filter((row) => match.truth[row.combination] === TRUE);
  return { rows: [...decided, ...match.rows].sort(newestFirst), all: true, match };
}

/** What the expression rules out matches nowhere, not even in a facet. */
function verdictsOf(filter: EventFilter, dictionary: TermDictionary, match: ExpressionMatch | null): Verdicts {
  const verdicts = compileFilter(filter, dictionary);
  if (match) {
    // A combination that came after the expression was looked at has no truth: its events are newer than the answer.
    for (let c = 1; c < verdicts.length; c++) if ((match.truth[c] ?? FALSE) === FALSE) verdicts[c] = NO_MATCH;
  }
  return verdicts;
}

/** Null when there is no event at all. */
export async function closeWindow(filter: EventFilter): Promise<ClosedWindow | null> {
  const { rows } = await getPool().query<{ first: number | null; last: number | null }>(
    'select (select min(at) from event) as first, (select max(at) from event) as last',
  );
  const { first, last } = rows[0] ?? { first: null, last: null };
  if (first === null || last === null) return null;
  // To the second, upwards: the questions of one page then share their window, and the newest events are in it.
  const now = Math.ceil(Date.now() / 1000) * MICROSECONDS_PER_SECOND;
  const window = resolveTimeRange(filter.time, now);
  const from = window.from ?? first;
  const to = window.to ?? last + 1;
  return { from, to: Math.max(from, to), openFrom: window.from === null, openTo: window.to === null, now };
}

/** Which whole hours come from the cube, and which pieces of hours from the rows. */
function planWindow(
  window: ClosedWindow | null,
  width: BucketWidth,
): { hours: HourRange | null; raw: { from: Microseconds; to: Microseconds }[] } {
  if (!window || window.from >= window.to) return { hours: null, raw: [] };
  if (width !== null && width % MICROSECONDS_PER_HOUR !== 0) return { hours: null, raw: [window] };
  // Beyond an open end there is nothing, so the whole hour may be taken.
  const from = (window.openFrom ? Math.floor : Math.ceil)(window.from / MICROSECONDS_PER_HOUR);
  const to = (window.openTo ? Math.ceil : Math.floor)(window.to / MICROSECONDS_PER_HOUR);
  if (from >= to) return { hours: null, raw: [window] };
  const raw: { from: Microseconds; to: Microseconds }[] = [];
  const firstWhole = from * MICROSECONDS_PER_HOUR;
  const lastWhole = to * MICROSECONDS_PER_HOUR;
  if (window.from < firstWhole) raw.push({ from: window.from, to: firstWhole });
  if (window.to > lastWhole) raw.push({ from: lastWhole, to: window.to });
  return { hours: { from, to }, raw };
}

/** The days whose hours are needed: all of them, or only those that the window cuts. */
function daysOf(cube: CountCube, hours: HourRange, resolution: 'day' | 'hour'): number[] {
  const days: number[] = [];
  for (const day of cube.dayNumbers()) {
    if (day * 24 + 24 <= hours.from || day * 24 >= hours.to) continue;
    const whole = day * 24 >= hours.from && day * 24 + 24 <= hours.to;
    if (!whole || resolution === 'hour') days.push(day);
  }
  return days;
}

function wholeDaysOf(cube: CountCube, hours: HourRange): number[] {
  return [...cube.dayNumbers()].filter((day) => day * 24 >= hours.from && day * 24 + 24 <= hours.to);
}

async function readRaw(windows: { from: Microseconds; to: Microseconds }[], width: BucketWidth): Promise<RawCount[]> {
  if (windows.length === 0) return [];
  return withSearchLimit(getPool(), async (client) => {
    const counts: RawCount[] = [];
    for (const { from, to } of windows) {
      // Without buckets, one as long as the window takes everything.
      const step = width ?? to - from;
      const base = width === null ? from : Math.floor(from / width) * width;
      const { rows } = await client.query<[number, number, number]>({
        text: `select ((at - $3::bigint) / $4::bigint)::int as bucket, combination_id, count(*)::int from event
               where at >= $1::bigint and at < $2::bigint group by 1, 2`,
        values: [from, to, base, step],
        rowMode: 'array',
      });
      for (const [bucket, combination, count] of rows) {
        counts.push({ at: Math.max(base + bucket * step, from), combination, count });
      }
    }
    return counts;
  });
}

function visitSums(sums: Float64Array, hour: number, visitor: EventCountVisitor): void {
  const at = hour * MICROSECONDS_PER_HOUR;
  for (let combination = 1; combination < sums.length; combination++) {
    const count = sums[combination] as number;
    if (count > 0) visitor(at, combination, count);
  }
}

function visitRows(rows: MatchingRows, visitor: EventCountVisitor): void {
  for (const { at, combination } of rows) visitor(at, combination, 1);
}
