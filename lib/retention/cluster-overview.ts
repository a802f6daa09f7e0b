/** The clusters with what each holds, and the last entries of the record of changes. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { listClusters } from '@/lib/ingest/clusters';
import type { ClusterOverview } from './cluster-overview-answers';
import { ROW_BYTES } from './kept-days';

const MOST_ACTIONS = 50;

type Holdings = {
  name: string;
  events: number;
  bytes: number;
  firstAt: number | null;
  lastAt: number | null;
  droppedEvents: number;
  dropping: string | null;
};

export async function getClusterOverview(): Promise<ClusterOverview> {
  const pool = getPool();
  const [clusters, holdings, actions] = await Promise.all([
    listClusters(),
    // Of a block that is dropped the header stays, and says how many events it had.
    pool.query<Holdings>(
      `select c.name, c.prune_reason as dropping, b.*
       from cluster c cross join lateral (
         select coalesce(sum(event_count) filter (where kept), 0)::bigint as events,
           coalesce(sum(octet_length(data) + octet_length(counts) + $1::bigint * event_count) filter (where kept), 0)::bigint as bytes,
           min(min_at) filter (where kept) as "firstAt", max(max_at) filter (where kept) as "lastAt",
           coalesce(sum(event_count) filter (where not kept), 0)::bigint as "droppedEvents"
         from (select *, octet_length(data) > 0 as kept from evidence_block where cluster_id = c.id) blocks
       ) b`,
      [ROW_BYTES],
    ),
    pool.query<{ at: Date; actor: string; action: string; cluster: string; before: string; after: string }>(
      `select at, actor, action, cluster, before, after from admin_action order by admin_action.at desc, id desc limit $1`,
      [MOST_ACTIONS],
    ),
  ]);
  const byName = new Map(holdings.rows.map((row) => [row.name, row]));
  return {
    clusters: clusters.flatMap((cluster) => {
      const held = byName.get(cluster.name);
      if (!held) return [];
      const { firstAt, lastAt, ...rest } = held;
      return [{ ...cluster, ...rest, firstAt: instant(firstAt), lastAt: instant(lastAt) }];
    }),
    actions: actions.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : formatRfc3339(at);
}
