/**
 * Who took what out of the audit log is itself worth an audit: an export is recorded when it begins, with its question and
 * number of events, and again when it ends, however it ends.
 */
import { getPool } from '@/lib/db/pool';

type Action =
  | 'events.export'
  | 'events.export.finished'
  | 'events.export.stopped'
  | 'events.pack'
  | 'events.pack.finished'
  | 'events.pack.stopped'
  | 'events.pack.taken'
  | 'reports.file';

export async function recordExport(actor: string, action: Action, facts: object): Promise<void> {
  await getPool().query('insert into admin_action (actor, action, after) values ($1, $2, $3)', [
    actor,
    action,
    JSON.stringify(facts),
  ]);
}
