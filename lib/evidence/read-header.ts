/** Headers of blocks out of the database. */
import type { ClientBase, Pool } from 'pg';
import type { BlockHeader, BlockLog } from '@/lib/evidence/block-header';

/** The log of a cluster, or null where there is no such cluster. */
export async function readLog(
  db: Pool | ClientBase,
  clusterName: string,
): Promise<(BlockLog & { clusterId: number }) | null> {
  const { rows } = await db.query<BlockLog & { clusterId: number }>(
    'select id as "clusterId", name as "clusterName", log_id as "logId" from cluster where name = $1',
    [clusterName],
  );
  return rows[0] ?? null;
}

export type StoredHeader = BlockHeader & { hash: Buffer; data: Buffer };

/** The header of one sealed block with its hash and compressed bytes, or null. */
export async function readHeader(db: Pool | ClientBase, clusterId: number, seq: number): Promise<StoredHeader | null> {
  const { rows } = await db.query<StoredHeader>(
    `select seq, event_count as "eventCount", byte_length as "byteLength", event_root as "eventRoot",
       counts_sha256 as "countsSha256", min_at as "minAt", max_at as "maxAt", import_file_id as "importFileId",
       (extract(epoch from received_at) * 1000000)::bigint as "receivedAt", previous_hash as "previousHash",
       block_hash as hash, data
     from evidence_block where cluster_id = $1 and seq = $2 and block_hash is not null`,
    [clusterId, seq],
  );
  return rows[0] ?? null;
}

/** The hashes of a log's first blocks, one after another: the leaves of its tree. */
export async function readLeaves(db: Pool | ClientBase, clusterId: number, size: number): Promise<Buffer> {
  const { rows } = await db.query<{ leaves: Buffer | null }>(
    `select string_agg(block_hash, ''::bytea order by seq) as leaves from evidence_block where cluster_id = $1 and seq <= $2`,
    [clusterId, size],
  );
  return rows[0]?.leaves ?? Buffer.alloc(0);
}

/** The last checkpoint of a cluster's log that covers that many blocks at least. */
export async function readLastCheckpoint(
  db: Pool | ClientBase,
  clusterId: number,
  atLeast = 1,
): Promise<{ size: number; root: Buffer; at: number; events: number; note: string } | null> {
  const { rows } = await db.query<{ size: number; root: Buffer; at: number; events: number; note: string }>(
    'select size, root, at, events, note from checkpoint where cluster_id = $1 and size >= $2 order by size desc limit 1',
    [clusterId, atLeast],
  );
  return rows[0] ?? null;
}
