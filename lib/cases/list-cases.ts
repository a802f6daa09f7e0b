/** All cases, by status, tag and words in their title, notes and tags. */
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import type { CaseList, CaseSummary } from './case-answers';

export type CaseQuestion = { status: 'open' | 'closed' | null; tag: string | null; text: string | null };

export const CASE_COLUMNS = `c.id, c.title, c.status, c.reason, c.tags, c.opened_by as "openedBy", c.opened_how as "openedHow",
  c.created_at as "createdAt", c.updated_at as "updatedAt",
  (select count(*)::int from case_pin p where p.case_id = c.id and p.removed_at is null) as pins`;

export type SummaryRow = Omit<CaseSummary, 'openedBy' | 'createdAt' | 'updatedAt'> & {
  openedBy: string;
  openedHow: Person['how'];
  createdAt: Date;
  updatedAt: Date;
};

export async function listCases({ status, tag, text }: CaseQuestion): Promise<CaseList> {
  const pool = getPool();
  const [found, counts, tags] = await Promise.all([
    pool.query<SummaryRow>(
      `select ${CASE_COLUMNS} from case_file c
       where ($1::text is null or c.status = $1) and ($2::text is null or $2 = any(c.tags))
         and ($3::text is null or strpos(lower(concat_ws(' ', c.title, c.notes, array_to_string(c.tags, ' '))), lower($3)) > 0)
       order by c.updated_at desc, c.id desc limit 500`,
      [status, tag, text],
    ),
    pool.query<{ open: number; closed: number }>(
      `select count(*) filter (where status = 'open')::int as open, count(*) filter (where status = 'closed')::int as closed
       from case_file`,
    ),
    pool.query<{ tag: string }>('select distinct unnest(tags) as tag from case_file order by 1'),
  ]);
  return {
    cases: found.rows.map(toSummary),
    open: counts.rows[0]?.open ?? 0,
    closed: counts.rows[0]?.closed ?? 0,
    tags: tags.rows.map((row) => row.tag),
  };
}

export function toSummary({ openedBy, openedHow, createdAt, updatedAt, ...row }: SummaryRow): CaseSummary {
  return {
    ...row,
    openedBy: { name: openedBy, how: openedHow },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
