/** Coverage as it was measured: cells to draw, gaps to list. */
import { z } from 'zod';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { BUCKET_SECONDS, bucketOf, startOfBucket } from '@/lib/coverage/bucket-time';
import type { ClusterCoverage, Coverage, CoverageCell, CoverageGap } from '@/lib/coverage/coverage-answers';
import { coverageMethods } from '@/lib/coverage/coverage-method';
import type { CoverageRow } from '@/lib/coverage/coverage-row';
import { findGaps, type GapRow, uncovered } from '@/lib/coverage/find-gaps';
import { getPool } from '@/lib/db/pool';

export type CoverageQuestion = {
  /** By name; all where there are none. */
  clusters: readonly string[];
  /** Open ends are those of what was recorded. */
  from: Microseconds | null;
  to: Microseconds | null;
  maxCells: number;
};

const MAX_GAPS = 500;
const MAX_CHART_GAPS = 200;
/** Widths of cells in buckets: 5, 10, 15, 30 min, 1, 2, 3, 6, 12 h, 1 d, 1 week. */
const CELL_WIDTHS = [1, 2, 3, 6, 12, 24, 36, 72, 144, 288, 2016];

const apiserversSchema = z.array(z.object({ name: z.string(), expected: z.number(), seen: z.number() }));
const methodSchema = z.enum(coverageMethods);

type Recorded = { id: number; name: string; first: number | null; last: number | null; pending: number };

export async function readCoverage(question: CoverageQuestion): Promise<Coverage> {
  const clusters: ClusterCoverage[] = [];
  for (const recorded of await readRecorded(question.clusters)) clusters.push(await coverageOf(recorded, question));
  return {
    from: question.from === null ? null : formatRfc3339(question.from),
    to: question.to === null ? null : formatRfc3339(question.to),
    clusters,
  };
}

/** First and last bucket with events of each cluster. An event of another century is not where its record begins. */
async function readRecorded(names: readonly string[]): Promise<Recorded[]> {
  const { rows } = await getPool().query<Recorded>(
    `select c.id, c.name,
       (select min(bucket) from coverage_bucket b where b.cluster_id = c.id and method <> 'unknown') as first,
       (select max(bucket) from coverage_bucket b where b.cluster_id = c.id and method <> 'unknown') as last,
       coalesce((select max(seq) from evidence_block e where e.cluster_id = c.id), 0)
         - coalesce((select block_seq from coverage_cursor k where k.cluster_id = c.id), 0) as pending
     from cluster c
     where cardinality($1::text[]) = 0 or c.name = any($1)
     order by c.name`,
    [names],
  );
  return rows;
}

async function coverageOf(recorded: Recorded, question: CoverageQuestion): Promise<ClusterCoverage> {
  const { id, name, first, last, pending } = recorded;
  const nothing = { cluster: name, pendingBlocks: Math.max(0, pending), percent: null, lost: 0, unknownSeconds: 0 };
  const bounds = await boundsOf(id, recorded, question);
  if (bounds === null) {
    return { ...nothing, firstAt: null, lastAt: null, bucketSeconds: BUCKET_SECONDS, cells: [], gaps: [], moreGaps: 0 };
  }
  const { from, to } = bounds;
  const rows = await readRows(id, from, to, 'all');
  const inside = rows.filter((row) => row.bucket >= from && row.bucket < to);
  const gaps = gapsOf(rows, recorded, bounds);
  const { width, cells } = cellsOf(inside, from, to, question.maxCells);
  const told = inside.filter((row) => row.percent !== null).map((row) => row.percent as number);
  // Of what was recorded the pauses are a part; the time before and after it is not.
  const recordedBuckets = first === null || last === null ? 0 : Math.min(to, last + 1) - Math.max(from, first);
  const pauses = new Array<number>(Math.max(0, recordedBuckets - inside.length)).fill(0);
  return {
    ...nothing,
    firstAt: first === null ? null : timeOf(first),
    lastAt: last === null ? null : timeOf(last + 1),
    percent: told.length === 0 ? null : mean([...told, ...pauses]),
    lost: gaps.reduce((sum, gap) => sum + (gap.lost ?? 0), 0),
    unknownSeconds: (inside.length - told.length) * BUCKET_SECONDS,
    bucketSeconds: width * BUCKET_SECONDS,
    cells,
    gaps: gaps.reverse().slice(0, MAX_GAPS),
    moreGaps: Math.max(0, gaps.length - MAX_GAPS),
  };
}

function gapsOf(rows: readonly GapRow[], { first, last }: Recorded, { from, to }: Bounds): CoverageGap[] {
  const gaps = findGaps(rows).filter((gap) => gap.to > timeOf(from) && gap.from < timeOf(to));
  if (first !== null && from < first) gaps.unshift(uncovered('before', from, Math.min(first, to)));
  if (last !== null && to > last + 1) gaps.push(uncovered('after', Math.max(last + 1, from), to));
  return gaps;
}

type Bounds = { from: number; to: number };

async function boundsOf(
  clusterId: number,
  { first, last }: Recorded,
  { from, to }: Omit<CoverageQuestion, 'maxCells'>,
): Promise<Bounds | null> {
  let [start, end] = [first, last];
  if (start === null || end === null) {
    // Nothing can be told of what there is: the cells say so.
    const { rows } = await getPool().query<{ first: number | null; last: number | null }>(
      'select min(bucket) as first, max(bucket) as last from coverage_bucket where cluster_id = $1',
      [clusterId],
    );
    [start, end] = [rows[0]?.first ?? null, rows[0]?.last ?? null];
  }
  if (start === null || end === null) return null;
  const bounds = {
    from: from === null ? start : Math.max(0, bucketOf(from)),
    to: to === null ? end + 1 : Math.max(0, bucketOf(to - 1)) + 1,
  };
  return bounds.to > bounds.from ? bounds : null;
}

/** One row beyond the end: a pause can reach across it. `damaged` leaves out what is whole. */
async function readRows(clusterId: number, from: number, to: number, which: 'all' | 'damaged'): Promise<GapRow[]> {
  const { rows } = await getPool().query(
    `select * from (
       select bucket, method, percent, events, expected_events as "expectedEvents", lost, lost_error as "lostError",
         expected_beats as "expectedBeats", seen_beats as "seenBeats", silent_seconds as "silentSeconds",
         edge_seconds as "edgeSeconds", orphans, smallest_loss as "smallestLoss", apiservers, learn,
         lag(bucket) over (order by bucket) as "previousBucket",
         lag(expected_events) over (order by bucket) as "previousExpectedEvents"
       from coverage_bucket
       where cluster_id = $1
         and bucket >= coalesce((select max(bucket) from coverage_bucket where cluster_id = $1 and bucket < $2), $2)
         and bucket <= coalesce((select min(bucket) from coverage_bucket where cluster_id = $1 and bucket >= $3), $3)
     ) b
     where $4 or method in ('silence', 'thinned') or not learn or bucket > "previousBucket" + 1
     order by bucket`,
    [clusterId, from, to, which === 'all'],
  );
  return rows.map((row) => ({
    ...row,
    method: methodSchema.parse(row.method),
    apiservers: apiserversSchema.parse(row.apiservers),
  }));
}

function cellsOf(
  rows: readonly CoverageRow[],
  from: number,
  to: number,
  maxCells: number,
): { width: number; cells: CoverageCell[] } {
  const count = (width: number) => Math.ceil(to / width) - Math.floor(from / width);
  const widest = CELL_WIDTHS[CELL_WIDTHS.length - 1] as number;
  const width = CELL_WIDTHS.find((one) => count(one) <= maxCells) ?? Math.ceil(count(widest) / maxCells) * widest;
  const byCell = new Map<number, CoverageRow[]>();
  for (const row of rows) {
    const cell = Math.floor(row.bucket / width);
    const list = byCell.get(cell);
    if (list) list.push(row);
    else byCell.set(cell, [row]);
  }
  const cells: CoverageCell[] = [];
  for (let cell = Math.floor(from / width); cell < Math.ceil(to / width); cell++) {
    const buckets = Math.min(to, (cell + 1) * width) - Math.max(from, cell * width);
    cells.push(cellOf(cell * width, byCell.get(cell) ?? [], buckets));
  }
  return { width, cells };
}

function cellOf(start: number, rows: readonly CoverageRow[], buckets: number): CoverageCell {
  const told = rows.filter((row) => row.percent !== null).map((row) => row.percent as number);
  // A bucket without a row holds nothing.
  for (let missing = rows.length; missing < buckets; missing++) told.push(0);
  return {
    start: timeOf(start),
    percent: told.length === 0 ? null : mean(told),
    worst: told.length === 0 ? null : Math.min(...told),
    lost: rows.reduce((sum, row) => sum + (row.lost ?? 0), 0),
    unknownSeconds: rows.filter((row) => row.percent === null).length * BUCKET_SECONDS,
    doNotLearn: rows.some((row) => !row.learn) || rows.length < buckets,
  };
}

/** A screen with more strips than that is read by nobody. */
const MOST_CLUSTERS = 12;

/**
 * The last hours of each cluster: up to now where events came within them, else up to its last event, for a log that was
 * imported long after.
 */
export async function readRecentCoverage(
  hours: number,
  now: Microseconds,
): Promise<{ clusters: ClusterCoverage[]; moreClusters: number }> {
  const span = hours * MICROSECONDS_PER_HOUR;
  const clusters: ClusterCoverage[] = [];
  const byRecency = (await readRecorded([])).sort((a, b) => (b.last ?? 0) - (a.last ?? 0));
  for (const recorded of byRecency.slice(0, MOST_CLUSTERS)) {
    const last = recorded.last === null ? null : startOfBucket(recorded.last + 1);
    const to = last === null || (last > now - span && last < now) ? now : last;
    // A cell is 5 min of a day, 30 min of a week.
    clusters.push(await coverageOf(recorded, { clusters: [], from: to - span, to, maxCells: 340 }));
  }
  return { clusters, moreClusters: byRecency.length - clusters.length };
}

/** The gaps in a chart's window, the newest first and few enough to draw. Of several clusters those amid their records. */
export async function readChartGaps(question: Omit<CoverageQuestion, 'maxCells'>): Promise<CoverageGap[]> {
  const clusters = await readRecorded(question.clusters);
  const gaps: CoverageGap[] = [];
  for (const recorded of clusters) {
    const bounds = await boundsOf(recorded.id, recorded, question);
    if (bounds === null) continue;
    gaps.push(...gapsOf(await readRows(recorded.id, bounds.from, bounds.to, 'damaged'), recorded, bounds));
  }
  const alone = clusters.length === 1;
  return gaps
    .filter(({ reason }) => alone || (reason !== 'before' && reason !== 'after' && reason !== 'edge'))
    .sort((a, b) => (a.from < b.from ? 1 : -1))
    .slice(0, MAX_CHART_GAPS);
}

function mean(values: readonly number[]): number {
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
}

function timeOf(bucket: number): string {
  return formatRfc3339(startOfBucket(bucket));
}
