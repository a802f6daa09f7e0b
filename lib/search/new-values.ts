/** What the last finished import brought for the first time: values whose row in the dictionary names that import. */

import { getPool } from '@/lib/db/pool';
import { emptyFilter } from './event-filter';
import { type NewValues, newFieldNames } from './overview-answers';
import { countBy } from './term-counts';
import { escapeValue } from './value-pattern';

const SHOWN = 8;
/** How many new values of a field are counted to find the most frequent; a flood of made-up names must not slow the page. */
const COUNTED = 1000;

type LastImport = { id: string; name: string; finished_at: Date; inserted: number; is_first: boolean };

/** Null before the first import has finished. */
export async function getNewValues(): Promise<NewValues | null> {
  const last = await readLastImport();
  if (last === null) return null;
  const fields = last.is_first
    ? []
    : await Promise.all((await readNewFields(last.id)).map((field) => readField(last.id, field)));
  return {
    importFileId: last.id,
    file: last.name,
    finishedAt: last.finished_at.toISOString(),
    inserted: Number(last.inserted),
    firstImport: last.is_first,
    fields,
  };
}

async function readLastImport(): Promise<LastImport | null> {
  const { rows } = await getPool().query<LastImport>(`
    select id, name, finished_at, inserted,
           not exists (select from import_file earlier
                       where earlier.finished_at < last.finished_at and earlier.inserted > 0) as is_first
    from import_file last where state = 'done' and source <> 'webhook' order by finished_at desc, id desc limit 1`);
  return rows[0] ?? null;
}

type NewField = { field: (typeof newFieldNames)[number]; total: number };

async function readNewFields(importFileId: string): Promise<NewField[]> {
  const { rows } = await getPool().query<{ field: string; total: number }>(
    'select field, count(*) as total from term where first_import_file_id = $1 group by field',
    [importFileId],
  );
  const totals = new Map(rows.map((row) => [row.field, Number(row.total)]));
  return newFieldNames.map((field) => ({ field, total: totals.get(field) ?? 0 })).filter(({ total }) => total > 0);
}

async function readField(importFileId: string, { field, total }: NewField): Promise<NewValues['fields'][number]> {
  const { rows } = await getPool().query<{ value: string }>(
    'select value from term where first_import_file_id = $1 and field = $2 order by id limit $3',
    [importFileId, field, COUNTED],
  );
  const include = rows.map((row) => escapeValue(row.value));
  const counts = await countBy({
    filter: { ...emptyFilter, conditions: { [field]: { include, exclude: [] } } },
    fields: [field],
    limit: SHOWN,
  });
  return { field, total, values: counts.map(({ values, count }) => ({ value: values[0] ?? null, count })) };
}
