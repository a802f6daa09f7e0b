/**
 * The queue of uploaded files is the import_file table itself: a job is a row that is `queued`, and its progress, result
 * and cancellation are columns that pages show anyway. See docs/decisions/004-import-queue.md for why no queue library.
 */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPassingFault } from '@/lib/db/passing-fault';
import { getPool } from '@/lib/db/pool';
import { isFormatName } from '@/lib/ingest/formats/format-names';
import { runImport } from '@/lib/ingest/import-stream';
import { isProcessAlive } from '@/lib/ingest/process-alive';

/** Between two tries while the database is away or its disk is full. */
const RETRY_MS = 1000;

type ClaimedImport = {
  id: string;
  cluster_id: number;
  cluster: string;
  name: string;
  wanted_format: string | null;
  spool_path: string | null;
  bytes_read: number;
  lines: number;
  values_read: number;
  events: number;
  inserted: number;
  duplicates: number;
  quarantined: number;
  skipped: number;
};

/** Takes the oldest waiting import, or null. Several workers never get the same one. */
async function claimImport(): Promise<ClaimedImport | null> {
  const { rows } = await getPool().query<ClaimedImport>(
    `update import_file f set state = 'running', started_at = coalesce(started_at, now()), runner_pid = $1, updated_at = now()
     from (
       select id from import_file where state = 'queued' order by created_at limit 1 for update skip locked
     ) next, cluster c
     where f.id = next.id and c.id = f.cluster_id
     returning f.id, f.cluster_id, c.name as cluster, f.name, f.wanted_format, f.spool_path, f.bytes_read, f.lines, f.values_read, f.events, f.inserted,
               f.duplicates, f.quarantined, f.skipped`,
    [process.pid],
  );
  return rows[0] ?? null;
}

/**
 * Runs one waiting import to its end, or until the database fails: then it waits again and goes on after what is committed.
 * False when none waits.
 */
export async function runNextImport(signal: AbortSignal): Promise<boolean> {
  const claimed = await claimImport();
  if (!claimed) return false;
  const { id, spool_path: spoolPath } = claimed;
  const info = spoolPath === null ? null : await stat(spoolPath).catch(() => null);
  if (spoolPath === null || info === null) {
    await failImport(
      id,
      'the uploaded file is no longer on disk: drop it again, what is already in will not be doubled',
    );
    return true;
  }
  const { wanted_format: format } = claimed;
  let fault: Error | null = null;
  try {
    await runImport({
      id,
      clusterId: claimed.cluster_id,
      clusterName: claimed.cluster,
      name: claimed.name,
      source: 'upload',
      input: createReadStream(spoolPath, { highWaterMark: 1024 * 1024 }),
      bytesTotal: info.size,
      // A name of an earlier version that is no more: recognising is then the best there is.
      format: format !== null && isFormatName(format) ? format : null,
      signal,
      resumeFrom: {
        bytes: claimed.bytes_read,
        lines: claimed.lines,
        valuesRead: claimed.values_read,
        events: claimed.events,
        inserted: claimed.inserted,
        duplicates: claimed.duplicates,
        quarantined: claimed.quarantined,
        skipped: claimed.skipped,
      },
    });
  } catch (error) {
    if (!isPassingFault(error)) throw error;
    fault = error as Error;
  } finally {
    // A shutdown is no cancellation: the row goes back to the queue and the file stays for the next start.
    // Unless it had ended just before: what is done stays done, and its file goes.
    const waits = signal.aborted ? await requeueImport(id) : fault !== null;
    if (!waits) await rm(spoolPath, { force: true });
  }
  if (fault && !signal.aborted) await requeueWhenPossible(id, claimed.name, fault, signal);
  return true;
}

async function requeueWhenPossible(id: string, name: string, fault: Error, signal: AbortSignal): Promise<void> {
  console.error(`The import of ${name} waits and goes on by itself: ${fault.message}`);
  do {
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    try {
      await requeueImport(id);
      return;
    } catch (error) {
      if (!isPassingFault(error)) throw error;
    }
    // After a shutdown the next start finds the row without a process and does the same.
  } while (!signal.aborted);
}

/** Puts imports whose process died in the middle back into the queue (uploads) or says so (command line). */
export async function recoverImports(): Promise<void> {
  const { rows } = await getPool().query<{ id: string; source: string; runner_pid: number | null }>(
    `select id, source, runner_pid from import_file where state = 'running'`,
  );
  for (const { id, source, runner_pid: pid } of rows) {
    if (pid !== null && pid !== process.pid && isProcessAlive(pid)) continue;
    if (source === 'upload') await requeueImport(id);
    else
      await failImport(
        id,
        'the importing process ended in the middle: import the file again, only the rest will be added',
      );
  }
}

/** Whether it waits now: one that has ended, or that somebody cancelled, does not. */
async function requeueImport(id: string): Promise<boolean> {
  const { rowCount } = await getPool().query(
    `update import_file set state = 'queued', error = null, finished_at = null, runner_pid = null, updated_at = now()
     where id = $1 and not cancel_requested and state not in ('done', 'failed')`,
    [id],
  );
  return rowCount === 1;
}

async function failImport(id: string, error: string): Promise<void> {
  await getPool().query(
    `update import_file set state = 'failed', error = $2, finished_at = now(), updated_at = now(), runner_pid = null
     where id = $1`,
    [id, error],
  );
}
