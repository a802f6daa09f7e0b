/** The index rows of a population: where they are, and the oldest of them. */
import { readUntilAborted } from '@/lib/db/until-aborted';
import { MATCHES } from '@/lib/search/compile-filter';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventRow } from '@/lib/search/event-answers';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { EVENT_COLUMNS, type EventIndexRow, toEventRow } from '@/lib/search/event-row';
import { type MatchingRow, newestFirst } from '@/lib/search/matching-row';

/** Each event of a population may have to be looked at, in a report that nobody waits for in front of a page. */
export const ROWS_LIMIT_MS = 300_000;

export type Population = {
  from: number;
  to: number;
  /** Combinations of which every event of the window belongs to it. */
  counted: number[];
  countedAll: boolean;
  /** The events that were looked at one by one. */
  singles: MatchingRow[];
};

/** Null where there is no event at all. Throws SearchTimeoutError. */
export function findPopulation(filter: EventFilter): Promise<Population | null> {
  return askEventCounts(
    filter,
    () => null,
    ({ window, dictionary, verdicts, rows, isInRows }) => {
      if (!window) return null;
      const counted: number[] = [];
      for (let c = 1; c <= dictionary.combinationCount; c++) {
        if (verdicts[c] === MATCHES && !isInRows(c)) counted.push(c);
      }
      return {
        from: window.from,
        to: window.to,
        counted,
        countedAll: counted.length === dictionary.combinationCount,
        singles: rows.filter((row) => verdicts[row.combination] === MATCHES),
      };
    },
  );
}

/** Throws SearchTimeoutError, QueryTimeout, and the signal's reason. */
export async function oldestEvents(filter: EventFilter, limit: number, signal: AbortSignal): Promise<EventRow[]> {
  const population = limit === 0 ? null : await findPopulation(filter);
  if (population === null) return [];
  const singles = population.singles.sort((a, b) => newestFirst(b, a)).slice(0, limit);
  const rows = [...(await oldestCounted(population, limit, signal)), ...(await readSingles(singles, signal))];
  const cube = getCountCube();
  return cube.ask(
    () => [],
    () =>
      rows
        .sort((a, b) => newestFirst(b, a))
        .slice(0, limit)
        .map((row) => toEventRow(row, cube.dictionary)),
  );
}

async function oldestCounted(
  { from, to, counted, countedAll }: Population,
  limit: number,
  signal: AbortSignal,
): Promise<EventIndexRow[]> {
  if (counted.length === 0) return [];
  const values: unknown[] = [from, to, limit];
  if (!countedAll) values.push(counted);
  return readUntilAborted(signal, ROWS_LIMIT_MS, async (client) => {
    const { rows } = await client.query<EventIndexRow>(
      `select ${EVENT_COLUMNS} from event
       where at >= $1::bigint and at < $2::bigint ${countedAll ? '' : 'and combination_id = any($4::int[])'}
       order by event.at, event.hash, event.cluster_id limit $3`,
      values,
    );
    return rows;
  });
}

/** The rows whole, in no order. */
export async function readSingles(rows: readonly MatchingRow[], signal: AbortSignal): Promise<EventIndexRow[]> {
  if (rows.length === 0) return [];
  return readUntilAborted(signal, ROWS_LIMIT_MS, async (client) => {
    const answer = await client.query<EventIndexRow>(
      `select ${EVENT_COLUMNS} from unnest($1::bigint[], $2::uuid[], $3::int[]) as g(g_at, g_hash, g_cluster)
       join event on at = g_at and hash = g_hash and cluster_id = g_cluster`,
      [rows.map((row) => row.at), rows.map((row) => row.hash), rows.map((row) => row.clusterId)],
    );
    return answer.rows;
  });
}
