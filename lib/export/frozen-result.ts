/**
 * What a filter finds, held still: the end of every cluster's evidence log is noted first, and whatever is committed above
 * it afterwards is not part of it. Blocks are gapless and never change, so this is a snapshot that costs the database
 * nothing: no transaction stays open while a client reads slowly. Then every wanted event is marked, which gives the exact
 * number before the first byte is written.
 */
import {
  formatRfc3339,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { readUntilAborted } from '@/lib/db/until-aborted';
import { type HourCounts, type TimeSlice, timeSlices } from '@/lib/export/time-slices';
import { WantedEvents } from '@/lib/export/wanted-events';
import { compileFilter, MATCHES } from '@/lib/search/compile-filter';
import { getCountCube } from '@/lib/search/count-cube';
import { askEventCounts, closeWindow } from '@/lib/search/event-counts';
import { type EventFilter, withTime } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import type { MatchingRows } from '@/lib/search/matching-row';
import type { TermDictionary } from '@/lib/search/term-dictionary';

/** A statement of an export reads a slice; one that takes this long reads something else. */
export const STATEMENT_LIMIT_MS = 120_000;

/** The end of a cluster's evidence log at the moment of the export. */
export type ClusterHead = { id: number; name: string; logId: string; seq: number };

export type FrozenResult = {
  /** The filter with its window as instants. */
  filter: EventFilter;
  /** Null where there is no event at all. */
  window: TimeSlice | null;
  heads: ClusterHead[];
  wanted: WantedEvents;
  /** Slices with wanted events and their number, oldest first. */
  slices: (TimeSlice & { wanted: number })[];
  /** Combinations whose events can be wanted, or null for all: they narrow what the database reads. */
  combinations: number[] | null;
  dictionary: TermDictionary;
};

/** Throws SearchTimeoutError and QueryTimeout, and the signal's reason when it is aborted. */
export async function freezeResult(asked: EventFilter, now: Microseconds, signal: AbortSignal): Promise<FrozenResult> {
  // To the second, upwards, as every question of a page does: the newest events are in it.
  const filter = freezeTime(asked, Math.ceil(now / MICROSECONDS_PER_SECOND) * MICROSECONDS_PER_SECOND);
  const heads = await readHeads();
  // After the heads: whatever is below them is in the window and in the dictionary then.
  const window = await closeWindow(filter);
  const { dictionary } = getCountCube();
  const wanted = new WantedEvents();
  if (!window || window.from >= window.to) {
    return { filter, window, heads, wanted, slices: [], combinations: null, dictionary };
  }
  const possible = new Set<number>();
  const slices: FrozenResult['slices'] = [];
  for (const slice of timeSlices(await matchingHours(filter, window), window)) {
    signal.throwIfAborted();
    const before = wanted.total;
    const found = await askSlice(filter, slice);
    for (const { clusterId, blockSeq, ordinal } of found.rows) {
      if (isBelow(heads, clusterId, blockSeq)) wanted.add(clusterId, blockSeq, ordinal);
    }
    if (found.counted.length > 0) await markAll(slice, found, heads, wanted, signal);
    if (wanted.total === before) continue;
    slices.push({ ...slice, wanted: wanted.total - before });
    for (const combination of found.matching) possible.add(combination);
  }
  const combinations = possible.size === dictionary.combinationCount ? null : [...possible];
  return { filter, window, heads, wanted, slices, combinations, dictionary };
}

async function readHeads(): Promise<ClusterHead[]> {
  const { rows } = await getPool().query<ClusterHead>(
    `select c.id, c.name, c.log_id as "logId",
       coalesce((select max(b.seq) from evidence_block b where b.cluster_id = c.id), 0) as seq
     from cluster c order by c.id`,
  );
  return rows;
}

/** By the chips alone, from the counts; the hours at the window's ends count whole. More than match only make slices shorter. */
function matchingHours(filter: EventFilter, window: TimeSlice): Promise<HourCounts> {
  const cube = getCountCube();
  const range = {
    from: Math.floor(window.from / MICROSECONDS_PER_HOUR),
    to: Math.ceil(window.to / MICROSECONDS_PER_HOUR),
  };
  const daysInRange = () => [...cube.dayNumbers()].filter((day) => day * 24 + 24 > range.from && day * 24 < range.to);
  return cube.ask(daysInRange, () => {
    const verdicts = compileFilter(filter, cube.dictionary);
    const hours: HourCounts = new Map();
    cube.visit(range, 'hour', (at, combination, count) => {
      const hour = Math.floor(at / MICROSECONDS_PER_HOUR);
      const counts = hours.get(hour) ?? { matching: 0, all: 0 };
      counts.all += count;
      if (verdicts[combination] === MATCHES) counts.matching += count;
      hours.set(hour, counts);
    });
    return hours;
  });
}

type SliceFinding = {
  /** Matching events that are known one by one. */
  rows: MatchingRows;
  /** Combinations of which all events match. */
  counted: number[];
  /** Whether those are all that there are. */
  countedAll: boolean;
  /** Combinations of which an event can match. */
  matching: number[];
};

/**
 * The very question that the page's counts answer, for a slice of the time: each has the whole time limit of a search, so
 * that an export can search longer than a page, and none holds the rows of all.
 */
function askSlice(filter: EventFilter, { from, to }: TimeSlice): Promise<SliceFinding> {
  return askEventCounts(
    withTime(filter, formatRfc3339(from), formatRfc3339(to)),
    () => null,
    ({ dictionary, verdicts, rows, isInRows }) => {
      const matching: number[] = [];
      for (let c = 1; c <= dictionary.combinationCount; c++) if (verdicts[c] === MATCHES) matching.push(c);
      const counted = matching.filter((combination) => !isInRows(combination));
      return {
        rows: rows.filter(({ combination }) => verdicts[combination] === MATCHES),
        counted,
        countedAll: counted.length === dictionary.combinationCount,
        matching,
      };
    },
  );
}

function isBelow(heads: ClusterHead[], clusterId: number, seq: number): boolean {
  return seq <= (heads.find(({ id }) => id === clusterId)?.seq ?? 0);
}

async function markAll(
  slice: TimeSlice,
  { counted, countedAll }: SliceFinding,
  heads: ClusterHead[],
  wanted: WantedEvents,
  signal: AbortSignal,
): Promise<void> {
  const values: unknown[] = [slice.from, slice.to, heads.map((head) => head.id), heads.map((head) => head.seq)];
  if (!countedAll) values.push(counted);
  const rows = await readUntilAborted(signal, STATEMENT_LIMIT_MS, async (client) => {
    const answer = await client.query<[number, number, string]>({
      text: `select e.cluster_id, e.block_seq, string_agg(e.ordinal::text, ',')
             from event e join unnest($3::int[], $4::int[]) as head(cluster_id, seq) on head.cluster_id = e.cluster_id
             where e.at >= $1::bigint and e.at < $2::bigint and e.block_seq <= head.seq
               ${countedAll ? '' : 'and e.combination_id = any($5::int[])'}
             group by 1, 2`,
      values,
      rowMode: 'array',
    });
    return answer.rows;
  });
  for (const [clusterId, seq, ordinals] of rows) {
    for (const ordinal of ordinals.split(',')) wanted.add(clusterId, seq, Number(ordinal));
  }
}
