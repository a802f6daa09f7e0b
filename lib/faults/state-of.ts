/** Rows and counts of a cluster in the words of the events, whatever order they came in and by what way: one hash. */
import type { Pool } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';

export async function stateOf(pool: Pool, cluster: string): Promise<string> {
  // The cluster's own name aside: two of them are compared.
  const values = eventFields
    .filter(({ name }) => name !== 'cluster')
    .map(({ column }) => `coalesce((select value from term where id = k."${column}"), '-')`);
  const { rows } = await pool.query<{ state: string }>(
    `with words as (
       select k.id, concat_ws('|', ${values.join(', ')}) as words from combination k
       where (select value from term where id = k.cluster) = $1
     ), lines as (
       select concat_ws(' ', 'row', at, hash, audit_key, audit_key_is_id, name, words) as line
         from event join words w on w.id = combination_id
         where cluster_id = (select id from cluster where name = $1)
       union all
       select concat_ws(' ', 'hour', hour, sum(count), words) from event_count_hour join words w on w.id = combination_id
         group by hour, words
       union all
       select concat_ws(' ', 'day', day, sum(count), words) from event_count_day join words w on w.id = combination_id
         group by day, words
     )
     select count(*) || ' ' || coalesce(md5(string_agg(line, E'\\n' order by line)), '') as state from lines`,
    [cluster],
  );
  return rows[0]?.state ?? '';
}
