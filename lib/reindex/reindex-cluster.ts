/**
 * One cluster's blocks, from the first to the last that is there when it begins. What imports add meanwhile is right already,
 * but for events that were stored again because their rows were missing: their blocks are read too.
 * How far it came is in the database: an interrupted reindex goes on there, whatever interrupted it.
 */
import type { Pool } from 'pg';
import { BlockReader } from '@/lib/reindex/block-reading';
import { findBadBlocks } from '@/lib/reindex/find-bad-blocks';
import { mendBlock } from '@/lib/reindex/mend-block';
import type { ReindexedCluster } from '@/lib/reindex/reindex-report';

/** Blocks that are read and compared together. */
const BLOCKS_AT_ONCE = 8;

export type ClusterToReindex = { id: number; name: string; nextSeq: number; lastSeq: number };

export async function reindexCluster(
  pool: Pool,
  cluster: ClusterToReindex,
  signal: AbortSignal,
  onProgress: (done: ReindexedCluster) => void,
): Promise<ReindexedCluster & { mendedTerms: number; finished: boolean }> {
  const reader = new BlockReader(pool, cluster);
  const done: ReindexedCluster = {
    cluster: cluster.name,
    firstBlock: cluster.nextSeq,
    lastBlock: cluster.nextSeq - 1,
    events: 0,
    mendedBlocks: 0,
    doubledEvents: 0,
    unreadable: [],
  };
  let { lastSeq } = cluster;
  while (done.lastBlock < lastSeq && !signal.aborted) {
    const last = Math.min(done.lastBlock + BLOCKS_AT_ONCE, lastSeq);
    const { readings, unreadable } = await reader.read(done.lastBlock + 1, last);
    done.unreadable.push(...unreadable);
    const bad = await findBadBlocks(pool, cluster.id, readings);
    for (const reading of readings) {
      if (!bad.has(reading.seq)) continue;
      const { mended, doubledEvents, tookFrom } = await mendBlock(pool, cluster.id, reading);
      if (mended) done.mendedBlocks++;
      done.doubledEvents += doubledEvents;
      // They may have been compared already.
      for (const seq of tookFrom) bad.add(seq);
      if (tookFrom.some((seq) => seq > lastSeq)) lastSeq = await readLastSeq(pool, cluster.id);
    }
    for (const { batch } of readings) done.events += batch.count;
    done.lastBlock = last;
    await pool.query('update reindex_progress set next_seq = $2 where cluster_id = $1', [cluster.id, last + 1]);
    onProgress(done);
  }
  return { ...done, mendedTerms: reader.terms.mended, finished: done.lastBlock >= lastSeq };
}

async function readLastSeq(pool: Pool, clusterId: number): Promise<number> {
  const { rows } = await pool.query<{ seq: number }>(
    'select coalesce(max(seq), 0) as seq from evidence_block where cluster_id = $1',
    [clusterId],
  );
  return rows[0]?.seq ?? 0;
}
