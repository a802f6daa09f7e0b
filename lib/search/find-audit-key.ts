/**
 * The rows of one auditID. The Bloom filters in the index of the table are looked through range by range and let one range of
 * six pass; the text index knows the few runs of blocks that can hold the key, and their time, by which the primary key finds them.
 */
import type { PoolClient } from 'pg';
import { MATCHING_COLUMNS, type MatchingRow, newestFirst } from '@/lib/search/matching-row';
import { getTextIndex, type TimeWindow } from '@/lib/text-index/text-index';

/** More places than these, and the index of the table is the shorter way: the worker has not caught up with an import. */
const MAX_PLACES = 24;
/** Blocks without a signature that are read by their time. */
const MAX_UNKNOWN_BLOCKS = 64;

type Place = { clusterId: number; first: number; last: number; minAt: number; maxAt: number };

/** Newest first; with a limit, at least that many where there are as many. `key` as `auditKey` gives it. */
export async function findAuditKey(
  client: PoolClient,
  key: string,
  window: TimeWindow,
  limit: number | null = null,
): Promise<MatchingRow[]> {
  const places = await placesOf(client, key, window);
  if (places === null) {
    const { rows } = await client.query<MatchingRow>(
      `select ${MATCHING_COLUMNS} from event where audit_key = $1::uuid and at >= $2::bigint and at < $3::bigint limit $4`,
      [key, window.from, window.to, limit],
    );
    return rows.sort(newestFirst);
  }
  const found: MatchingRow[] = [];
  for (const { clusterId, first, last, minAt, maxAt } of places) {
    if (limit !== null && found.length >= limit) break;
    const { rows } = await client.query<MatchingRow>(
      // The order is the primary key's, which makes it the way to read them.
      `select ${MATCHING_COLUMNS} from event
       where at >= $1::bigint and at <= $2::bigint and at < $3::bigint and cluster_id = $4
         and block_seq between $5 and $6 and audit_key = $7::uuid
       order by at limit $8`,
      [Math.max(minAt, window.from), maxAt, window.to, clusterId, first, last, key, limit],
    );
    found.push(...rows);
  }
  return found.sort(newestFirst);
}

/** Null where there are too many. */
async function placesOf(client: PoolClient, key: string, window: TimeWindow): Promise<Place[] | null> {
  const { runs, unknown } = await getTextIndex().narrowByAuditKey(client, window, uuidText(key));
  const { rows } = await client.query<Place & { blocks: number }>(
    `select r.cluster_id as "clusterId", r.first, r.last, b.blocks, b.min_at as "minAt", b.max_at as "maxAt"
     from unnest($1::int[], $2::int[], $3::int[]) as r(cluster_id, first, last)
     cross join lateral (
       select count(*)::int as blocks, min(min_at) as min_at, max(max_at) as max_at from (
         select min_at, max_at from evidence_block
         where cluster_id = r.cluster_id and seq between r.first and r.last limit ${MAX_UNKNOWN_BLOCKS + 1}
       ) read
     ) b where b.blocks > 0`,
    [unknown.map((range) => range.clusterId), unknown.map((range) => range.first), unknown.map((range) => range.last)],
  );
  const blocks = rows.reduce((sum, row) => sum + row.blocks, 0);
  if (runs.length + rows.length > MAX_PLACES || blocks > MAX_UNKNOWN_BLOCKS) return null;
  return [...runs, ...rows];
}

function uuidText(key: string): string {
  const hex = key.replaceAll('-', '').toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
