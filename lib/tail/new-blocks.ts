/** The evidence blocks behind a place, in an order in which a reader may stop anywhere. */
import type { ClientBase } from 'pg';
import { BadTailCursorError, type TailPlace } from './tail-cursor';

export type NewBlock = {
  clusterId: number;
  seq: number;
  minAt: number;
  maxAt: number;
  /** (hour, combination, n) as little-endian int32 triples; empty where retention has dropped the block. */
  counts: Buffer;
  /** Its first events that were seen before. */
  seen: number;
};

type Head = { clusterId: number; head: number };
type BlockRow = Omit<NewBlock, 'seen'> & { receivedAt: number };

/** Where every cluster's evidence ends now. */
export async function readHeads(client: Pick<ClientBase, 'query'>): Promise<TailPlace> {
  const { rows } = await client.query<Head>(
    `select c.id as "clusterId", coalesce((select max(seq) from evidence_block b where b.cluster_id = c.id), 0) as head
     from cluster c`,
  );
  return new Map(rows.map(({ clusterId, head }) => [clusterId, { clusterId, seq: head, ordinal: 0 }]));
}

/** At most `limit` of each cluster. Throws BadTailCursorError for a place that this database has not come to. */
export async function readNewBlocks(
  client: Pick<ClientBase, 'query'>,
  after: TailPlace,
  limit: number,
): Promise<NewBlock[]> {
  const heads = await readHeads(client);
  for (const { clusterId, seq } of after.values()) {
    if (seq > (heads.get(clusterId)?.seq ?? 0)) throw new BadTailCursorError();
  }
  // The usual answer of a quiet second needs no more than that.
  if ([...heads.values()].every(({ clusterId, seq }) => seq === (after.get(clusterId)?.seq ?? 0))) return [];
  const places = [...after.values()];
  const known = [places.map(({ clusterId }) => clusterId), places.map(({ seq }) => seq)];
  const { rows } = await client.query<BlockRow>(
    `select b.* from cluster c
     left join unnest($1::int[], $2::int[]) as known(cluster_id, seq) on known.cluster_id = c.id
     cross join lateral (
       select cluster_id as "clusterId", seq, min_at as "minAt", max_at as "maxAt", counts,
         (extract(epoch from received_at) * 1000000)::bigint as "receivedAt"
       from evidence_block where cluster_id = c.id and evidence_block.seq > coalesce(known.seq, 0)
       order by evidence_block.seq limit $3
     ) b`,
    [...known, limit],
  );
  return inOrder(rows).map(({ receivedAt, ...block }) => {
    const place = after.get(block.clusterId);
    return { ...block, seen: block.seq === (place?.seq ?? 0) + 1 ? (place?.ordinal ?? 0) : 0 };
  });
}

/** Each cluster's blocks stay in their order; between clusters the time of receipt decides, as far as clocks tell. */
function inOrder(rows: readonly BlockRow[]): BlockRow[] {
  const queues = new Map<number, BlockRow[]>();
  for (const row of rows) queues.set(row.clusterId, [...(queues.get(row.clusterId) ?? []), row]);
  for (const queue of queues.values()) queue.sort((a, b) => a.seq - b.seq);
  const ordered: BlockRow[] = [];
  while (ordered.length < rows.length) {
    let earliest: BlockRow[] | null = null;
    for (const queue of queues.values()) {
      if (queue[0] && (earliest?.[0] === undefined || queue[0].receivedAt < earliest[0].receivedAt)) earliest = queue;
    }
    const block = earliest?.shift();
    if (!block) break;
    ordered.push(block);
  }
  return ordered;
}
