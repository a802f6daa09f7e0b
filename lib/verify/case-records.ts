/**
 * The records of cases are chains: each entry has its place, the hash of the one before, and a hash over both and all that it
 * says; the case has the number of entries and the hash of the last. Whoever changes, takes out, puts in or exchanges entries
 * behind the product's back has to write all that follow anew, and every pack that left the house before shows that.
 */
import type { ClientBase, Pool } from 'pg';
import type { Findings } from '@/lib/verify/findings';

/** What stands before the first entry. */
export const FIRST_PREVIOUS = Buffer.alloc(32);

/** What an entry's hash is made of, in SQL: the database writes a JSON value in one way only, and so can be asked again. */
export function entryHashSql(columns: {
  previous: string;
  caseId: string;
  place: string;
  at: string;
  person: string;
  how: string;
  action: string;
  detail: string;
}): string {
  const { previous, caseId, place, at, person, how, action, detail } = columns;
  const said = `jsonb_build_array(${caseId}, ${place}, (extract(epoch from ${at}) * 1000000)::bigint, ${person}, ${how}, ${action}, ${detail})`;
  return `sha256(${previous} || convert_to(${said}::text, 'UTF8'))`;
}

/** Of an entry that is there. */
export const ENTRY_HASH = entryHashSql({
  previous: 'previous',
  caseId: 'case_id',
  place: 'place',
  at: 'at',
  person: 'person',
  how: 'person_how',
  action: 'action',
  detail: 'detail',
});

export type BrokenRecord = { caseId: number; message: string };

type Row = {
  caseId: number;
  place: number | null;
  before: number | null;
  what: 'missing' | 'chain' | 'entry' | null;
  entries: number;
  last: number;
};

/** Of each case whose record is not as it was written, the first bad place. Null: of all cases. */
export async function findBrokenRecords(client: ClientBase | Pool, caseId: number | null): Promise<BrokenRecord[]> {
  const { rows } = await client.query<Row>(
    `with entry as (
       select case_id, place, previous, hash, ${ENTRY_HASH} as made, lag(place, 1, 0) over before as place_before,
         lag(hash, 1, $2::bytea) over before as hash_before
       from case_entry where $1::int is null or case_id = $1
       window before as (partition by case_id order by place)
     ), wrong as (
       select distinct on (case_id) case_id, place, place_before,
         case when place <> place_before + 1 then 'missing' when previous <> hash_before then 'chain' else 'entry' end as what
       from entry where place <> place_before + 1 or previous <> hash_before or hash <> made
       order by case_id, place
     ), ending as (
       select distinct on (case_id) case_id, place, hash from entry order by case_id, place desc
     )
     select c.id as "caseId", w.place, w.place_before as before, w.what, c.entry_count as entries, coalesce(e.place, 0) as last
     from case_file c left join wrong w on w.case_id = c.id left join ending e on e.case_id = c.id
     where ($1::int is null or c.id = $1)
       and (w.place is not null or c.entry_count <> coalesce(e.place, 0) or c.entry_head is distinct from e.hash)
     order by c.id`,
    [caseId, FIRST_PREVIOUS],
  );
  return rows.map((row) => ({ caseId: row.caseId, message: inWords(row) }));
}

function inWords({ place, before, what, entries, last }: Row): string {
  if (what === 'missing') {
    const first = (before ?? 0) + 1;
    const gone = (place ?? 0) - first;
    return gone === 1 ? `entry ${first} is missing` : `entries ${first} to ${first + gone - 1} are missing`;
  }
  if (what === 'chain') {
    return `entry ${place} does not follow the one before it: entry ${(place ?? 1) - 1} was changed or replaced, or this one was`;
  }
  if (what === 'entry') return `entry ${place} does not say what was written`;
  if (entries > last)
    return `the last ${entries - last === 1 ? 'entry is' : `${entries - last} entries are`} missing: there were ${entries}`;
  if (entries < last)
    return `there are ${last} entries, and the case knows of ${entries}: some were added behind its back`;
  return `the last entry, ${last}, is another one than the case knows of`;
}

export async function checkCaseRecords(client: ClientBase, findings: Findings): Promise<void> {
  for (const { caseId, message } of await findBrokenRecords(client, null)) {
    const where = { cluster: null, block: null, event: null };
    findings.add({ kind: 'case-record', ...where, message: `record of case ${caseId}: ${message}` });
  }
}
