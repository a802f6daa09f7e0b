/**
 * Reads count rows from the database by binary COPY: some million rows a second, where rows as JavaScript objects take
 * several times as long. COPY takes no bound values; the bounds are numbers and are checked to be.
 */
import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export type CountVisitor = (time: number, combination: number, count: number) => void;

type CountTable = { table: 'event_count_day'; column: 'day' } | { table: 'event_count_hour'; column: 'hour' };

export const dayCounts: CountTable = { table: 'event_count_day', column: 'day' };
export const hourCounts: CountTable = { table: 'event_count_hour', column: 'hour' };

/** Signature, flags and header extension length of the binary format. */
const HEADER_BYTES = 19;
/** Field count, then three int4 with their lengths. */
const ROW_BYTES = 2 + 3 * 8;

/** Visits all rows with from <= time < to. */
export async function readCounts(
  client: ClientBase,
  { table, column }: CountTable,
  from: number,
  to: number,
  visit: CountVisitor,
): Promise<void> {
  if (!Number.isInteger(from) || !Number.isInteger(to)) throw new RangeError(`bounds of ${table}: ${from}, ${to}`);
  const stream = client.query(
    copyTo(
      `copy (select ${column}, combination_id, count from ${table} where ${column} >= ${from} and ${column} < ${to}) to stdout (format binary)`,
    ),
  );
  let rest: Buffer = Buffer.alloc(0);
  let skip = HEADER_BYTES;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let offset = 0;
    if (skip > 0) {
      if (bytes.length < skip) {
        rest = bytes;
        continue;
      }
      offset = skip;
      skip = 0;
    }
    while (offset + ROW_BYTES <= bytes.length) {
      visit(bytes.readInt32BE(offset + 6), bytes.readInt32BE(offset + 14), bytes.readInt32BE(offset + 22));
      offset += ROW_BYTES;
    }
    rest = bytes.subarray(offset);
  }
}
