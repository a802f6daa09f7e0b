/**
 * Changes of the hourly and daily counts. Imports only ever add rows; here some are taken away, and what is left of them is
 * put in their place in the same statement, so that no reader meets a count below one.
 */
import type { PoolClient } from 'pg';
import { lockCountRows } from '@/lib/db/locks';
import { CountSums } from '@/lib/evidence/block-counts';

/** By hour; days are worked out. */
export async function applyCounts(client: PoolClient, changes: CountSums): Promise<void> {
  const days = new CountSums();
  changes.visit((hour, combination, n) => days.add(Math.floor(hour / 24), combination, n));
  await lockCountRows(client);
  await apply(client, 'event_count_hour', 'hour', changes);
  await apply(client, 'event_count_day', 'day', days);
}

async function apply(
  client: PoolClient,
  table: 'event_count_hour' | 'event_count_day',
  column: 'hour' | 'day',
  changes: CountSums,
): Promise<void> {
  if (changes.size === 0) return;
  await client.query(
    `with given as (
       select * from unnest($1::int[], $2::int[], $3::int[]) as g(${column}, combination_id, count)
     ), taken as (
       delete from ${table} t using given g
       where g.count < 0 and t.${column} = g.${column} and t.combination_id = g.combination_id
       returning t.${column}, t.combination_id, t.count
     )
     insert into ${table} (${column}, combination_id, count)
     select ${column}, combination_id, sum(count)::int from (select * from given union all select * from taken) x
     group by 1, 2 having sum(count) > 0`,
    columnsOf(changes),
  );
}

/** Puts `counts` in the place of the rows that the client's snapshot shows. */
export async function replaceCounts(
  client: PoolClient,
  table: 'event_count_hour' | 'event_count_day',
  column: 'hour' | 'day',
  counts: [units: number[], combinations: number[], counts: number[]],
): Promise<void> {
  await client.query(
    `with given as (
       select * from unnest($1::int[], $2::int[], $3::int[]) as g(${column}, combination_id, count)
     ), taken as (
       delete from ${table} t using given g where t.${column} = g.${column} and t.combination_id = g.combination_id
     )
     insert into ${table} (${column}, combination_id, count)
     select ${column}, combination_id, count from given where count > 0`,
    counts,
  );
}

function columnsOf(changes: CountSums): [number[], number[], number[]] {
  const columns: [number[], number[], number[]] = [[], [], []];
  changes.visit((unit, combination, n) => {
    columns[0].push(unit);
    columns[1].push(combination);
    columns[2].push(n);
  });
  return columns;
}
