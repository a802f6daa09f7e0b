/**
 * One step in a case: what is done, and the entry that says who did it, in one transaction. The case's row is locked, so that
 * steps follow one another and a case cannot be closed under somebody's hands.
 */
import type { PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import { CaseConflictError } from './case-conflict';

export type CaseRow = {
  id: number;
  title: string;
  status: 'open' | 'closed';
  reason: string | null;
  notes: string;
  tags: string[];
  version: number;
};

export const caseActions = [
  'case.opened',
  'case.renamed',
  'case.notes',
  'case.tags',
  'case.closed',
  'case.reopened',
  'pin.added',
  'pin.note',
  'pin.context',
  'pin.removed',
  'hypothesis.added',
  'hypothesis.state',
  'hypothesis.text',
  'link.added',
  'link.removed',
  'pack.asked',
  'pack.made',
] as const;

export type CaseAction = (typeof caseActions)[number];

type RecordStep = (action: CaseAction, detail: object) => Promise<void>;

/** Null where there is no such case. Throws CaseConflictError for a case that is closed, unless `closed` is allowed. */
export function inCase<T>(
  id: number,
  person: Person,
  work: (client: PoolClient, row: CaseRow, record: RecordStep) => Promise<T>,
  { closed = false } = {},
): Promise<T | null> {
  return inTransaction(getPool(), async (client) => {
    const { rows } = await client.query<CaseRow>(
      'select id, title, status, reason, notes, tags, version from case_file where id = $1 for update',
      [id],
    );
    const row = rows[0];
    if (!row) return null;
    if (row.status === 'closed' && !closed) {
      throw new CaseConflictError(`Case ${id} is closed. Reopen it first: what is in it then shows who did so.`);
    }
    const result = await work(client, row, (action, detail) => recordEntry(client, id, person, action, detail));
    await client.query('update case_file set updated_at = now() where id = $1', [id]);
    return result;
  });
}

export async function recordEntry(
  client: PoolClient,
  id: number,
  { name, how }: Person,
  action: CaseAction,
  detail: object,
): Promise<void> {
  await client.query(
    'insert into case_entry (case_id, person, person_how, action, detail) values ($1, $2, $3, $4, $5)',
    [id, name, how, action, JSON.stringify(detail)],
  );
}
