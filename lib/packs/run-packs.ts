/** Makes the packs of the queue, in the worker, and removes files whose time is over. */
import { rm } from 'node:fs/promises';
import { inCase } from '@/lib/cases/case-step';
import { getPool } from '@/lib/db/pool';
import { recordExport } from '@/lib/export/record-export';
import { type Person, webActor } from '@/lib/people/person';
import { makePack, type PackResult } from './make-pack';
import { PACK_DAYS } from './pack-answers';
import { packFile } from './pack-queue';
import type { PackSubject } from './pack-subject';

/** Progress is written, and a wish to cancel looked for, this often. */
const REPORT_MS = 500;

type Asked = { id: string; caseId: number | null; query: string | null; askedBy: string; askedHow: Person['how'] };

/** Makes the one that waits the longest. False when none does. */
export async function runNextPack(stop: AbortSignal): Promise<boolean> {
  const pool = getPool();
  const { rows } = await pool.query<Asked>(
    `update evidence_pack set state = 'running', started_at = now(), runner_pid = $1, events_written = 0
     where id = (select id from evidence_pack where state = 'queued' order by created_at limit 1 for update skip locked)
     returning id, case_id as "caseId", query, asked_by as "askedBy", asked_how as "askedHow"`,
    [process.pid],
  );
  const asked = rows[0];
  if (!asked) return false;
  const { id } = asked;
  const person = { name: asked.askedBy, how: asked.askedHow };
  const subject: PackSubject = asked.caseId === null ? { query: asked.query ?? '' } : { case: asked.caseId };
  const cancel = new AbortController();
  let progress = { events: 0, total: 0 };
  const report = async () => {
    const { rows: wishes } = await pool.query<{ cancel: boolean }>(
      'update evidence_pack set events_total = $2, events_written = $3 where id = $1 returning cancel_requested as cancel',
      [id, progress.total, progress.events],
    );
    if (wishes[0]?.cancel) cancel.abort();
  };
  const timer = setInterval(() => void report().catch(() => undefined), REPORT_MS);
  const actor = webActor(person);
  try {
    await recordExport(actor, 'events.pack', { id, ...subject });
    const result = await makePack({
      subject,
      person,
      out: packFile(id),
      signal: AbortSignal.any([stop, cancel.signal]),
      onProgress: (events, total) => {
        progress = { events, total };
      },
    });
    await report();
    await finish(asked, person, result);
    await recordExport(actor, 'events.pack.finished', { id, ...result });
  } catch (error) {
    if (stop.aborted) await pool.query(`update evidence_pack set state = 'queued' where id = $1`, [id]);
    else {
      const message = cancel.signal.aborted ? null : error instanceof Error ? error.message : String(error);
      await pool.query(
        'update evidence_pack set state = $2, error = $3, finished_at = now(), runner_pid = null where id = $1',
        [id, message === null ? 'cancelled' : 'failed', message],
      );
      await recordExport(actor, 'events.pack.stopped', { id, events: progress.events });
    }
  } finally {
    clearInterval(timer);
  }
  return true;
}

async function finish({ id, caseId }: Asked, person: Person, { events, bytes, sha256 }: PackResult): Promise<void> {
  await getPool().query(
    `update evidence_pack set state = 'done', events_total = $2, events_written = $2, bytes = $3, sha256 = $4, finished_at = now(),
       runner_pid = null where id = $1`,
    [id, events, bytes, sha256],
  );
  if (caseId === null) return;
  const made = { pack: id, events, bytes, sha256 };
  await inCase(caseId, person, (_, __, record) => record('pack.made', made), { closed: true });
}

/** The worker starts: whatever was being made in an earlier one waits again. */
export async function recoverPacks(): Promise<void> {
  await getPool().query(`update evidence_pack set state = 'queued', runner_pid = null where state = 'running'`);
}

export async function expirePacks(): Promise<void> {
  const { rows } = await getPool().query<{ id: string }>(
    `update evidence_pack set state = 'expired' where state = 'done' and finished_at < now() - make_interval(days => $1) returning id`,
    [PACK_DAYS],
  );
  for (const { id } of rows) await rm(packFile(id), { force: true });
}
