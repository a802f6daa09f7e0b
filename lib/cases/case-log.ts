/** Who did what in a case, from the beginning, page by page. */
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import type { CaseEntry, CaseLog } from './case-answers';

export const ENTRY_COLUMNS = `id, at, person, person_how as how, action, detail, place, encode(hash, 'hex') as hash`;

export type EntryRow = {
  id: number;
  at: Date;
  person: string;
  how: Person['how'];
  action: string;
  detail: { [key: string]: unknown };
  place: number;
  hash: string;
};

export function toEntry({ at, person, how, ...entry }: EntryRow): CaseEntry {
  return { ...entry, at: at.toISOString(), by: { name: person, how } };
}

/** Null where there is no such case. */
export async function getCaseLog(
  id: number,
  { after, limit }: { after: number; limit: number },
): Promise<CaseLog | null> {
  const { rows } = await getPool().query<EntryRow>(
    `select ${ENTRY_COLUMNS} from case_entry where case_id = $1 and id > $2 order by id limit $3`,
    [id, after, limit],
  );
  // A case has an entry from its first moment on.
  if (rows.length === 0 && after === 0) return null;
  return { entries: rows.map(toEntry), nextAfter: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
}
