/**
 * Appends to a cluster's log of evidence blocks. The caller holds the cluster's lock in the transaction, so the sequence is
 * gapless and each block names the hash of the one before it.
 */
import type { ClientBase } from 'pg';
import { type BlockHeader, type BlockLog, blockHash, countsHash, NO_PREVIOUS } from '@/lib/evidence/block-header';

/** The end of a cluster's log. */
export type LogHead = BlockLog & {
  /** 0 before the first block. */
  seq: number;
  hash: Buffer;
};

export type NewBlock = Omit<BlockHeader, 'seq' | 'countsSha256' | 'receivedAt' | 'previousHash'> & {
  /** (hour, combination, n) as little-endian int32 triples. */
  counts: Buffer;
  data: Buffer;
};

/** The log's end is a block from before there was a chain: lib/evidence/seal-blocks.ts has to go first. */
export class UnsealedError extends Error {
  override name = 'UnsealedError';
}

export async function readLogHead(client: ClientBase, clusterId: number): Promise<LogHead> {
  const { rows } = await client.query<BlockLog & { seq: number | null; hash: Buffer | null }>(
    `select c.log_id as "logId", c.name as "clusterName", b.seq, b.block_hash as hash
     from cluster c left join lateral (
       select seq, block_hash from evidence_block where cluster_id = c.id order by seq desc limit 1
     ) b on true
     where c.id = $1`,
    [clusterId],
  );
  const row = rows[0];
  if (!row) throw new Error(`there is no cluster with the number ${clusterId}`);
  const { logId, clusterName, seq } = row;
  if (seq === null) return { logId, clusterName, seq: 0, hash: NO_PREVIOUS };
  if (row.hash === null) throw new UnsealedError(`block ${seq} of cluster ${clusterName} is not sealed`);
  return { logId, clusterName, seq, hash: row.hash };
}

/** Sends the next blocks without waiting for one before the next: a header needs only the hash of the one before. */
export function appendBlocks(
  client: ClientBase,
  clusterId: number,
  head: LogHead,
  blocks: readonly NewBlock[],
): Promise<unknown>[] {
  let previous = head;
  return blocks.map((block) => {
    const header: BlockHeader = {
      ...block,
      seq: previous.seq + 1,
      countsSha256: countsHash(block.counts),
      receivedAt: nowInMicroseconds(),
      previousHash: previous.hash,
    };
    const hash = blockHash(head, header);
    previous = { ...head, seq: header.seq, hash };
    return insertBlock(client, clusterId, header, hash, block);
  });
}

function insertBlock(
  client: ClientBase,
  clusterId: number,
  header: BlockHeader,
  hash: Buffer,
  { counts, data }: NewBlock,
): Promise<unknown> {
  return client.query(
    `insert into evidence_block
       (cluster_id, seq, event_count, byte_length, min_at, max_at, import_file_id, received_at, counts, data,
        event_root, counts_sha256, previous_hash, block_hash)
     values ($1, $2, $3, $4, $5, $6, $7, 'epoch'::timestamptz + $8::bigint * interval '1 microsecond', $9, $10,
        $11, $12, $13, $14)`,
    [
      clusterId,
      header.seq,
      header.eventCount,
      header.byteLength,
      header.minAt,
      header.maxAt,
      header.importFileId,
      header.receivedAt,
      counts,
      data,
      header.eventRoot,
      header.countsSha256,
      header.previousHash,
      hash,
    ],
  );
}

function nowInMicroseconds(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
