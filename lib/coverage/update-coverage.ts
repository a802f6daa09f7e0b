/**
 * Measures what has been added since the last time: facts of the five-minute buckets that new blocks touched are read anew,
 * then the rows of every bucket that these facts can bear on. A cursor per cluster says up to which block that is done; it
 * is moved last, so what a crash interrupted is done again, with the same result.
 */
import type { Pool, PoolClient } from 'pg';
import { judgeBuckets, REACH } from '@/lib/coverage/judge-buckets';
import { nameStreams } from '@/lib/coverage/name-streams';
import { type BucketSpan, readFacts } from '@/lib/coverage/read-facts';
import { loadFacts, replaceFacts, replaceRows } from '@/lib/coverage/store-facts';
import { cut, touchedBuckets, widen } from '@/lib/coverage/touched-buckets';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCoverage } from '@/lib/db/locks';
import { getPool } from '@/lib/db/pool';

/** Buckets whose events are read by one statement, which first reads what every combination stands for: a day. */
const FACTS_AT_ONCE = 288;
/** Buckets judged at once, three days: the streams of a week took 150 MB, more than all else that an import holds. */
const ROWS_AT_ONCE = 864;

export type CoverageUpdate = { blocks: number; factBuckets: number; rowBuckets: number };

/** All clusters, or the one. `signal` stops between two steps; what is left is done the next time. */
export async function updateCoverage(
  options: { clusterId?: number; signal?: AbortSignal } = {},
): Promise<CoverageUpdate> {
  const pool = getPool();
  const { rows } = await pool.query<{ id: number; seen: number; head: number }>(
    `select * from (
       select c.id, coalesce(k.block_seq, 0) as seen,
              coalesce((select max(b.seq) from evidence_block b where b.cluster_id = c.id), 0) as head
       from cluster c left join coverage_cursor k on k.cluster_id = c.id
       where $1::int is null or c.id = $1
     ) heads where head > seen order by id`,
    [options.clusterId ?? null],
  );
  const done: CoverageUpdate = { blocks: 0, factBuckets: 0, rowBuckets: 0 };
  for (const { id } of rows) {
    if (options.signal?.aborted) break;
    const update = await underLock(pool, id, (client) => updateCluster(pool, client, id, options.signal));
    done.blocks += update.blocks;
    done.factBuckets += update.factBuckets;
    done.rowBuckets += update.rowBuckets;
  }
  return done;
}

/** Forgets what was measured of a cluster, and measures it anew. */
export async function rebuildCoverage(clusterId: number): Promise<CoverageUpdate> {
  const pool = getPool();
  await underLock(pool, clusterId, async () => {
    await pool.query('delete from coverage_cursor where cluster_id = $1', [clusterId]);
    await pool.query('delete from coverage_fact where cluster_id = $1', [clusterId]);
    await pool.query('delete from coverage_bucket where cluster_id = $1', [clusterId]);
  });
  return updateCoverage({ clusterId });
}

/** The lock's own connection only holds it: the work is committed piece by piece on others. */
function underLock<T>(pool: Pool, clusterId: number, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('set local statement_timeout = 0');
    await lockCoverage(client, clusterId);
    return work(client);
  });
}

async function updateCluster(
  pool: Pool,
  lock: PoolClient,
  clusterId: number,
  signal: AbortSignal | undefined,
): Promise<CoverageUpdate> {
  // Another process may have been at it while this one waited for the lock.
  const { rows } = await lock.query<{ seen: number; head: number }>(
    `select coalesce((select block_seq from coverage_cursor where cluster_id = $1), 0) as seen,
            coalesce((select max(seq) from evidence_block where cluster_id = $1), 0) as head`,
    [clusterId],
  );
  const { seen, head } = rows[0] ?? { seen: 0, head: 0 };
  if (head <= seen) return { blocks: 0, factBuckets: 0, rowBuckets: 0 };
  await nameStreams(pool);
  const touched = await touchedBuckets(pool, clusterId, { after: seen, upTo: head });
  let factBuckets = 0;
  let rowBuckets = 0;
  for (const span of cut(touched, FACTS_AT_ONCE)) {
    if (signal?.aborted) return { blocks: 0, factBuckets, rowBuckets };
    const facts = await readFacts(pool, clusterId, span);
    await inTransaction(pool, (client) => replaceFacts(client, clusterId, span, facts));
    factBuckets += span.to - span.from;
  }
  for (const span of cut(widen(touched, REACH), ROWS_AT_ONCE)) {
    if (signal?.aborted) return { blocks: 0, factBuckets, rowBuckets };
    await judgeSpan(pool, clusterId, span);
    rowBuckets += span.to - span.from;
  }
  await pool.query(
    `insert into coverage_cursor (cluster_id, block_seq) values ($1, $2)
     on conflict (cluster_id) do update set block_seq = excluded.block_seq`,
    [clusterId, head],
  );
  return { blocks: head - seen, factBuckets, rowBuckets };
}

async function judgeSpan(pool: Pool, clusterId: number, span: BucketSpan): Promise<void> {
  const facts = await loadFacts(pool, clusterId, { from: Math.max(0, span.from - REACH), to: span.to + REACH });
  const rows = judgeBuckets(facts, span.from, span.to);
  await inTransaction(pool, (client) => replaceRows(client, clusterId, span, rows));
}
