/**
 * Facts of a span of buckets, from the narrow event rows: one pass over the rows in time order gives the slots and the
 * streams together; a second looks, for requests that were announced (RequestReceived), whether they were completed. All
 * stages of a request have the same time, so that is a look-up by primary key.
 */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { BucketFacts } from '@/lib/coverage/bucket-facts';
import { startOfBucket } from '@/lib/coverage/bucket-time';
import { unpackSlots, unpackStreams } from '@/lib/coverage/fact-bytes';
import { keepStreams } from '@/lib/coverage/keep-streams';
import { streamKinds } from '@/lib/coverage/stream-kinds';
import { inTransaction } from '@/lib/db/in-transaction';

export type BucketSpan = { from: number; to: number };

/** API servers of a cluster whose names are kept; there are three or five. */
const MAX_APISERVERS = 16;
/** Longer than any page may take: a span is hours of events. */
const TIMEOUT_MS = 600_000;

const apiserversSchema = z.record(z.string(), z.number());

/** Buckets without events have no facts. */
export function readFacts(pool: Pool, clusterId: number, span: BucketSpan): Promise<BucketFacts[]> {
  const bounds = [clusterId, startOfBucket(span.from), startOfBucket(span.to)];
  return inTransaction(pool, async (client) => {
    await client.query(`set local statement_timeout = ${TIMEOUT_MS}`);
    const { rows } = await client.query<FactRow>(FACTS, bounds);
    const orphans = new Map<number, number>();
    if (rows.some((row) => row.received > 0)) {
      const found = await client.query<{ bucket: number; orphans: number }>(ORPHANS, bounds);
      for (const row of found.rows) orphans.set(row.bucket, row.orphans);
    }
    return rows.map((row) => ({
      bucket: row.bucket,
      events: row.events,
      completed: row.completed,
      received: row.received,
      orphans: orphans.get(row.bucket) ?? 0,
      slots: unpackSlots(row.bucket, row.slots),
      streams: keepStreams(row.streams ? unpackStreams(row.streams) : []),
      apiservers: firstNames(apiserversSchema.parse(row.apiservers ?? {})),
    }));
  });
}

type FactRow = {
  bucket: number;
  events: number;
  completed: number;
  received: number;
  slots: Buffer;
  streams: Buffer | null;
  apiservers: unknown;
};

function firstNames(apiservers: Record<string, number>): Record<string, number> {
  const names = Object.entries(apiservers).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(names.slice(0, MAX_APISERVERS));
}

const { lease, apiserver, received } = streamKinds;

const FACTS = `
  with counted as (
    select e.at / 10000000 as slot, e.at / 300000000 as bucket, s.kind, s.family,
           case when s.kind in (${lease}, ${apiserver}) then s.stream # hashtext(coalesce(e.name, '')) else s.stream end as stream,
           case when s.kind = ${apiserver} then e.name end as apiserver,
           count(*)::int as n, min(e.at) as first, max(e.at) as last
    from event e join coverage_stream s on s.combination_id = e.combination_id
    where e.cluster_id = $1 and e.at >= $2 and e.at < $3
    group by grouping sets ((1), (2, 3, 4, 5, 6))
  )
  select coalesce(bucket, slot / 30)::int as bucket,
         (sum(n) filter (where slot is not null))::int as events,
         coalesce(sum(n) filter (where kind <= ${apiserver}), 0)::int as completed,
         coalesce(sum(n) filter (where kind = ${received}), 0)::int as received,
         string_agg(
           int4send((slot % 30)::int) || int4send(n)
             || int4send((first - slot / 30 * 300000000)::int) || int4send((last - slot / 30 * 300000000)::int),
           ''::bytea order by slot
         ) filter (where slot is not null) as slots,
         string_agg(int4send(kind::int << 24 | family) || int4send(stream) || int4send(n), ''::bytea)
           filter (where kind <= ${apiserver}) as streams,
         jsonb_object_agg(apiserver, n) filter (where apiserver is not null) as apiservers
  from counted
  group by 1
  order by 1`;

const ORPHANS = `
  select (r.at / 300000000)::int as bucket, count(*)::int as orphans
  from event r join coverage_stream s on s.combination_id = r.combination_id and s.kind = ${received}
  where r.cluster_id = $1 and r.at >= $2 and r.at < $3
    and not exists (
      select from event c join coverage_stream t on t.combination_id = c.combination_id and t.kind <= ${apiserver}
      where c.at = r.at and c.cluster_id = r.cluster_id and c.audit_key = r.audit_key
    )
  group by 1`;
