/**
 * A string anywhere in the original events: bodies, annotations, URI. The blocks of the window are decompressed and
 * searched, several at a time in the thread pool (some 500 MB of log a second); there is no index for this yet.
 */
import type { PoolClient } from 'pg';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import type { MatchingRow, MatchingRows } from '@/lib/search/matching-row';
import { SEARCH_LIMIT_MS } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

/** Blocks fetched and decompressed at a time. */
const STEP = 16;

type BlockRow = { clusterId: number; seq: number; minAt: number; maxAt: number };

export async function findText(
  client: PoolClient,
  text: string,
  window: { from: number; to: number },
  /** Rows to choose from, or null for all of the window. */
  candidates: MatchingRows | null,
): Promise<MatchingRow[]> {
  const deadline = Date.now() + SEARCH_LIMIT_MS;
  const needles = spellings(text);
  const blocks = await candidateBlocks(client, window, candidates);
  const found: MatchingRow[] = [];
  for (let i = 0; i < blocks.length; i += STEP) {
    if (Date.now() > deadline) throw new SearchTimeoutError(SEARCH_LIMIT_MS);
    found.push(...(await searchBlocks(client, blocks.slice(i, i + STEP), needles, window, candidates)));
  }
  return found.sort((a, b) => b.at - a.at || (a.hash < b.hash ? 1 : -1) || b.clusterId - a.clusterId);
}

/**
 * The string as it may stand in JSON: as any encoder escapes it, and as Go does (which escapes <, > and & too). In rows of
 * CSV quotes are written twice.
 */
function spellings(text: string): Buffer[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const byGo = escaped.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const spelled = new Set([text, escaped, byGo]);
  for (const spelling of [text, escaped]) spelled.add(spelling.replaceAll('"', '""'));
  return [...spelled].map((spelling) => Buffer.from(spelling));
}

async function candidateBlocks(
  client: PoolClient,
  window: { from: number; to: number },
  candidates: MatchingRows | null,
): Promise<BlockRow[]> {
  const { rows } = await client.query<BlockRow>(
    `select cluster_id as "clusterId", seq, min_at as "minAt", max_at as "maxAt" from evidence_block
     where max_at >= $1::bigint and min_at < $2::bigint and octet_length(data) > 0 order by cluster_id, seq`,
    [window.from, window.to],
  );
  if (candidates === null) return rows;
  const wanted = new Set(candidates.map((row) => `${row.clusterId} ${row.blockSeq}`));
  return rows.filter((block) => wanted.has(`${block.clusterId} ${block.seq}`));
}

async function searchBlocks(
  client: PoolClient,
  blocks: BlockRow[],
  needles: Buffer[],
  window: { from: number; to: number },
  candidates: MatchingRows | null,
): Promise<MatchingRow[]> {
  const { rows } = await client.query<{ position: number; data: Buffer }>(
    `select g.position::int, b.data
     from unnest($1::int[], $2::int[]) with ordinality as g(cluster_id, seq, position)
     join evidence_block b on b.cluster_id = g.cluster_id and b.seq = g.seq and b.stripe = 0`,
    [blocks.map((block) => block.clusterId), blocks.map((block) => block.seq)],
  );
  const hits = await Promise.all(
    rows.map(async ({ position, data }) => {
      // Retention may have dropped it since the blocks were listed.
      if (data.length === 0) return null;
      const payload = await decompressPayload(data);
      if (!needles.some((needle) => payload.includes(needle))) return null;
      const ordinals = new Set<number>();
      unpackEvents(payload).forEach((event, ordinal) => {
        if (needles.some((needle) => event.includes(needle))) ordinals.add(ordinal);
      });
      return { block: blocks[position - 1] as BlockRow, ordinals };
    }),
  );
  const found: MatchingRow[] = [];
  for (const hit of hits) {
    if (!hit || hit.ordinals.size === 0) continue;
    const events = candidates
      ? candidates.filter((row) => row.clusterId === hit.block.clusterId && row.blockSeq === hit.block.seq)
      : await rowsOfBlock(client, hit.block, window);
    for (const row of events) if (hit.ordinals.has(row.ordinal)) found.push(row);
  }
  return found;
}

async function rowsOfBlock(
  client: PoolClient,
  block: BlockRow,
  window: { from: number; to: number },
): Promise<MatchingRow[]> {
  const { rows } = await client.query<MatchingRow>(
    `select at, hash::text, cluster_id as "clusterId", combination_id as combination, block_seq as "blockSeq", ordinal
     from event
     where at >= greatest($1::bigint, $3::bigint) and at <= $2::bigint and at < $4::bigint
       and cluster_id = $5 and block_seq = $6`,
    [block.minAt, block.maxAt, window.from, window.to, block.clusterId, block.seq],
  );
  return rows;
}
