/**
 * Takes the counts of dropped events out of the count tables: their rows go, and what is left of each hour (or day) and
 * combination comes back as one row. Imports only ever add rows, so they need not wait; what else takes rows away holds the
 * same lock.
 */
import type { ClientBase } from 'pg';
import { CountSums } from '@/lib/evidence/block-counts';

const TABLES = [
  { table: 'event_count_hour', column: 'hour' },
  { table: 'event_count_day', column: 'day' },
] as const;

/** The count tables do not hold what the evidence says: nothing may be dropped before somebody has looked. */
export class CountsDifferError extends Error {
  override name = 'CountsDifferError';
}

/** `client` is in a transaction that holds lockCountRows. */
export async function subtractCounts(client: ClientBase, hours: CountSums): Promise<void> {
  for (const { table, column } of TABLES) {
    const { times, combinations, counts } = columnsOf(column === 'hour' ? hours : perDay(hours));
    if (times.length === 0) continue;
    const { rows } = await client.query<{ n: number }>(
      `with dropped as (
         select * from unnest($1::int[], $2::int[], $3::int[]) as d (unit, combination_id, n)
       ), taken as (
         delete from ${table} t using dropped d
         where t.${column} = d.unit and t.combination_id = d.combination_id and t.${column} between $4 and $5
         returning t.${column} as unit, t.combination_id, t.count
       ), held as (
         select unit, combination_id, sum(count) as n from taken group by unit, combination_id
       ), kept as (
         insert into ${table} (${column}, combination_id, count)
         select unit, combination_id, (h.n - d.n)::int from dropped d join held h using (unit, combination_id) where h.n > d.n
       )
       select count(*) as n from dropped d left join held h using (unit, combination_id) where h.n is null or h.n < d.n`,
      [times, combinations, counts, Math.min(...times), Math.max(...times)],
    );
    if (Number(rows[0]?.n) > 0) {
      throw new CountsDifferError(
        `${table} counts fewer events than the evidence holds, so nothing was dropped: run "npm run verify".`,
      );
    }
  }
}

function perDay(hours: CountSums): CountSums {
  const days = new CountSums();
  hours.visit((hour, combination, n) => days.add(Math.floor(hour / 24), combination, n));
  return days;
}

function columnsOf(sums: CountSums): { times: number[]; combinations: number[]; counts: number[] } {
  const columns = { times: [] as number[], combinations: [] as number[], counts: [] as number[] };
  sums.visit((time, combination, n) => {
    columns.times.push(time);
    columns.combinations.push(combination);
    columns.counts.push(n);
  });
  return columns;
}
