/**
 * The import_file row of a running import. Its counters move in the same transaction as the events they count, so that
 * what the row says is what the database holds, whenever the process dies.
 */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import type { ImportCounts } from '@/lib/ingest/import-progress';
import { type ImportRow, toImportFileAnswer } from '@/lib/ingest/import-row';
import type { BadInput } from '@/lib/ingest/input-value';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';

/**
 * The import itself goes round Prisma's client: its query compiler takes 110 MB, more than reading and writing a log of any
 * size. Answers the new record's id.
 */
export async function createRecord(
  pool: Pool,
  record: { clusterId: number; name: string; source: string; bytesTotal: number | null },
): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into import_file (id, cluster_id, name, source, state, bytes_total, started_at, runner_pid)
     values ($1, $2, $3, $4, 'running', $5, now(), $6)`,
    [id, record.clusterId, record.name, record.source, record.bytesTotal, process.pid],
  );
  return id;
}

export async function readRecord(pool: Pool, importFileId: string): Promise<ImportFileAnswer> {
  const { rows } = await pool.query<Omit<ImportRow, 'cluster'> & { clusterName: string }>(
    `select f.id, c.name as "clusterName", f.name, f.source, f.state, f.sha256, f.format, f.bytes_read as "bytesRead",
       f.bytes_total as "bytesTotal", f.lines, f.events, f.inserted, f.duplicates, f.quarantined, f.skipped, f.error,
       f.min_at as "minAt", f.max_at as "maxAt", f.created_at as "createdAt", f.started_at as "startedAt",
       f.finished_at as "finishedAt"
     from import_file f join cluster c on c.id = f.cluster_id where f.id = $1`,
    [importFileId],
  );
  const row = rows[0];
  if (!row) throw new Error(`the record of import ${importFileId} is gone`);
  return toImportFileAnswer({ ...row, cluster: { name: row.clusterName } });
}

/** Adds batches to the row, which then says `counts`. Answers whether somebody asked to cancel. */
export async function recordBatches(
  client: PoolClient,
  importFileId: string,
  batches: readonly ParsedBatch[],
  counts: ImportCounts,
): Promise<boolean> {
  for (const batch of batches) await recordSetAside(client, importFileId, batch);
  const span = spanOf(batches);
  const { rows } = await client.query<{ cancel_requested: boolean }>(
    `update import_file set
       bytes_read = $2, lines = $3, values_read = $4, events = $5, inserted = $6, duplicates = $7, quarantined = $8,
       skipped = $9, min_at = least(min_at, $10::bigint), max_at = greatest(max_at, $11::bigint), updated_at = now()
     where id = $1 returning cancel_requested`,
    [
      importFileId,
      counts.bytes,
      counts.lines,
      counts.valuesRead,
      counts.events,
      counts.inserted,
      counts.duplicates,
      counts.quarantined,
      counts.skipped,
      span?.min ?? null,
      span?.max ?? null,
    ],
  );
  return rows[0]?.cancel_requested ?? false;
}

/** Keeps what a batch brought that is no event: quarantined values, and skipped ones by reason. */
export async function recordSetAside(client: PoolClient, importFileId: string, batch: ParsedBatch): Promise<void> {
  if (batch.quarantined.length > 0) await insertQuarantined(client, importFileId, batch.quarantined);
  for (const [reason, count] of batch.skipped) {
    await client.query(
      `insert into skipped_input (import_file_id, reason, count) values ($1, $2, $3)
       on conflict (import_file_id, reason) do update set count = skipped_input.count + excluded.count`,
      [importFileId, reason, count],
    );
  }
}

function spanOf(batches: readonly ParsedBatch[]): { min: number; max: number } | null {
  let min = Infinity;
  let max = -Infinity;
  for (const { at } of batches) {
    for (const time of at) {
      if (time < min) min = time;
      if (time > max) max = time;
    }
  }
  return min > max ? null : { min, max };
}

async function insertQuarantined(client: PoolClient, importFileId: string, bad: readonly BadInput[]): Promise<void> {
  await client.query(
    `insert into quarantined_input (import_file_id, line_number, byte_offset, byte_length, reason, sha256, head)
     select $1::uuid, * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bytea[], $7::bytea[])`,
    [
      importFileId,
      bad.map((b) => b.lineNumber),
      bad.map((b) => b.byteOffset),
      bad.map((b) => b.byteLength),
      // A reason quotes input, which may hold what PostgreSQL's text cannot.
      bad.map((b) => b.reason.replaceAll('\0', '\\u0000').replace(/\p{Surrogate}/gu, '\ufffd')),
      // What came from another thread is a plain Uint8Array, which the driver takes for a list of numbers.
      bad.map((b) => Buffer.from(b.sha256)),
      bad.map((b) => Buffer.from(b.head)),
    ],
  );
}

export type ImportEnd = {
  state: 'done' | 'failed' | 'cancelled' | 'queued';
  error: string | null;
  sha256: string | null;
  format: string | null;
  bytes: number;
  lines: number;
};

export async function recordEnd(pool: Pool, importFileId: string, end: ImportEnd): Promise<void> {
  await pool.query(
    `update import_file set state = $2, error = $3, sha256 = $4, format = $5, bytes_read = $6, lines = $7,
       bytes_total = case when $2 = 'done' then $6 else bytes_total end,
       finished_at = case when $2 = 'queued' then null else now() end, updated_at = now(), runner_pid = null
     where id = $1`,
    [importFileId, end.state, end.error, end.sha256, end.format, end.bytes, end.lines],
  );
}
