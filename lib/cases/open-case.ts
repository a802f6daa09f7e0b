/** A new case. */
import { inTransaction } from '@/lib/db/in-transaction';
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import { type NewCase, newCaseSchema } from './case-changes';
import { recordEntry } from './case-step';

/** Answers its number. Throws ZodError. */
export async function openCase(wanted: NewCase, person: Person): Promise<number> {
  const { title, notes = '', tags = [] } = newCaseSchema.parse(wanted);
  return inTransaction(getPool(), async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `insert into case_file (title, notes, tags, opened_by, opened_how) values ($1, $2, $3, $4, $5) returning id`,
      [title, notes, tags, person.name, person.how],
    );
    const id = rows[0]?.id ?? 0;
    await recordEntry(client, id, person, 'case.opened', { title, tags, ...(notes === '' ? {} : { notes }) });
    return id;
  });
}
