/**
 * What a source sends in one day (UTC) is one row of import_file, so that quarantine, skipped kinds and the origin of
 * evidence are found as for a file. It is `receiving` until the day is over.
 */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { IngestSource } from './ingest-source';

/** The row of this source and day (YYYY-MM-DD), made if need be. */
export async function ensureDayRecord(pool: Pool, source: IngestSource, day: string): Promise<string> {
  const find = () =>
    pool.query<{ id: string }>('select id from import_file where ingest_token_id = $1 and received_on = $2', [
      source.id,
      day,
    ]);
  const found = (await find()).rows[0];
  if (found) return found.id;
  await pool.query(
    `insert into import_file (id, cluster_id, name, source, state, started_at, ingest_token_id, received_on)
     values ($1, $2, $3, 'webhook', 'receiving', now(), $4, $5) on conflict (ingest_token_id, received_on) do nothing`,
    [randomUUID(), source.clusterId, `${source.label}, ${day}`, source.id, day],
  );
  const made = (await find()).rows[0];
  if (!made) throw new Error(`the record of ${source.label} for ${day} was removed while it was made`);
  return made.id;
}

/** Rows of days that are over are done. */
export async function endPastDays(pool: Pool): Promise<void> {
  await pool.query(
    `update import_file set state = 'done', bytes_total = bytes_read, finished_at = updated_at
     where state = 'receiving' and received_on < (now() at time zone 'utc')::date`,
  );
}
