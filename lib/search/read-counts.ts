/** Reads count rows from the database. */
import type { ClientBase } from 'pg';
import { readCopiedRows } from '@/lib/search/copied-rows';

export type CountVisitor = (time: number, combination: number, count: number) => void;

type CountTable = { table: 'event_count_day'; column: 'day' } | { table: 'event_count_hour'; column: 'hour' };

export const dayCounts: CountTable = { table: 'event_count_day', column: 'day' };
export const hourCounts: CountTable = { table: 'event_count_hour', column: 'hour' };

/** Visits all rows with from <= time < to. */
export async function readCounts(
  client: ClientBase,
  { table, column }: CountTable,
  from: number,
  to: number,
  visit: CountVisitor,
): Promise<void> {
  if (!Number.isInteger(from) || !Number.isInteger(to)) throw new RangeError(`bounds of ${table}: ${from}, ${to}`);
  const query = `select ${column}, combination_id, count from ${table} where ${column} >= ${from} and ${column} < ${to}`;
  await readCopiedRows(client, query, 3, (row) => visit(row[0] as number, row[1] as number, row[2] as number));
}
