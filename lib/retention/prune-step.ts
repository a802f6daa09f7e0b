/**
 * One small step of retention: some old blocks lose their bytes, and with them go the rows of their events and their share of
 * the counts, in one transaction. Whoever asks sees all of that or nothing of it, so total, facets, histogram and list agree at
 * every moment, and a process that is killed leaves nothing half done.
 */
import type { Pool, PoolClient } from 'pg';
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCluster, lockCountRows, lockRetention } from '@/lib/db/locks';
import { CountSums } from '@/lib/evidence/block-counts';
import { signPruneNote } from '@/lib/evidence/prune-note';
import { loadSigningKey } from '@/lib/evidence/signing-key';
import { subtractCounts } from './subtract-counts';

/** At most 50,000 events: an import of the same cluster waits as long. */
const BLOCKS_AT_ONCE = 50;

export type PruneStep = { blocks: number; events: number };

type OldBlock = {
  seq: number;
  events: number;
  minAt: number;
  maxAt: number;
  counts: Buffer;
  corrections: Buffer;
  hash: Buffer;
};
type Decision = { logId: string; before: Microseconds | null; reason: string | null };

/** Rows of the index are not those of the evidence. */
export class RowsDifferError extends Error {
  override name = 'RowsDifferError';
}

/** Drops the oldest blocks that the cluster's decision covers; null when none is left, or the decision was withdrawn. */
export function pruneStep(pool: Pool, clusterId: number): Promise<PruneStep | null> {
  return inTransaction(pool, async (client) => {
    await client.query('set local statement_timeout = 0');
    await lockRetention(client);
    await lockCluster(client, clusterId);
    await lockCountRows(client);
    const { rows } = await client.query<Decision>(
      'select log_id as "logId", prune_before as before, prune_reason as reason from cluster where id = $1 for share',
      [clusterId],
    );
    const decision = rows[0];
    if (!decision || decision.before === null) return null;
    const blocks = await oldestBlocks(client, clusterId, decision.before);
    if (blocks.length === 0) return null;
    await dropBytes(client, clusterId, decision, blocks);
    const counted = new CountSums();
    for (const { counts, corrections } of blocks) {
      counted.addPacked(counts);
      counted.addPacked(corrections);
    }
    await dropRows(client, clusterId, blocks, counted);
    await subtractCounts(client, counted);
    return { blocks: blocks.length, events: blocks.reduce((sum, { events }) => sum + events, 0) };
  });
}

/** Neighbours of the oldest day that still holds something, in their order: one marker names them. */
async function oldestBlocks(client: PoolClient, clusterId: number, before: Microseconds): Promise<OldBlock[]> {
  const { rows } = await client.query<OldBlock>(
    `select seq, event_count as events, min_at as "minAt", max_at as "maxAt", counts, block_hash as hash,
       coalesce((select string_agg(k.counts, ''::bytea) from count_correction k
                 where k.cluster_id = b.cluster_id and k.block_seq = b.seq), ''::bytea) as corrections
     from evidence_block b
     where cluster_id = $1 and octet_length(data) > 0 and block_hash is not null and max_at < $2
       and max_at < ((select min(max_at) from evidence_block where cluster_id = $1 and octet_length(data) > 0) / $3::bigint + 1) * $3::bigint
     order by seq limit $4`,
    [clusterId, before, MICROSECONDS_PER_DAY, BLOCKS_AT_ONCE],
  );
  const first = rows[0]?.seq ?? 0;
  return rows.filter(({ seq }, i) => seq === first + i);
}

async function dropBytes(client: PoolClient, clusterId: number, decision: Decision, blocks: OldBlock[]): Promise<void> {
  const first = blocks[0] as OldBlock;
  const last = blocks[blocks.length - 1] as OldBlock;
  const { logId, reason } = decision;
  const at = Date.now() * 1000;
  const { privateKey } = await loadSigningKey();
  const note = signPruneNote(
    { logId, firstSeq: first.seq, lastSeq: last.seq, lastBlockHash: last.hash, at, reason },
    privateKey,
  );
  await client.query('select prune_evidence($1::smallint, $2, $3, $4, $5, $6)', [
    clusterId,
    first.seq,
    last.seq,
    at,
    note,
    reason,
  ]);
}

/** As many rows as were counted: an event that is in the evidence twice has one, which a reindex has put at its first place. */
async function dropRows(client: PoolClient, clusterId: number, blocks: OldBlock[], counted: CountSums): Promise<void> {
  let expected = 0;
  counted.visit((_hour, _combination, n) => {
    expected += n;
  });
  const { rowCount } = await client.query(
    `delete from event where at between $1 and $2 and cluster_id = $3 and block_seq between $4 and $5`,
    [
      Math.min(...blocks.map(({ minAt }) => minAt)),
      Math.max(...blocks.map(({ maxAt }) => maxAt)),
      clusterId,
      blocks[0]?.seq,
      blocks[blocks.length - 1]?.seq,
    ],
  );
  if (rowCount !== expected) {
    throw new RowsDifferError(
      `Blocks ${blocks[0]?.seq} to ${blocks[blocks.length - 1]?.seq} count ${expected} events and have ${rowCount} rows, so nothing was dropped: run "npm run verify".`,
    );
  }
}
