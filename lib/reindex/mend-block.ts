/**
 * Writes the index rows of one block anew, and moves the counts by the difference, in one transaction under the cluster's lock:
 * a reader sees the block as it was or as it is, and an import waits for no more than this.
 */
import type { Pool, PoolClient } from 'pg';
import { copyIn } from '@/lib/db/binary-copy';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCluster, lockTextIndex } from '@/lib/db/locks';
import { EVENT_COPY, encodeEventRows } from '@/lib/ingest/event-copy';
import { applyCounts } from '@/lib/reindex/apply-counts';
import { type BlockReading, countEvents } from '@/lib/reindex/block-reading';
import { recordCorrection } from '@/lib/reindex/record-correction';

export type MendedBlock = {
  /** False where retention was quicker. */
  mended: boolean;
  doubledEvents: number;
  /** Other blocks that had the row of an event of this one: they lack it now, or did not have it rightly. */
  tookFrom: number[];
};

export function mendBlock(pool: Pool, clusterId: number, reading: BlockReading): Promise<MendedBlock> {
  return inTransaction(pool, async (client) => {
    await lockCluster(client, clusterId);
    // Retention holds that lock too, so the block stays as it is seen here.
    const { rows } = await client.query<{ kept: boolean }>(
      'select octet_length(data) > 0 as kept from evidence_block where cluster_id = $1 and seq = $2',
      [clusterId, reading.seq],
    );
    if (!rows[0]?.kept) return { mended: false, doubledEvents: 0, tookFrom: [] };
    await forgetSignature(client, clusterId, reading.seq);
    await client.query('delete from event where cluster_id = $1 and block_seq = $2', [clusterId, reading.seq]);
    const { positions, tookFrom } = await placesOf(client, clusterId, reading);
    const { batch, combinationIds, seq, counted } = reading;
    await copyIn(client, EVENT_COPY, encodeEventRows(clusterId, [{ batch, combinationIds, events: positions, seq }]));
    const changes = countEvents(reading, positions);
    counted.visit((hour, combination, n) => changes.add(hour, combination, -n));
    if (changes.size > 0) {
      await recordCorrection(client, clusterId, seq, changes.pack());
      await applyCounts(client, changes);
    }
    return { mended: true, doubledEvents: positions.reduce((doubled, i) => doubled + (i < 0 ? 1 : 0), 0), tookFrom };
  });
}

/** It tells of the keys of auditIDs that the rows had. The worker makes another one. */
async function forgetSignature(client: PoolClient, clusterId: number, seq: number): Promise<void> {
  await lockTextIndex(client, clusterId);
  await client.query('delete from text_signature where cluster_id = $1 and first_seq <= $2 and last_seq >= $2', [
    clusterId,
    seq,
  ]);
}

/**
 * The events of the block that get a row, by place. One that another block holds too has its row at the first of them: it was
 * stored again while its row was missing. Rows that name a later block are wrong here, and are written when that block's turn comes.
 */
async function placesOf(
  client: PoolClient,
  clusterId: number,
  { batch, seq }: BlockReading,
): Promise<{ positions: Int32Array; tookFrom: number[] }> {
  const hex = Buffer.from(batch.hashes.buffer, batch.hashes.byteOffset, batch.hashes.byteLength).toString('hex');
  const hashes = Array.from({ length: batch.count }, (_, i) => hex.slice(32 * i, 32 * i + 32));
  const { rows } = await client.query<{ position: number; seq: number }>(
    `select g.position::int, e.block_seq as seq
     from unnest($1::bigint[], $2::uuid[]) with ordinality as g(at, hash, position)
     join event e on e.at = g.at and e.hash = g.hash and e.cluster_id = $3 and e.stripe = 0`,
    [Array.from(batch.at), hashes, clusterId],
  );
  const elsewhere = new Set<number>();
  const wrong: number[] = [];
  const tookFrom: number[] = [];
  for (const row of rows) {
    if (row.seq >= 1 && row.seq < seq) elsewhere.add(row.position - 1);
    else {
      wrong.push(row.position - 1);
      tookFrom.push(row.seq);
    }
  }
  if (wrong.length > 0) {
    await client.query(
      `delete from event e using unnest($1::bigint[], $2::uuid[]) as g(at, hash)
       where e.at = g.at and e.hash = g.hash and e.cluster_id = $3 and e.stripe = 0`,
      [wrong.map((i) => batch.at[i]), wrong.map((i) => hashes[i]), clusterId],
    );
  }
  const seen = new Set<string>();
  const positions = Int32Array.from(hashes, (hash, i) => {
    if (elsewhere.has(i) || seen.has(hash)) return -1;
    seen.add(hash);
    return i;
  });
  return { positions, tookFrom };
}
