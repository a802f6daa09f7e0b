/** One look of the worker at what retention has to drop. */
import { ownerPool } from '@/lib/db/pool';
import { lookForRoomHere } from '@/lib/ingest/disk-room';
import { runRetention } from './run-retention';

export async function keepRetention(signal: AbortSignal): Promise<void> {
  const { missingBytes } = await lookForRoomHere();
  const dropped = await runRetention({ signal, missingBytes });
  for (const { cluster, blocks, events, reason } of dropped) {
    console.log(`Retention dropped ${events} events in ${blocks} blocks of cluster ${cluster}: ${reason}.`);
  }
  if (missingBytes > 0 && dropped.length > 0) await makeReusable();
}

/** What was dropped for want of room is to be used again at once, not when PostgreSQL comes round to it. */
async function makeReusable(): Promise<void> {
  const client = await ownerPool().connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('vacuum evidence_block, event, event_count_hour, event_count_day');
  } finally {
    client.release(true);
  }
}
