/**
 * Rebuilds everything that is derived from evidence: index rows, counts and the dictionary, while the product runs. Evidence is
 * read and never written. A block whose rows and counts are right costs a comparison; another one is written anew in a
 * transaction of its own.
 */
import type { Pool, PoolClient } from 'pg';
import { tryLockReindex, unlockReindex } from '@/lib/db/locks';
import { mendCounts } from '@/lib/reindex/mend-counts';
import { deleteStrayRows, dropBrokenEntries } from '@/lib/reindex/mend-leftovers';
import { NO_COUNTS, recordCorrection } from '@/lib/reindex/record-correction';
import { type ClusterToReindex, reindexCluster } from '@/lib/reindex/reindex-cluster';
import type { ReindexProgress, ReindexReport } from '@/lib/reindex/reindex-report';

export type ReindexRequest = {
  /** Only this cluster. */
  cluster?: string | undefined;
  /** Begin at the first block also where an earlier run was interrupted. */
  fromStart?: boolean;
  signal: AbortSignal;
  onProgress?(progress: ReindexProgress): void;
};

/** Nothing was done, for a reason that the message gives to whoever asked. */
class ReindexRefusedError extends Error {
  override name = 'ReindexRefusedError';
}

export async function reindex(pool: Pool, request: ReindexRequest): Promise<ReindexReport> {
  const lock = await pool.connect();
  try {
    if (!(await tryLockReindex(lock))) {
      throw new ReindexRefusedError(
        'Another reindex is at work on this database. Wait for it, or stop it; it can go on later.',
      );
    }
    return await reindexLocked(pool, lock, request);
  } finally {
    // Now, for the next one; a connection that broke has lost it by itself.
    await unlockReindex(lock).catch(() => undefined);
    lock.release(true);
  }
}

async function reindexLocked(pool: Pool, lock: PoolClient, request: ReindexRequest): Promise<ReindexReport> {
  const begun = performance.now();
  const { signal, onProgress } = request;
  const clusters = await begin(lock, request);
  const report: ReindexReport = {
    finished: true,
    clusters: [],
    mendedCounts: 0,
    strayRows: 0,
    mendedTerms: 0,
    droppedCombinations: 0,
    seconds: 0,
  };
  const first = clusters[0];
  if (first) {
    // What others hold of a damaged dictionary may be wrong, and numbers that were lost are given out again.
    await recordCorrection(lock, first.id, null, NO_COUNTS);
    const blocksTotal = clusters.reduce((sum, { nextSeq, lastSeq }) => sum + Math.max(0, lastSeq - nextSeq + 1), 0);
    const progress = { cluster: first.name, blocks: 0, blocksTotal, mendedBlocks: 0 };
    for (const cluster of clusters) {
      const before = { ...progress };
      const { mendedTerms, finished, ...done } = await reindexCluster(pool, cluster, signal, (now) => {
        progress.cluster = cluster.name;
        progress.blocks = before.blocks + now.lastBlock - now.firstBlock + 1;
        progress.mendedBlocks = before.mendedBlocks + now.mendedBlocks;
        onProgress?.(progress);
      });
      report.clusters.push(done);
      report.mendedTerms += mendedTerms;
      if (!finished) report.finished = false;
    }
    report.finished &&= !signal.aborted;
    if (report.finished) await mendTheRest(pool, first.id, report, signal);
    report.finished &&= !signal.aborted;
    if (report.finished) await end(lock, clusters);
  }
  report.seconds = (performance.now() - begun) / 1000;
  return report;
}

/** What needs the whole: sums of counts, rows of no block, entries of the dictionary that nothing uses. */
async function mendTheRest(pool: Pool, clusterId: number, report: ReindexReport, signal: AbortSignal): Promise<void> {
  report.mendedCounts = await mendCounts(pool, clusterId, signal);
  if (signal.aborted) return;
  report.strayRows = await deleteStrayRows(pool);
  const { combinations, terms } = await dropBrokenEntries(pool);
  report.droppedCombinations = combinations;
  report.mendedTerms += terms;
  if (report.mendedTerms + combinations > 0) await recordCorrection(pool, clusterId, null, NO_COUNTS);
  await pool.query('analyze event, event_count_hour, event_count_day, combination, term');
}

async function begin(client: PoolClient, { cluster, fromStart }: ReindexRequest): Promise<ClusterToReindex[]> {
  const { rows } = await client.query<ClusterToReindex>(
    `select c.id, c.name, coalesce(p.next_seq, 1) as "nextSeq",
       coalesce((select max(b.seq) from evidence_block b where b.cluster_id = c.id), 0) as "lastSeq"
     from cluster c
     left join reindex_progress p on p.cluster_id = c.id and p.finished_at is null and not $2
     where $1::text is null or c.name = $1 order by c.name collate "C"`,
    [cluster ?? null, fromStart ?? false],
  );
  if (cluster !== undefined && rows.length === 0)
    throw new ReindexRefusedError(`There is no cluster named ${cluster}.`);
  for (const { id, nextSeq } of rows) {
    await client.query(
      `insert into reindex_progress (cluster_id, next_seq) values ($1, $2)
       on conflict (cluster_id) do update set next_seq = excluded.next_seq, finished_at = null,
         started_at = case when excluded.next_seq = 1 then now() else reindex_progress.started_at end`,
      [id, nextSeq],
    );
  }
  return rows;
}

async function end(client: PoolClient, clusters: readonly ClusterToReindex[]): Promise<void> {
  await client.query('update reindex_progress set finished_at = now() where cluster_id = any($1)', [
    clusters.map(({ id }) => id),
  ]);
}
