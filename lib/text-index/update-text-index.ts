/**
 * Makes the signatures of the evidence that has none yet, run after run, each in a transaction of its own: of what the events hold,
 * and of the keys that their rows have for their auditIDs, which need not stand in them as they are. What is left at the end,
 * less than a full run, has none: a search reads those blocks as they are.
 */
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockTextIndex } from '@/lib/db/locks';
import { getPool } from '@/lib/db/pool';
import { decompressPayload, eventBytesStart } from '@/lib/evidence/block-payload';
import { addToSignature, addUuid, SIGNATURE_BYTES } from './text-signature';

/** A run ends with the block that makes it this many events or bytes: some eight blocks, which are searched in 30 ms. */
const RUN_EVENTS = 8000;
const RUN_BYTES = 12 * 1024 * 1024;
/** Blocks whose sizes are looked at for the next run: an hour of a receiver's smallest ones. */
const MAX_RUN_BLOCKS = 4000;
/** Blocks in memory at a time. */
const STEP = 4;
const LAST_SEQ = 2 ** 31 - 1;

/** All clusters. Answers how many runs were added; `signal` stops between two of them. */
export async function updateTextIndex(signal?: AbortSignal): Promise<number> {
  const pool = getPool();
  const { rows } = await pool.query<{ id: number }>('select id from cluster order by id');
  let added = 0;
  for (const { id } of rows) {
    while (!signal?.aborted && (await addNextRun(pool, id))) added++;
  }
  return added;
}

/** False where less than a run is left. */
function addNextRun(pool: Pool, clusterId: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await lockTextIndex(client, clusterId);
    const run = await nextRun(client, clusterId);
    if (!run) return false;
    const bits = await signatureOf(client, clusterId, run);
    await addAuditKeys(bits, client, clusterId, run);
    await client.query(
      'insert into text_signature (cluster_id, first_seq, last_seq, min_at, max_at, bits) values ($1, $2, $3, $4, $5, $6)',
      [clusterId, run.first, run.last, run.minAt, run.maxAt, bits],
    );
    return true;
  });
}

type Run = { first: number; last: number; minAt: number; maxAt: number };

/** The first blocks without a signature: mostly after the last that has one, but a reindex takes some away. */
async function nextRun(client: PoolClient, clusterId: number): Promise<Run | null> {
  const { rows } = await client.query<{ seq: number; events: number; bytes: number; minAt: number; maxAt: number }>(
    `with done as (
       select coalesce(min(t.last_seq), 0) as seq from text_signature t
       where t.cluster_id = $1 and exists (select from text_signature where cluster_id = $1 and first_seq = 1)
         and not exists (select from text_signature n where n.cluster_id = $1 and n.first_seq = t.last_seq + 1)
     )
     select seq, event_count as events, byte_length as bytes, min_at as "minAt", max_at as "maxAt" from evidence_block
     where cluster_id = $1 and seq > (select seq from done)
       and seq < coalesce((select min(first_seq) from text_signature where cluster_id = $1 and first_seq > (select seq from done)), $3)
     order by seq limit $2`,
    [clusterId, MAX_RUN_BLOCKS, LAST_SEQ],
  );
  const first = rows[0];
  if (!first) return null;
  const run = { first: first.seq, last: first.seq, minAt: first.minAt, maxAt: first.maxAt };
  let events = 0;
  let bytes = 0;
  for (const row of rows) {
    run.last = row.seq;
    run.minAt = Math.min(run.minAt, row.minAt);
    run.maxAt = Math.max(run.maxAt, row.maxAt);
    events += row.events;
    bytes += row.bytes;
    if (events >= RUN_EVENTS || bytes >= RUN_BYTES) return run;
  }
  if (rows.length === MAX_RUN_BLOCKS) return run;
  // Before blocks that have one already, less than a run is one.
  const { rows: after } = await client.query('select from text_signature where cluster_id = $1 and first_seq = $2', [
    clusterId,
    run.last + 1,
  ]);
  return after.length > 0 ? run : null;
}

async function addAuditKeys(signature: Buffer, client: PoolClient, clusterId: number, run: Run): Promise<void> {
  const { rows } = await client.query<[string]>({
    text: `select audit_key::text from event
           where cluster_id = $1 and block_seq between $2 and $3 and at between $4::bigint and $5::bigint`,
    values: [clusterId, run.first, run.last, run.minAt, run.maxAt],
    rowMode: 'array',
  });
  for (const [key] of rows) addUuid(signature, Buffer.from(key), 0);
}

async function signatureOf(client: PoolClient, clusterId: number, { first, last }: Run): Promise<Buffer> {
  const signature = Buffer.alloc(SIGNATURE_BYTES);
  for (let seq = first; seq <= last; seq += STEP) {
    const { rows } = await client.query<{ data: Buffer }>(
      `select data from evidence_block
       where cluster_id = $1 and seq between $2 and $3 and octet_length(data) > 0`,
      [clusterId, seq, Math.min(seq + STEP - 1, last)],
    );
    for (const { data } of rows) {
      const payload = await decompressPayload(data);
      addToSignature(signature, payload, eventBytesStart(payload));
    }
  }
  return signature;
}
