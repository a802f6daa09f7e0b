/**
 * Goes through the evidence blocks of a window, decompressed several at a time in the thread pool (some 500 MB of log a
 * second). For what only the originals tell; the text index says which blocks need not be looked at.
 */
import type { PoolClient } from 'pg';
import { decompressPayload } from '@/lib/evidence/block-payload';
import { MATCHING_COLUMNS, type MatchingRow, type MatchingRows } from '@/lib/search/matching-row';
import { SEARCH_LIMIT_MS } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';
import { type BlockRange, getTextIndex, type Possible } from '@/lib/text-index/text-index';

/** Blocks fetched and decompressed at a time. */
const STEP = 16;

export type ScanWindow = { from: number; to: number };
export type ScannedBlock = { clusterId: number; seq: number; minAt: number; maxAt: number };

export type ScanScope = {
  window: ScanWindow;
  /** Rows to choose from, or null for all of the window. */
  candidates: MatchingRows | null;
  /** Whether a block is of interest, by the strings that it may hold. */
  possible: Possible;
};

/**
 * Calls `visit` for the blocks of the scope, and maybe for others that are of no interest. `rows` gives the block's rows
 * (those of the candidates). Throws SearchTimeoutError.
 */
export async function scanBlocks(
  client: PoolClient,
  { window, candidates, possible }: ScanScope,
  visit: (payload: Buffer, rows: () => Promise<MatchingRows>) => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + SEARCH_LIMIT_MS;
  const byBlock = candidates === null ? null : groupByBlock(candidates);
  const ranges = await getTextIndex().narrow(client, window, possible);
  const blocks = (await blocksOf(client, window, ranges)).filter(
    (block) => byBlock === null || byBlock.has(keyOf(block)),
  );
  for (let i = 0; i < blocks.length; i += STEP) {
    if (Date.now() > deadline) throw new SearchTimeoutError(SEARCH_LIMIT_MS);
    for (const { block, payload } of await readPayloads(client, blocks.slice(i, i + STEP))) {
      await visit(payload, async () => byBlock?.get(keyOf(block)) ?? (await rowsOfBlock(client, block, window)));
    }
  }
}

const keyOf = ({ clusterId, seq }: { clusterId: number; seq: number }) => `${clusterId} ${seq}`;

function groupByBlock(rows: MatchingRows): Map<string, MatchingRow[]> {
  const groups = new Map<string, MatchingRow[]>();
  for (const row of rows) {
    const key = keyOf({ clusterId: row.clusterId, seq: row.blockSeq });
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

async function blocksOf(client: PoolClient, window: ScanWindow, ranges: BlockRange[]): Promise<ScannedBlock[]> {
  const { rows } = await client.query<ScannedBlock>(
    `select b.cluster_id as "clusterId", b.seq, b.min_at as "minAt", b.max_at as "maxAt"
     from unnest($3::int[], $4::int[], $5::int[]) as r(cluster_id, first, last)
     join evidence_block b on b.cluster_id = r.cluster_id and b.seq between r.first and r.last
     where b.max_at >= $1::bigint and b.min_at < $2::bigint and octet_length(b.data) > 0 order by b.cluster_id, b.seq`,
    [
      window.from,
      window.to,
      ranges.map((range) => range.clusterId),
      ranges.map((range) => range.first),
      ranges.map((range) => range.last),
    ],
  );
  return rows;
}

async function readPayloads(
  client: PoolClient,
  blocks: ScannedBlock[],
): Promise<{ block: ScannedBlock; payload: Buffer }[]> {
  const { rows } = await client.query<{ position: number; data: Buffer }>(
    `select g.position::int, b.data
     from unnest($1::int[], $2::int[]) with ordinality as g(cluster_id, seq, position)
     join evidence_block b on b.cluster_id = g.cluster_id and b.seq = g.seq and b.stripe = 0`,
    [blocks.map((block) => block.clusterId), blocks.map((block) => block.seq)],
  );
  return Promise.all(
    rows
      // Retention may have dropped it since the blocks were listed.
      .filter(({ data }) => data.length > 0)
      .map(async ({ position, data }) => ({
        block: blocks[position - 1] as ScannedBlock,
        payload: await decompressPayload(data),
      })),
  );
}

async function rowsOfBlock(client: PoolClient, block: ScannedBlock, window: ScanWindow): Promise<MatchingRow[]> {
  const { rows } = await client.query<MatchingRow>(
    `select ${MATCHING_COLUMNS} from event
     where at >= greatest($1::bigint, $3::bigint) and at <= $2::bigint and at < $4::bigint
       and cluster_id = $5 and block_seq = $6`,
    [block.minAt, block.maxAt, window.from, window.to, block.clusterId, block.seq],
  );
  return rows;
}
