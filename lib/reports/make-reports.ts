/** Makes the reports of the queue, in the worker, beside imports. */
import { getPool } from '@/lib/db/pool';
import { isException } from '@/lib/reports/check-result';
import type { ReportSummary } from '@/lib/reports/report-answers';
import type { ReportData } from '@/lib/reports/report-data';
import type { ReportDefinition } from '@/lib/reports/report-definition';
import type { ReportRequest } from '@/lib/reports/report-request';
import { runReport } from '@/lib/reports/run-report';

/** A wish to cancel is looked for this often. */
const REPORT_MS = 500;

/** Makes the one that waits the longest. False when none does. */
export async function makeNextReport(stop: AbortSignal): Promise<boolean> {
  const pool = getPool();
  const { rows } = await pool.query<{ id: string; definition: string; request: string }>(
    `update report set state = 'running', started_at = now(), runner_pid = $1
     where id = (select id from report where state = 'queued' order by created_at limit 1 for update skip locked)
     returning id, definition, request`,
    [process.pid],
  );
  const [next] = rows;
  if (!next) return false;
  const { id } = next;
  const cancel = new AbortController();
  let progress = { done: 0, parts: 0 };
  const report = async () => {
    const { rows: wishes } = await pool.query<{ cancel: boolean }>(
      'update report set parts = $2, parts_done = $3 where id = $1 returning cancel_requested as cancel',
      [id, progress.parts, progress.done],
    );
    if (wishes[0]?.cancel) cancel.abort(new Error('cancelled'));
  };
  const timer = setInterval(() => void report().catch(() => undefined), REPORT_MS);
  try {
    await report();
    const data = await runReport(
      JSON.parse(next.definition) as ReportDefinition,
      JSON.parse(next.request) as ReportRequest,
      {
        at: new Date(),
        signal: AbortSignal.any([stop, cancel.signal]),
        onProgress: (done, parts) => {
          progress = { done, parts };
        },
      },
    );
    await pool.query(
      `update report set state = 'done', data = $2, summary = $3, parts_done = parts, finished_at = now(), runner_pid = null where id = $1`,
      [id, JSON.stringify(data), JSON.stringify(summaryOf(data))],
    );
  } catch (error) {
    if (stop.aborted) await pool.query(`update report set state = 'queued', runner_pid = null where id = $1`, [id]);
    else if (cancel.signal.aborted) await end(id, 'cancelled', null);
    else await end(id, 'failed', error instanceof Error ? error.message : String(error));
  } finally {
    clearInterval(timer);
  }
  return true;
}

/** The worker starts: whatever was being made in an earlier one waits again. */
export async function recoverReports(): Promise<void> {
  await getPool().query(`update report set state = 'queued', runner_pid = null where state = 'running'`);
}

function summaryOf({ population, checks, coverage }: ReportData): ReportSummary {
  return {
    events: population.events,
    checks: checks.length,
    exceptions: checks.filter(isException).length,
    coverage: coverage.arriving && coverage.state === 'covered' ? 'unknown' : coverage.state,
    coverageSentence: coverage.sentence,
  };
}

async function end(id: string, state: string, error: string | null): Promise<void> {
  await getPool().query(
    'update report set state = $2, error = $3, finished_at = now(), runner_pid = null where id = $1',
    [id, state, error],
  );
}
