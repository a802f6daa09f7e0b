/** Buckets that are not whole, joined to gaps; and the time between them for which there are no rows at all. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { BUCKET_SECONDS, startOfBucket } from '@/lib/coverage/bucket-time';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import { LEARN_FROM_PERCENT } from '@/lib/coverage/coverage-method';
import type { CoverageRow } from '@/lib/coverage/coverage-row';

/** Of a longer pause nobody knows what it would have held: six hours. */
const LONGEST_ESTIMATE = 72;

/** A row that knows the one before it, wherever that is. */
export type GapRow = CoverageRow & { previousBucket: number | null; previousExpectedEvents: number | null };

/** Rows in time order; those that are whole may be left out, unless a pause comes before them. */
export function findGaps(rows: readonly GapRow[]): CoverageGap[] {
  const gaps: CoverageGap[] = [];
  let open: GapRow[] = [];
  const close = () => {
    if (open.length > 0) gaps.push(gapOf(open));
    open = [];
  };
  for (const row of rows) {
    const last = open[open.length - 1];
    if (!last || last.bucket + 1 !== row.bucket) close();
    if (row.previousBucket !== null && row.bucket > row.previousBucket + 1) gaps.push(pause(row.previousBucket, row));
    if (isGap(row)) open.push(row);
    else close();
  }
  close();
  return gaps;
}

/** A few requests without an end are no gap; they are still in the figures. */
function isGap({ method, percent }: CoverageRow): boolean {
  return method === 'silence' || method === 'thinned' || (percent !== null && percent < LEARN_FROM_PERCENT);
}

function gapOf(rows: readonly CoverageRow[]): CoverageGap {
  const sum = (value: (row: CoverageRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  const most = rows.reduce((worst, row) => (missing(row) > missing(worst) ? row : worst));
  const apiservers = new Map<string, { name: string; expected: number; seen: number }>();
  for (const { name, expected, seen } of rows.flatMap((row) => row.apiservers)) {
    const known = apiservers.get(name) ?? { name, expected: 0, seen: 0 };
    apiservers.set(name, { name, expected: known.expected + expected, seen: known.seen + seen });
  }
  return {
    ...between(rows[0]?.bucket ?? 0, (rows[rows.length - 1]?.bucket ?? 0) + 1),
    percent: Math.round((sum((row) => row.percent ?? 100) / rows.length) * 100) / 100,
    lost: sum((row) => row.lost ?? 0),
    lostError: Math.round(Math.sqrt(sum((row) => (row.lostError ?? 0) ** 2))),
    silentSeconds: Math.round(sum((row) => row.silentSeconds) * 10) / 10,
    orphans: sum((row) => row.orphans),
    expectedBeats: sum((row) => row.expectedBeats),
    seenBeats: sum((row) => row.seenBeats),
    apiservers: [...apiservers.values()],
    reason: most.method,
  };
}

function missing({ percent }: CoverageRow): number {
  return 100 - (percent ?? 100);
}

function pause(previous: number, row: GapRow): CoverageGap {
  const buckets = row.bucket - previous - 1;
  const usual = [row.previousExpectedEvents, row.expectedEvents].filter((events) => events !== null);
  const known = usual.length > 0 && buckets <= LONGEST_ESTIMATE;
  const mean = usual.reduce((sum, events) => sum + events, 0) / Math.max(1, usual.length);
  return { ...uncovered('uncovered', previous + 1, row.bucket), lost: known ? Math.round(mean * buckets) : null };
}

/** Time for which there is nothing. */
export function uncovered(reason: 'uncovered' | 'before' | 'after', from: number, to: number): CoverageGap {
  return {
    ...between(from, to),
    percent: 0,
    lost: null,
    lostError: null,
    silentSeconds: (to - from) * BUCKET_SECONDS,
    orphans: 0,
    expectedBeats: 0,
    seenBeats: 0,
    apiservers: [],
    reason,
  };
}

function between(from: number, to: number): { from: string; to: string } {
  return { from: formatRfc3339(startOfBucket(from)), to: formatRfc3339(startOfBucket(to)) };
}
