/** The tables coverage_fact and coverage_bucket: replaced span by span. */
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { BucketFacts } from '@/lib/coverage/bucket-facts';
import type { CoverageRow } from '@/lib/coverage/coverage-row';
import { packSlots, packStreams, unpackSlots, unpackStreams } from '@/lib/coverage/fact-bytes';
import type { FactSpan } from '@/lib/coverage/judge-buckets';
import type { BucketSpan } from '@/lib/coverage/read-facts';

const apiserversSchema = z.record(z.string(), z.number());

export async function replaceFacts(
  client: PoolClient,
  clusterId: number,
  span: BucketSpan,
  facts: readonly BucketFacts[],
): Promise<void> {
  await client.query('delete from coverage_fact where cluster_id = $1 and bucket >= $2 and bucket < $3', [
    clusterId,
    span.from,
    span.to,
  ]);
  await client.query(
    `insert into coverage_fact (cluster_id, bucket, events, completed, received, orphans, slots, streams, apiservers)
     select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::bytea[], $8::bytea[], $9::jsonb[])`,
    [
      clusterId,
      facts.map((fact) => fact.bucket),
      facts.map((fact) => fact.events),
      facts.map((fact) => fact.completed),
      facts.map((fact) => fact.received),
      facts.map((fact) => fact.orphans),
      facts.map((fact) => packSlots(fact.bucket, fact.slots)),
      facts.map((fact) => packStreams(fact.streams)),
      facts.map((fact) => JSON.stringify(fact.apiservers)),
    ],
  );
}

/** The facts of the span with a place for every bucket. */
export async function loadFacts(pool: Pool, clusterId: number, span: BucketSpan): Promise<FactSpan> {
  const { rows } = await pool.query<{
    bucket: number;
    events: number;
    completed: number;
    received: number;
    orphans: number;
    slots: Buffer;
    streams: Buffer;
    apiservers: unknown;
  }>(
    `select bucket, events, completed, received, orphans, slots, streams, apiservers
     from coverage_fact where cluster_id = $1 and bucket >= $2 and bucket < $3`,
    [clusterId, span.from, span.to],
  );
  const facts: (BucketFacts | null)[] = new Array(span.to - span.from).fill(null);
  for (const row of rows) {
    facts[row.bucket - span.from] = {
      ...row,
      slots: unpackSlots(row.bucket, row.slots),
      streams: unpackStreams(row.streams),
      apiservers: apiserversSchema.parse(row.apiservers),
    };
  }
  return { first: span.from, facts };
}

export async function replaceRows(
  client: PoolClient,
  clusterId: number,
  span: BucketSpan,
  rows: readonly CoverageRow[],
): Promise<void> {
  await client.query('delete from coverage_bucket where cluster_id = $1 and bucket >= $2 and bucket < $3', [
    clusterId,
    span.from,
    span.to,
  ]);
  await client.query(
    `insert into coverage_bucket (cluster_id, bucket, method, percent, events, expected_events, lost, lost_error,
       expected_beats, seen_beats, silent_seconds, edge_seconds, orphans, smallest_loss, apiservers, learn)
     select $1, * from unnest($2::int[], $3::text[], $4::float8[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[],
       $10::int[], $11::float8[], $12::float8[], $13::int[], $14::float8[], $15::jsonb[], $16::boolean[])`,
    [
      clusterId,
      rows.map((row) => row.bucket),
      rows.map((row) => row.method),
      rows.map((row) => row.percent),
      rows.map((row) => row.events),
      rows.map((row) => row.expectedEvents),
      rows.map((row) => row.lost),
      rows.map((row) => row.lostError),
      rows.map((row) => row.expectedBeats),
      rows.map((row) => row.seenBeats),
      rows.map((row) => row.silentSeconds),
      rows.map((row) => row.edgeSeconds),
      rows.map((row) => row.orphans),
      rows.map((row) => row.smallestLoss),
      rows.map((row) => JSON.stringify(row.apiservers)),
      rows.map((row) => row.learn),
    ],
  );
}
