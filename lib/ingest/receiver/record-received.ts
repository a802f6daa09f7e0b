/** Accounts for what a source sent, in the transaction that stores it: token, day and five minutes say the same or nothing. */
import type { PoolClient } from 'pg';
import { MICROSECONDS_PER_SECOND, type Microseconds } from '@/lib/audit/microseconds';
import { recordSetAside } from '@/lib/ingest/import-record';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import type { IngestCounts } from './ingest-counts';
import { badToken } from './ingest-refusal';
import type { StageTimes } from './stage-times';

const SLOT = 300 * MICROSECONDS_PER_SECOND;

export type Received = {
  tokenId: string;
  importFileId: string;
  at: Microseconds;
  requests: number;
  bytes: number;
  counts: IngestCounts;
  reusedAuditIDs: number;
  times: StageTimes;
};

/** Throws IngestRefusal where the token was revoked meanwhile: then nothing of it is stored. */
export async function recordReceived(client: PoolClient, batch: ParsedBatch, received: Received): Promise<void> {
  const { tokenId, importFileId, counts, times } = received;
  const { rowCount } = await client.query(
    'update ingest_token set last_used_at = now() where id = $1 and revoked_at is null',
    [tokenId],
  );
  if (rowCount !== 1) throw badToken();
  await recordSetAside(client, importFileId, batch);
  const span = spanOf(batch);
  await client.query(
    `update import_file set
       bytes_read = bytes_read + $2, values_read = values_read + $3, lines = lines + $3, events = events + $4,
       inserted = inserted + $5, duplicates = duplicates + $6, quarantined = quarantined + $7, skipped = skipped + $8,
       min_at = least(min_at, $9::bigint), max_at = greatest(max_at, $10::bigint),
       format = coalesce($11, format), updated_at = now()
     where id = $1`,
    [
      importFileId,
      received.bytes,
      counts.received + counts.skipped,
      counts.received,
      counts.inserted,
      counts.duplicates,
      counts.quarantined,
      counts.skipped,
      span?.min ?? null,
      span?.max ?? null,
      batch.formats.length > 0 ? [...batch.formats].sort().join(' + ') : null,
    ],
  );
  await client.query(
    `insert into ingest_figure as f (ingest_token_id, slot, requests, received, inserted, duplicates, quarantined, skipped,
       reused_audit_ids, bytes, last_event_at, largest_lag)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (ingest_token_id, slot) do update set
       requests = f.requests + excluded.requests, received = f.received + excluded.received,
       inserted = f.inserted + excluded.inserted, duplicates = f.duplicates + excluded.duplicates,
       quarantined = f.quarantined + excluded.quarantined, skipped = f.skipped + excluded.skipped,
       reused_audit_ids = f.reused_audit_ids + excluded.reused_audit_ids, bytes = f.bytes + excluded.bytes,
       last_event_at = greatest(f.last_event_at, excluded.last_event_at),
       largest_lag = greatest(f.largest_lag, excluded.largest_lag)`,
    [
      tokenId,
      Math.floor(received.at / SLOT),
      received.requests,
      counts.received,
      counts.inserted,
      counts.duplicates,
      counts.quarantined,
      counts.skipped,
      received.reusedAuditIDs,
      received.bytes,
      times.lastEventAt,
      times.largestLag,
    ],
  );
}

function spanOf({ at, count }: ParsedBatch): { min: Microseconds; max: Microseconds } | null {
  if (count === 0) return null;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < count; i++) {
    min = Math.min(min, at[i] as number);
    max = Math.max(max, at[i] as number);
  }
  return { min, max };
}
