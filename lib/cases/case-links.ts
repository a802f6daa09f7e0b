/** Cases that belong together. A link has no direction and stands in the record of both. */
import type { Person } from '@/lib/people/person';
import { type LinkChange, linkChangeSchema } from './case-changes';
import { CaseConflictError, NotInCaseError } from './case-conflict';
import { inCase, recordEntry } from './case-step';

/** False where there is no such case. Throws ZodError, NotInCaseError and CaseConflictError. */
export async function changeLink(id: number, wanted: LinkChange, person: Person): Promise<boolean> {
  const { case: other, remove = false } = linkChangeSchema.parse(wanted);
  if (other === id) throw new CaseConflictError('A case cannot be linked to itself.');
  const pair = [Math.min(id, other), Math.max(id, other)];
  const done = await inCase(
    id,
    person,
    async (client, { title }, record) => {
      const { rows } = await client.query<{ title: string }>('select title from case_file where id = $1', [other]);
      const found = rows[0];
      if (!found) throw new NotInCaseError(`There is no case ${other}.`);
      const statement = remove
        ? 'delete from case_link where case_id = $1 and other_id = $2'
        : 'insert into case_link (case_id, other_id) values ($1, $2) on conflict do nothing';
      const { rowCount } = await client.query(statement, pair);
      if (rowCount === 0) return true;
      const action = remove ? 'link.removed' : 'link.added';
      await record(action, { case: other, title: found.title });
      await recordEntry(client, other, person, action, { case: id, title });
      return true;
    },
    { other },
  );
  return done ?? false;
}
