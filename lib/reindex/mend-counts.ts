/**
 * Compares the count tables with what the blocks and their corrections add up to, some days at a time, and puts right what
 * differs. Each part is one snapshot, in which blocks and counts belong together also while imports go on: those only add rows.
 */
import type { Pool, PoolClient } from 'pg';
import { lockCountRows } from '@/lib/db/locks';
import { CountSums } from '@/lib/evidence/block-counts';
import { replaceCounts } from '@/lib/reindex/apply-counts';
import { NO_COUNTS, recordCorrection } from '@/lib/reindex/record-correction';

/** Counts held at a time: some 30 MB. */
const CELLS_AT_ONCE = 300_000;
const MICROSECONDS_PER_DAY = 86_400_000_000;
const FIRST_DAY = -80_000_000;
const LAST_DAY = 80_000_000;
/** Somebody else changed the same rows: the whole part is done again. */
const SERIALIZATION_FAILURE = '40001';
const ATTEMPTS = 10;

/** Answers how many counts were wrong. `clusterId` is one of the clusters: its corrections tell readers to read anew. */
export async function mendCounts(pool: Pool, clusterId: number, signal: AbortSignal): Promise<number> {
  let mended = 0;
  for (const { from, to } of await cutDays(pool)) {
    if (signal.aborted) break;
    mended += await again(() => inSnapshot(pool, (client) => mendDays(client, clusterId, from, to)));
  }
  return mended;
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const conflict = error instanceof Error && 'code' in error && error.code === SERIALIZATION_FAILURE;
      if (!conflict || attempt === ATTEMPTS) throw error;
    }
  }
}

async function inSnapshot<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Spans of days with about so many counts each. Together they are all of time: the tables may say anything. */
async function cutDays(pool: Pool): Promise<{ from: number; to: number }[]> {
  const { rows } = await pool.query<{ day: number; cells: number }>(
    `select floor(min_at / $1::numeric)::int as day, sum(octet_length(counts) / 12)::bigint as cells from evidence_block
     group by 1 order by 1`,
    [MICROSECONDS_PER_DAY],
  );
  const spans = [{ from: FIRST_DAY, to: LAST_DAY }];
  let cells = 0;
  for (const row of rows) {
    const last = spans[spans.length - 1] as { from: number; to: number };
    if (cells > 0 && cells + row.cells > CELLS_AT_ONCE) {
      last.to = row.day;
      spans.push({ from: row.day, to: LAST_DAY });
      cells = 0;
    }
    cells += row.cells;
  }
  return spans;
}

async function mendDays(client: PoolClient, clusterId: number, from: number, to: number): Promise<number> {
  await lockCountRows(client);
  const hours = new CountSums();
  const days = new CountSums();
  const { rows } = await client.query<{ counts: Buffer }>(
    `select b.counts from evidence_block b where b.min_at < $2 and b.max_at >= $1 and octet_length(b.data) > 0
     union all
     select k.counts from count_correction k join evidence_block b on b.cluster_id = k.cluster_id and b.seq = k.block_seq
     where b.min_at < $2 and b.max_at >= $1 and octet_length(b.data) > 0`,
    [from * MICROSECONDS_PER_DAY, to * MICROSECONDS_PER_DAY],
  );
  for (const { counts } of rows) {
    const part = new CountSums();
    part.addPacked(counts);
    part.visit((hour, combination, n) => {
      const day = Math.floor(hour / 24);
      if (day < from || day >= to) return;
      hours.add(hour, combination, n);
      days.add(day, combination, n);
    });
  }
  const mended =
    (await mendTable(client, 'event_count_hour', 'hour', { from: from * 24, to: to * 24 }, hours)) +
    (await mendTable(client, 'event_count_day', 'day', { from, to }, days));
  if (mended > 0) await recordCorrection(client, clusterId, null, NO_COUNTS);
  return mended;
}

async function mendTable(
  client: PoolClient,
  table: 'event_count_hour' | 'event_count_day',
  column: 'hour' | 'day',
  span: { from: number; to: number },
  expected: CountSums,
): Promise<number> {
  const { rows } = await client.query<[unit: number, combination: number, count: number, odd: boolean]>({
    text: `select ${column}, combination_id, sum(count)::bigint, bool_or(stripe <> 0 or count <= 0)
           from ${table} where ${column} >= $1 and ${column} < $2 group by 1, 2`,
    values: [span.from, span.to],
    rowMode: 'array',
  });
  const wrong: [number[], number[], number[]] = [[], [], []];
  const put = (unit: number, combination: number, count: number) => {
    wrong[0].push(unit);
    wrong[1].push(combination);
    wrong[2].push(count);
  };
  const missing = new CountSums();
  expected.visit((unit, combination, n) => missing.add(unit, combination, n));
  for (const [unit, combination, count, odd] of rows) {
    const right = expected.get(unit, combination);
    missing.add(unit, combination, -right);
    if (odd || count !== right) put(unit, combination, right);
  }
  missing.visit(put);
  if (wrong[0].length > 0) await replaceCounts(client, table, column, wrong);
  return wrong[0].length;
}
