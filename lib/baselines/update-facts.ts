/**
 * Counts what five minutes hold, once: every later step reads these counts and no event. A bucket that new blocks touched is
 * counted anew from its event rows, so the facts are a function of the set of events, in whatever order they came.
 */
import type { Pool, PoolClient } from 'pg';
import { startOfBucket } from '@/lib/coverage/bucket-time';
import { cut, touchedBuckets } from '@/lib/coverage/touched-buckets';
import { inTransaction } from '@/lib/db/in-transaction';

/** Buckets counted by one statement: a day. */
const AT_ONCE = 288;
const TIMEOUT_MS = 600_000;
/** Longer names are hostile or worthless; the hash of the rest would not help a reader. */
const NAME_LENGTH = 120;
/** Names kept of one combination in five minutes: those beyond are a sweep already. */
const MOST_NAMES = 64;

export type FactsUpdate = { blocks: number; buckets: number; firstBucket: number | null };

/** Call it under the lock of the cluster's baselines. */
export async function updateFacts(pool: Pool, clusterId: number, signal?: AbortSignal): Promise<FactsUpdate> {
  const { rows } = await pool.query<{ seen: number; head: number }>(
    `select coalesce((select block_seq from baseline_cursor where cluster_id = $1), 0) as seen,
            coalesce((select max(seq) from evidence_block where cluster_id = $1), 0) as head`,
    [clusterId],
  );
  const { seen, head } = rows[0] ?? { seen: 0, head: 0 };
  const update: FactsUpdate = { blocks: 0, buckets: 0, firstBucket: null };
  if (head <= seen) return update;
  for (const span of cut(await touchedBuckets(pool, clusterId, { after: seen, upTo: head }), AT_ONCE)) {
    if (signal?.aborted) return update;
    await inTransaction(pool, (client) => countSpan(client, clusterId, span));
    update.firstBucket ??= span.from;
    update.buckets += span.to - span.from;
  }
  await pool.query(
    `insert into baseline_cursor (cluster_id, block_seq, dirty_from) values ($1, $2, $3)
     on conflict (cluster_id) do update set block_seq = excluded.block_seq,
       dirty_from = least(baseline_cursor.dirty_from, excluded.dirty_from)`,
    [clusterId, head, update.firstBucket],
  );
  return { ...update, blocks: head - seen };
}

async function countSpan(client: PoolClient, clusterId: number, span: { from: number; to: number }): Promise<void> {
  await client.query(`set local statement_timeout = ${TIMEOUT_MS}`);
  await client.query('delete from baseline_fact where cluster_id = $1 and bucket >= $2 and bucket < $3', [
    clusterId,
    span.from,
    span.to,
  ]);
  await client.query(COUNT, [clusterId, startOfBucket(span.from), startOfBucket(span.to)]);
}

/** The bucket after the last one with events; 0 where there are none. */
export async function endOfFacts(pool: Pool, clusterId: number): Promise<number> {
  const { rows } = await pool.query<{ last: number | null }>(
    'select max(bucket) as last from baseline_fact where cluster_id = $1',
    [clusterId],
  );
  return rows[0]?.last == null ? 0 : rows[0].last + 1;
}

/** Resources whose objects' names are told apart: secrets and rights, and what a workload is made of. */
const NAMED = `
  case
    when t.value is null then true
    when t.value in ('secrets', 'clusterrolebindings', 'rolebindings', 'clusterroles', 'roles',
      'mutatingwebhookconfigurations', 'validatingwebhookconfigurations', 'certificatesigningrequests') then true
    when t.value = 'serviceaccounts' then s.value = 'token'
    when t.value in ('deployments', 'statefulsets', 'daemonsets', 'cronjobs', 'jobs', 'nodes', 'replicasets')
      then (s.value is null or s.value = 'scale') and v.value in ('create', 'update', 'patch', 'delete')
    else false
  end`;

const COUNT = `
  with named as (
    select c.id from combination c
    left join term t on t.id = c.resource and c.resource <> 0
    left join term s on s.id = c.subresource and c.subresource <> 0
    left join term v on v.id = c.verb and c.verb <> 0
    where c.cluster = (select id from term where field = 'cluster' and value = (select name from cluster where id = $1))
      and ${NAMED}
  ), counted as (
    select (e.at / 300000000)::int as bucket, e.combination_id as combination,
           case when n.id is not null then left(e.name, ${NAME_LENGTH}) end as name, count(*)::int as n
    from event e left join named n on n.id = e.combination_id
    where e.cluster_id = $1 and e.at >= $2::bigint and e.at < $3::bigint
    group by 1, 2, 3
  ), ranked as (
    select *, row_number() over (partition by bucket, combination order by name collate "C") as place
    from counted where name is not null
  ), names as (
    select bucket, jsonb_agg(jsonb_build_array(combination, name, n) order by combination, name collate "C") as names
    from ranked where place <= ${MOST_NAMES} group by 1
  ), sums as (
    select bucket, combination, sum(n)::int as n from counted group by 1, 2
  )
  insert into baseline_fact (cluster_id, bucket, counts, names)
  select $1, s.bucket,
         string_agg(int4send(s.combination) || int4send(s.n), ''::bytea order by s.combination),
         coalesce((select names from names where names.bucket = s.bucket), '[]')
  from sums s group by s.bucket`;
