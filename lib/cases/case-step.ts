/**
 * One step in a case: what is done, and the entry that says who did it, in one transaction. The case's row is locked, so that
 * steps follow one another and a case cannot be closed under somebody's hands.
 */
import type { PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import { entryHashSql, FIRST_PREVIOUS } from '@/lib/verify/case-records';
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
  'pack.taken',
] as const;

export type CaseAction = (typeof caseActions)[number];

type RecordStep = (action: CaseAction, detail: object) => Promise<void>;

/**
 * Null where there is no such case. Throws CaseConflictError for a case that is closed, unless `closed` is allowed. `other` is a
 * second case whose record gets an entry.
 */
export function inCase<T>(
  id: number,
  person: Person,
  work: (client: PoolClient, row: CaseRow, record: RecordStep) => Promise<T>,
  { closed = false, other }: { closed?: boolean; other?: number } = {},
): Promise<T | null> {
  return inTransaction(getPool(), async (client) => {
    // In the order of their numbers, so that two steps over the same cases do not wait for each other.
    const { rows } = await client.query<CaseRow>(
      'select id, title, status, reason, notes, tags, version from case_file where id = any($1) order by id for update',
      [other === undefined ? [id] : [id, other]],
    );
    const row = rows.find((one) => one.id === id);
    if (!row) return null;
    if (row.status === 'closed' && !closed) {
      throw new CaseConflictError(`Case ${id} is closed. Reopen it first: what is in it then shows who did so.`);
    }
    const result = await work(client, row, (action, detail) => recordEntry(client, id, person, action, detail));
    await client.query('update case_file set updated_at = now() where id = $1', [id]);
    return result;
  });
}

const ADD_ENTRY = `
  with entry as (
    insert into case_entry (case_id, at, person, person_how, action, detail, place, previous, hash)
    select $1, now(), $2, $3, $4, $5::jsonb, f.place, f.previous, ${entryHashSql({
      previous: 'f.previous',
      caseId: '$1::int',
      place: 'f.place',
      at: 'now()',
      person: '$2::text',
      how: '$3::text',
      action: '$4::text',
      detail: '$5::jsonb',
    })}
    from (select entry_count + 1 as place, coalesce(entry_head, $6::bytea) as previous from case_file where id = $1) f
    returning place, hash
  )
  update case_file set entry_count = entry.place, entry_head = entry.hash from entry where id = $1`;

/** The case's row must be locked: entries follow one another by their hashes. */
export async function recordEntry(
  client: PoolClient,
  id: number,
  { name, how }: Person,
  action: CaseAction,
  detail: object,
): Promise<void> {
  await client.query(ADD_ENTRY, [id, name, how, action, JSON.stringify(detail), FIRST_PREVIOUS]);
}
