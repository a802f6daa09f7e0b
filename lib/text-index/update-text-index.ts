/**
 * Makes the signatures of the evidence that has none yet, run after run, each in a transaction of its own. What is left at
 * the end, less than a full run, has none: a search reads those blocks as they are.
 */
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockTextIndex } from '@/lib/db/locks';
import { getPool } from '@/lib/db/pool';
import { decompressPayload, eventBytesStart } from '@/lib/evidence/block-payload';
import { addToSignature, SIGNATURE_BYTES } from './text-signature';

/** A run ends with the block that makes it this many events or bytes: some eight blocks, which are searched in 30 ms. */
const RUN_EVENTS = 8000;
const RUN_BYTES = 12 * 1024 * 1024;
/** Blocks whose sizes are looked at for the next run: an hour of a receiver's smallest ones. */
const MAX_RUN_BLOCKS = 4000;
/** Blocks in memory at a time. */
const STEP = 4;

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
    await client.query('insert into text_signature (cluster_id, first_seq, last_seq, bits) values ($1, $2, $3, $4)', [
      clusterId,
      run.first,
      run.last,
      bits,
    ]);
    return true;
  });
}

type Run = { first: number; last: number };

async function nextRun(client: PoolClient, clusterId: number): Promise<Run | null> {
  const { rows } = await client.query<{ seq: number; events: number; bytes: number }>(
    `select seq, event_count as events, byte_length as bytes from evidence_block
     where cluster_id = $1 and seq > coalesce((select max(last_seq) from text_signature where cluster_id = $1), 0)
     order by seq limit $2`,
    [clusterId, MAX_RUN_BLOCKS],
  );
  const first = rows[0];
  if (!first) return null;
  let events = 0;
  let bytes = 0;
  for (const row of rows) {
    events += row.events;
    bytes += row.bytes;
    if (events >= RUN_EVENTS || bytes >= RUN_BYTES) return { first: first.seq, last: row.seq };
  }
  return rows.length === MAX_RUN_BLOCKS ? { first: first.seq, last: first.seq + rows.length - 1 } : null;
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
