/** Verifications that somebody asked for on the screen: a row each, run by the worker, with its progress. */
import { randomUUID } from 'node:crypto';
import { getPool } from '@/lib/db/pool';
import type { Verification } from '@/lib/verify/evidence-answers';

const COLUMNS = `id, state, blocks_total as "blocksTotal", blocks_checked as "blocksChecked", created_at as "createdAt",
  finished_at as "finishedAt", error, report`;

type Row = Omit<Verification, 'createdAt' | 'finishedAt'> & { createdAt: Date; finishedAt: Date | null };

/** Asks for one; where one waits or runs already, that one is answered. */
export async function requestVerification(): Promise<Verification> {
  const { rows } = await getPool().query<Row>(
    `select ${COLUMNS} from verification where state in ('queued', 'running') order by created_at limit 1`,
  );
  if (rows[0]) return toVerification(rows[0]);
  const made = await getPool().query<Row>(
    `insert into verification (id, state) values ($1, 'queued') returning ${COLUMNS}`,
    [randomUUID()],
  );
  return toVerification(made.rows[0] as Row);
}

export async function getVerification(id: string): Promise<Verification | null> {
  const { rows } = await getPool().query<Row>(`select ${COLUMNS} from verification where id = $1`, [id]);
  return rows[0] ? toVerification(rows[0]) : null;
}

export async function lastVerification(): Promise<Verification | null> {
  const { rows } = await getPool().query<Row>(`select ${COLUMNS} from verification order by created_at desc limit 1`);
  return rows[0] ? toVerification(rows[0]) : null;
}

/** One that waits is over at once; one that runs stops at its next range. */
export async function cancelVerification(id: string): Promise<Verification | null> {
  await getPool().query(
    `update verification set cancel_requested = true,
       state = case when state = 'queued' then 'cancelled' else state end,
       finished_at = case when state = 'queued' then now() else finished_at end
     where id = $1 and state in ('queued', 'running')`,
    [id],
  );
  return getVerification(id);
}

function toVerification(row: Row): Verification {
  return { ...row, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null };
}
