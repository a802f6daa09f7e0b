/**
 * Puts blocks from before there was a chain into it, in their order: a database of an earlier version keeps its evidence.
 * What they hold is taken as it is then, after a look at the SHA-256 that each one carried: the chain cannot say what
 * happened to them before. Runs when the import worker starts, and before a block is appended to such a log.
 */
import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCluster } from '@/lib/db/locks';
import { getPool, ownerPool } from '@/lib/db/pool';
import { type BlockLog, blockHash, countsHash, NO_PREVIOUS } from '@/lib/evidence/block-header';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { eventRoot } from '@/lib/evidence/event-root';

/** Blocks of one transaction: another writer waits no longer than for these. */
const BLOCKS_AT_ONCE = 25;

type UnsealedBlock = {
  seq: number;
  eventCount: number;
  byteLength: number;
  sha256: Buffer | null;
  minAt: number;
  maxAt: number;
  importFileId: string | null;
  receivedAt: number;
  counts: Buffer;
  data: Buffer;
};

/** Seals what is left to seal in every cluster; answers how many blocks that were. */
export async function sealAllBlocks(pool: Pool = getPool()): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'select id from cluster c where exists (select from evidence_block b where b.cluster_id = c.id and b.block_hash is null)',
  );
  let sealed = 0;
  for (const { id } of rows) sealed += await sealBlocks(pool, id);
  return sealed;
}

export async function sealBlocks(pool: Pool, clusterId: number): Promise<number> {
  let sealed = 0;
  // The role that the product works as may not change a block.
  const owner = ownerPool(pool);
  for (;;) {
    const now = await inTransaction(owner, (client) => sealSome(client, clusterId));
    sealed += now;
    if (now < BLOCKS_AT_ONCE) return sealed;
  }
}

async function sealSome(client: PoolClient, clusterId: number): Promise<number> {
  await lockCluster(client, clusterId);
  const { rows: logs } = await client.query<BlockLog & { hash: Buffer | null }>(
    `select c.log_id as "logId", c.name as "clusterName", b.block_hash as hash
     from cluster c left join lateral (
       select block_hash from evidence_block where cluster_id = c.id and block_hash is not null order by seq desc limit 1
     ) b on true
     where c.id = $1`,
    [clusterId],
  );
  const log = logs[0];
  if (!log) return 0;
  const { rows: blocks } = await client.query<UnsealedBlock>(
    `select seq, event_count as "eventCount", byte_length as "byteLength", sha256, min_at as "minAt", max_at as "maxAt",
       import_file_id as "importFileId", (extract(epoch from received_at) * 1000000)::bigint as "receivedAt", counts, data
     from evidence_block where cluster_id = $1 and block_hash is null order by seq limit $2`,
    [clusterId, BLOCKS_AT_ONCE],
  );
  let previousHash: Buffer = log.hash ?? NO_PREVIOUS;
  for (const block of blocks) previousHash = await sealBlock(client, clusterId, log, block, previousHash);
  return blocks.length;
}

async function sealBlock(
  client: PoolClient,
  clusterId: number,
  log: BlockLog,
  block: UnsealedBlock,
  previousHash: Buffer,
): Promise<Buffer> {
  const payload = await decompressPayload(block.data);
  if (block.sha256 && !createHash('sha256').update(payload).digest().equals(block.sha256)) {
    throw new Error(
      `Evidence block ${block.seq} of cluster ${log.clusterName} does not fit its SHA-256: it was changed after it was written. ` +
        'Restore this database from a backup, or import the log again into an empty one.',
    );
  }
  const root = eventRoot(unpackEvents(payload));
  const countsSha256 = countsHash(block.counts);
  const hash = blockHash(log, { ...block, eventRoot: root, countsSha256, previousHash });
  await client.query(
    `update evidence_block set event_root = $3, counts_sha256 = $4, previous_hash = $5, block_hash = $6, sha256 = null
     where cluster_id = $1 and seq = $2`,
    [clusterId, block.seq, root, countsSha256, previousHash, hash],
  );
  return hash;
}
