/**
 * A filter's expression against the events of a window. Most combinations decide it; the events of the others are found
 * here: by their rows where those say enough, else by decoding the blocks they are in. Chips are applied as far as facets
 * allow: an event that fails one chip only is still wanted by the facet of that chip.
 */
import type { PoolClient } from 'pg';
import { MICROSECONDS_PER_DAY } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { unpackEvents } from '@/lib/evidence/block-payload';
import { leavesOf, type QueryNode } from '@/lib/query/query-tree';
import { type Residuals, residualsOf } from '@/lib/query/residual';
import { compileRowMatcher, EventOriginal, needsOriginal, type RowMatcher } from '@/lib/query/row-matcher';
import { compileFilter, NO_MATCH } from '@/lib/search/compile-filter';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventFilter } from '@/lib/search/filter-state';
import { MATCHING_COLUMNS, type MatchingRow, type MatchingRows, newestFirst } from '@/lib/search/matching-row';
import { rowBound } from '@/lib/search/row-bound';
import { type ScanWindow, scanBlocks } from '@/lib/search/scan-blocks';
import { withSearchLimit } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';
import { shareSearch } from '@/lib/search/share-search';

/** More rows than that are not read to be looked at one by one: their blocks are gone through instead. */
const MAX_CANDIDATES = 200_000;
/** More rows than that are no answer that a page could show: some 500 bytes each. */
const MAX_FOUND = 2_000_000;

export type ExpressionMatch = {
  /** By combination: FALSE, UNKNOWN or TRUE; combinations that came later are not in it. */
  truth: Uint8Array;
  /** The events of undecided combinations that meet the expression, newest first. */
  rows: MatchingRows;
};

type Prepared = { residuals: Residuals; matcher: RowMatcher; wanted: Int32Array; estimate: number };

/**
 * The times of the expression must be instants (`withExpressionTimes`). `among`: rows to choose from (those that meet the
 * row conditions), or null for all of the window. Throws SearchTimeoutError.
 */
export function matchExpression(
  filter: EventFilter,
  expression: QueryNode,
  window: ScanWindow,
  among: MatchingRows | null,
  maxCandidates = MAX_CANDIDATES,
): Promise<ExpressionMatch> {
  return shareSearch(['expression', filter, window.from, window.to, maxCandidates], async () => {
    const prepared = await prepare(filter, expression, window);
    const rows =
      prepared.residuals.nodes.length === 0 ? [] : await findUndecided(prepared, window, among, maxCandidates);
    return { truth: prepared.residuals.truth, rows };
  });
}

function findUndecided(
  { residuals: { nodes }, matcher, wanted, estimate }: Prepared,
  window: ScanWindow,
  among: MatchingRows | null,
  maxCandidates: number,
): Promise<MatchingRow[]> {
  return withSearchLimit(getPool(), async (client) => {
    const decodes = nodes.some((node) => leavesOf(node).some(needsOriginal));
    const select = (candidates: MatchingRow[]) =>
      decodes ? decode(client, window, candidates, wanted, matcher) : testRows(candidates, wanted, matcher);
    if (among !== null) return select(among.filter((row) => (wanted[row.combination] ?? -1) >= 0));
    const rowsTellNothing = nodes.some((node) => rowBound(node) === null);
    if (decodes && estimate > maxCandidates && rowsTellNothing) return decode(client, window, null, wanted, matcher);
    return select(await readCandidates(client, window, nodes, wanted));
  });
}

function prepare(filter: EventFilter, expression: QueryNode, window: ScanWindow): Promise<Prepared> {
  const cube = getCountCube();
  return cube.ask(
    () => [],
    () => {
      const { dictionary } = cube;
      const residuals = residualsOf(expression, dictionary);
      const verdicts = compileFilter(filter, dictionary);
      const wanted = residuals.position.map((position, c) => (verdicts[c] === NO_MATCH ? -1 : position));
      // Whole days: their sums are always there.
      const from = Math.floor(window.from / MICROSECONDS_PER_DAY) * 24;
      const to = Math.ceil(window.to / MICROSECONDS_PER_DAY) * 24;
      const sums = residuals.nodes.length > 0 ? cube.sums({ from, to }) : [];
      let estimate = 0;
      for (let c = 1; c < sums.length; c++) if ((wanted[c] as number) >= 0) estimate += sums[c] as number;
      return { residuals, matcher: compileRowMatcher(residuals.nodes, dictionary), wanted, estimate };
    },
  );
}

function testRows(rows: MatchingRows, wanted: Int32Array, { tests }: RowMatcher): MatchingRow[] {
  const noOriginal = () => {
    throw new Error('a query of rows asked for an original');
  };
  return rows.filter((row) => tests[wanted[row.combination] as number]?.(row, noOriginal)).sort(newestFirst);
}

async function decode(
  client: PoolClient,
  window: ScanWindow,
  candidates: MatchingRows | null,
  wanted: Int32Array,
  { tests, enterBlock }: RowMatcher,
): Promise<MatchingRow[]> {
  const found: MatchingRow[] = [];
  await scanBlocks(client, { window, candidates, possible: enterBlock }, async (payload, rows) => {
    if (!enterBlock((string) => payload.includes(string))) return;
    const events = unpackEvents(payload);
    for (const row of await rows()) {
      const test = tests[wanted[row.combination] ?? -1];
      const bytes = events[row.ordinal];
      if (!test || !bytes) continue;
      let original: EventOriginal | null = null;
      if (test(row, () => (original ??= new EventOriginal(bytes)))) found.push(row);
    }
    if (found.length > MAX_FOUND) throw SearchTimeoutError.tooMany(MAX_FOUND);
  });
  return found.sort(newestFirst);
}

/** The rows that can match as far as rows tell. */
async function readCandidates(
  client: PoolClient,
  window: ScanWindow,
  nodes: QueryNode[],
  wanted: Int32Array,
): Promise<MatchingRow[]> {
  const values: unknown[] = [window.from, window.to];
  const combinations: number[][] = nodes.map(() => []);
  wanted.forEach((position, c) => {
    if (position >= 0) combinations[position]?.push(c);
  });
  const alternatives = nodes.flatMap((node, i) => {
    const ids = combinations[i] as number[];
    if (ids.length === 0) return [];
    values.push(ids);
    const ofCombination = `combination_id = any($${values.length}::int[])`;
    const bound = rowBound(node);
    return [bound ? `(${ofCombination} and ${bound((value) => `$${values.push(value)}`)})` : ofCombination];
  });
  if (alternatives.length === 0) return [];
  const { rows } = await client.query<MatchingRow>(
    `select ${MATCHING_COLUMNS} from event
     where at >= $1::bigint and at < $2::bigint and (${alternatives.join(' or ')}) limit ${MAX_FOUND + 1}`,
    values,
  );
  if (rows.length > MAX_FOUND) throw SearchTimeoutError.tooMany(MAX_FOUND);
  return rows;
}
