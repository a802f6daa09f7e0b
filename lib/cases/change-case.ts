/** Title, notes, tags and whether the case is open. Each is an entry of its own; notes are kept whole, each time. */
import type { Person } from '@/lib/people/person';
import { type CaseChange, caseChangeSchema } from './case-changes';
import { CaseConflictError } from './case-conflict';
import { type CaseRow, inCase } from './case-step';

/** False where there is no such case. Throws ZodError and CaseConflictError. */
export async function changeCase(id: number, wanted: CaseChange, person: Person): Promise<boolean> {
  const change = caseChangeSchema.parse(wanted);
  const done = await inCase(
    id,
    person,
    async (client, row, record) => {
      refuseConflict(row, change);
      const { title = row.title, notes = row.notes, tags = row.tags, close } = change;
      const status = close === undefined ? (change.reopen ? 'open' : row.status) : 'closed';
      const reason = close ?? (status === 'closed' ? row.reason : null);
      if (title !== row.title) await record('case.renamed', { before: row.title, after: title });
      if (notes !== row.notes) await record('case.notes', { notes });
      if (tags.join('\0') !== row.tags.join('\0')) await record('case.tags', { before: row.tags, after: tags });
      if (close !== undefined) await record('case.closed', { reason });
      if (change.reopen) await record('case.reopened', { closedBecause: row.reason });
      await client.query(
        `update case_file set title = $2, notes = $3, tags = $4, status = $5, reason = $6, version = version + 1
         where id = $1`,
        [id, title, notes, tags, status, reason],
      );
      return true;
    },
    { closed: true },
  );
  return done ?? false;
}

function refuseConflict(row: CaseRow, { version, title, notes, tags, close, reopen }: CaseChange): void {
  if (version !== undefined && version !== row.version) {
    throw new CaseConflictError(
      `Somebody changed case ${row.id} meanwhile. Copy what you wrote, reload the page, and add it to what is there now.`,
    );
  }
  if (reopen && row.status === 'open') throw new CaseConflictError(`Case ${row.id} is open already.`);
  if (reopen || row.status === 'open') return;
  if (close !== undefined) throw new CaseConflictError(`Case ${row.id} is closed already.`);
  if (title !== undefined || notes !== undefined || tags !== undefined) {
    throw new CaseConflictError(`Case ${row.id} is closed. Reopen it first: what is in it then shows who did so.`);
  }
}
