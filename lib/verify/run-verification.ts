/** Runs the verifications of the queue, in the worker. Apart from the queue, which the pages use: they start no threads. */
import { getPool } from '@/lib/db/pool';
import { verifyDatabase } from '@/lib/verify/verify-database';

/** Progress is written, and a wish to cancel looked for, this often. */
const REPORT_MS = 500;

/** Runs the one that waits. False when none does. */
export async function runNextVerification(url: string, stop: AbortSignal): Promise<boolean> {
  const pool = getPool();
  const { rows } = await pool.query<{ id: string }>(
    `update verification set state = 'running', started_at = now(), runner_pid = $1
     where id = (select id from verification where state = 'queued' order by created_at limit 1 for update skip locked)
     returning id`,
    [process.pid],
  );
  const id = rows[0]?.id;
  if (id === undefined) return false;
  const cancel = new AbortController();
  let progress = { blocks: 0, blocksTotal: 0 };
  const report = async () => {
    const { rows: wishes } = await pool.query<{ cancel: boolean }>(
      'update verification set blocks_total = $2, blocks_checked = $3 where id = $1 returning cancel_requested as cancel',
      [id, progress.blocksTotal, progress.blocks],
    );
    if (wishes[0]?.cancel) cancel.abort();
  };
  const timer = setInterval(() => void report().catch(() => undefined), REPORT_MS);
  try {
    // One thread: the worker has a low priority, but pages and imports want a core of their own.
    const result = await verifyDatabase({
      url,
      threads: 1,
      signal: AbortSignal.any([stop, cancel.signal]),
      onProgress: (now) => {
        progress = { ...now };
      },
    });
    await report();
    await end(id, 'done', null, JSON.stringify(result));
  } catch (error) {
    if (stop.aborted) await pool.query(`update verification set state = 'queued' where id = $1`, [id]);
    else if (cancel.signal.aborted) await end(id, 'cancelled', null, null);
    else await end(id, 'failed', error instanceof Error ? error.message : String(error), null);
  } finally {
    clearInterval(timer);
  }
  return true;
}

/** The worker starts: whatever ran in an earlier one waits again. */
export async function recoverVerifications(): Promise<void> {
  await getPool().query(`update verification set state = 'queued', runner_pid = null where state = 'running'`);
}

async function end(id: string, state: string, error: string | null, report: string | null): Promise<void> {
  await getPool().query(
    'update verification set state = $2, error = $3, report = $4, finished_at = now(), runner_pid = null where id = $1',
    [id, state, error, report],
  );
}
